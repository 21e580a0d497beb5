package id.segel.softhsm;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.AuthProvider;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.Security;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.concurrent.TimeUnit;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.PasswordCallback;

/** Signs with a P-256 session key of a token, through the JDK's own PKCS#11 provider. */
final class Pkcs11Signer implements AutoCloseable {
    private static final byte[] DIGEST = new byte[32];

    private final AuthProvider provider;
    private final KeyPair key;
    private final ECPublicKey publicKey;

    private Pkcs11Signer(AuthProvider provider, KeyPair key) throws Exception {
        this.provider = provider;
        this.key = key;
        // As a software key, so that the token does not vouch for itself.
        this.publicKey = (ECPublicKey) java.security.KeyFactory.getInstance("EC", "SunEC")
                .generatePublic(new java.security.spec.X509EncodedKeySpec(
                        key.getPublic().getEncoded()));
    }

    static Pkcs11Signer open(Path module, String label, char[] pin) throws Exception {
        // The name also names the module's file in errors of the provider.
        String configuration =
                "--name=test-%d\nlibrary=%s\nslot=%d\n".formatted(System.nanoTime(), module, slot(module, label));
        Provider base = Security.getProvider("SunPKCS11");
        AuthProvider provider = (AuthProvider) base.configure(configuration);
        provider.login(null, callbacks -> {
            for (Callback callback : callbacks) {
                ((PasswordCallback) callback).setPassword(pin);
            }
        });
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", provider);
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return new Pkcs11Signer(provider, generator.generateKeyPair());
    }

    /** The provider has no way to ask for a token by its label; in a test, asking the tool is good enough. */
    private static long slot(Path module, String label) throws Exception {
        Process process = new ProcessBuilder("pkcs11-tool", "--module", module.toString(), "--list-slots")
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        long slot = -1;
        for (String line : output.lines().toList()) {
            if (line.startsWith("Slot ")) {
                slot = Long.decode(line.substring(line.indexOf('(') + 1, line.indexOf(')')));
            } else if (line.contains("token label") && line.endsWith(": " + label)) {
                return slot;
            }
        }
        throw new IllegalStateException("no token " + label + " in: " + output);
    }

    /** A fresh and finished signature, as the adapter makes them. */
    byte[] sign() throws Exception {
        Signature signature = Signature.getInstance("NONEwithECDSA", provider);
        signature.initSign(key.getPrivate());
        signature.update(DIGEST);
        return signature.sign();
    }

    boolean verify(byte[] signed) throws Exception {
        Signature signature = Signature.getInstance("NONEwithECDSA", "SunEC");
        signature.initVerify(publicKey);
        signature.update(DIGEST);
        return signature.verify(signed);
    }

    @Override
    public void close() throws Exception {
        // Not logged out: another signer of this test may use the same token.
        provider.clear();
    }
}
