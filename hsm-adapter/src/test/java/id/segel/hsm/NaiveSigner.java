package id.segel.hsm;

import id.segel.hsm.cryptoki.Cryptoki;
import id.segel.hsm.cryptoki.TokenDescription;
import java.io.IOException;
import java.nio.file.Path;
import java.security.AuthProvider;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.login.LoginException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;

/**
 * SunPKCS11 as the manuals show it: configure, load the key store, get the key, sign. With the remedies one tries first.
 * What the pitfalls' tests show to fail fails here, and the adapter is held against it.
 */
final class NaiveSigner {
    static final byte[] MESSAGE = {1, 2, 3};

    private final String configuration;
    private final char[] pin;
    private AuthProvider provider;
    private KeyStore store;
    private @Nullable PrivateKey key;
    private @Nullable PublicKey publicKey;

    private NaiveSigner(String configuration, char[] pin) throws GeneralSecurityException, IOException {
        this.configuration = configuration;
        this.pin = pin;
        this.provider = provider(configuration);
        this.store = KeyStore.getInstance("PKCS11", provider);
        store.load(null, pin);
    }

    /** Opens the token of this label. */
    static NaiveSigner open(Path module, String label, String... more) throws GeneralSecurityException, IOException {
        return configured(TestTokens.PIN, module, "slot = " + slot(module, label), more);
    }

    /**
     * Opens what the configuration names.
     *
     * @param where such as {@code slot = 1}
     * @param more lines of the configuration
     */
    static NaiveSigner configured(String pin, Path module, String where, String... more)
            throws GeneralSecurityException, IOException {
        return new NaiveSigner(text(module, where, more), pin.toCharArray());
    }

    /** SunPKCS11 cannot look for a label; the native binding can. */
    static long slot(Path module, String label) {
        Cryptoki cryptoki = Cryptoki.load(module, "");
        cryptoki.initialise();
        return cryptoki.tokens().stream()
                .filter(token -> token.label().equals(label))
                .mapToLong(TokenDescription::slot)
                .findFirst()
                .orElseThrow();
    }

    static String text(Path module, String where, String... more) {
        return "--name = naive\nlibrary = \"" + module + "\"\n" + where + "\n" + String.join("\n", more) + "\n";
    }

    private static AuthProvider provider(String configuration) {
        return (AuthProvider) Security.getProvider("SunPKCS11").configure(configuration);
    }

    /** Gets the key and its certificate's public key. */
    NaiveSigner key(String alias) throws GeneralSecurityException {
        Key found = store.getKey(alias, null);
        if (!(found instanceof PrivateKey privateKey)) {
            throw new KeyStoreException("no private key \"" + alias + "\" among " + aliases());
        }
        key = privateKey;
        publicKey = store.getCertificate(alias).getPublicKey();
        return this;
    }

    List<String> aliases() throws KeyStoreException {
        return Collections.list(store.aliases());
    }

    AuthProvider provider() {
        return provider;
    }

    KeyStore store() {
        return store;
    }

    PublicKey publicKey() {
        return Objects.requireNonNull(publicKey, "no key yet");
    }

    PrivateKey privateKey() {
        return Objects.requireNonNull(key, "no key yet");
    }

    /** A new Signature, as always: by the digest, so that RSA and EC sign in one native call. */
    byte[] sign() throws GeneralSecurityException {
        Signature signature = begin();
        signature.update(publicKey().getAlgorithm().equals("RSA") ? Der.digestInfo(digest()) : digest());
        return signature.sign();
    }

    /** A new Signature that was initialised and no more. */
    Signature begin() throws GeneralSecurityException {
        Signature signature = Signature.getInstance(
                publicKey().getAlgorithm().equals("RSA") ? "NONEwithRSA" : "NONEwithECDSA", provider);
        signature.initSign(privateKey());
        return signature;
    }

    static byte[] digest() throws GeneralSecurityException {
        return MessageDigest.getInstance("SHA-256").digest(MESSAGE);
    }

    /** Whether it is this key's signature of the message, by software: the token must not vouch for itself. */
    static boolean verifies(PublicKey publicKey, byte[] signature) {
        boolean rsa = publicKey.getAlgorithm().equals("RSA");
        try {
            Signature verifier =
                    Signature.getInstance(rsa ? "SHA256withRSA" : "SHA256withECDSA", rsa ? "SunRsaSign" : "SunEC");
            verifier.initVerify(KeyFactory.getInstance(publicKey.getAlgorithm(), rsa ? "SunRsaSign" : "SunEC")
                    .generatePublic(new X509EncodedKeySpec(publicKey.getEncoded())));
            verifier.update(MESSAGE);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** The first remedy one tries: the key store again. */
    void reload() throws GeneralSecurityException, IOException {
        KeyStore again = KeyStore.getInstance("PKCS11", provider);
        again.load(null, pin);
        store = again;
    }

    /** The second: out and in again. */
    void logoutAndLogin() throws LoginException {
        provider.logout();
        provider.login(null, withPin());
    }

    /** The third, which leaks: all anew. */
    void reconfigure() throws GeneralSecurityException, IOException {
        provider = provider(configuration);
        reload();
    }

    CallbackHandler withPin() {
        return callbacks -> {
            for (Callback callback : callbacks) {
                if (callback instanceof PasswordCallback password) {
                    password.setPassword(pin);
                }
            }
        };
    }

    /** What came of it in a word, as a child process prints it: "done", or the innermost reason. */
    static String said(ThrowingCallable attempt) {
        try {
            attempt.call();
            return "done";
        } catch (TokenException e) {
            return e.getClass().getSimpleName() + ": " + e.getMessage();
        } catch (Throwable e) {
            Throwable innermost = e;
            while (innermost.getCause() != null) {
                innermost = innermost.getCause();
            }
            return e.getClass().getSimpleName() + " <- " + innermost.getMessage();
        }
    }
}
