package id.segel.csr;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.jspecify.annotations.Nullable;

/**
 * Public keys nothing is wrong with, from three generators that know nothing of Segel: openssl, the JDK and Bouncy
 * Castle. Because making hundreds takes minutes, the file {@code honest-keys.txt} holds some that {@link #main} made
 * once; the long run makes fresh ones.
 */
final class HonestKeys {

    /**
     * @param kind such as {@code RSA-2048} or {@code P-256}
     * @param generator {@code openssl}, {@code jdk} or {@code bc}
     * @param spki the SubjectPublicKeyInfo, DER
     */
    record Key(String kind, String generator, byte[] spki) {}

    static final List<String> KINDS = List.of("RSA-2048", "RSA-3072", "RSA-4096", "P-256", "P-384", "Ed25519");
    private static final String FILE = "honest-keys.txt";

    private HonestKeys() {}

    /** {@code FILE}: makes keys and writes them there. */
    public static void main(String[] arguments) throws Exception {
        try (PrintStream out = new PrintStream(arguments[0], StandardCharsets.US_ASCII)) {
            out.println("# Public keys by openssl, the JDK and Bouncy Castle; made by HonestKeys.main().");
            for (String kind : KINDS) {
                boolean slow = kind.equals("RSA-3072") || kind.equals("RSA-4096");
                for (Key key : make(kind, slow ? 20 : 100, slow ? 10 : 60, slow ? 10 : 40)) {
                    out.println(kind + " " + key.generator() + " "
                            + Base64.getEncoder().encodeToString(key.spki()));
                }
            }
        }
    }

    /** Those of the file. */
    static List<Key> kept() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(HonestKeys.class.getResourceAsStream(FILE), FILE), StandardCharsets.US_ASCII))) {
            return lines.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(" "))
                    .map(parts ->
                            new Key(parts[0], parts[1], Base64.getDecoder().decode(parts[2])))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** New ones, so many of each generator. */
    static List<Key> make(String kind, int byOpenssl, int byJdk, int byBouncyCastle) {
        List<Key> keys = new ArrayList<>();
        add(keys, kind, "openssl", byOpenssl, () -> openssl(kind));
        add(keys, kind, "jdk", byJdk, () -> java(kind, null));
        Provider bouncyCastle = new BouncyCastleProvider();
        add(keys, kind, "bc", byBouncyCastle, () -> java(kind, bouncyCastle));
        return keys;
    }

    private static void add(List<Key> keys, String kind, String generator, int count, Supplier<byte[]> making) {
        for (int i = 0; i < count; i++) {
            keys.add(new Key(kind, generator, making.get()));
        }
    }

    private static byte[] java(String kind, @Nullable Provider provider) {
        String algorithm;
        if (kind.startsWith("RSA")) {
            algorithm = "RSA";
        } else {
            algorithm = kind.startsWith("P") ? "EC" : kind;
        }
        try {
            KeyPairGenerator generator = provider == null
                    ? KeyPairGenerator.getInstance(algorithm)
                    : KeyPairGenerator.getInstance(algorithm, provider);
            if (algorithm.equals("RSA")) {
                generator.initialize(Integer.parseInt(kind.substring(4)));
            } else if (algorithm.equals("EC")) {
                generator.initialize(new ECGenParameterSpec(kind.equals("P-256") ? "secp256r1" : "secp384r1"));
            }
            return generator.generateKeyPair().getPublic().getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] openssl(String kind) {
        List<String> command = new ArrayList<>(List.of("openssl", "genpkey", "-quiet", "-algorithm"));
        if (kind.startsWith("RSA")) {
            command.addAll(List.of("RSA", "-pkeyopt", "rsa_keygen_bits:" + kind.substring(4)));
        } else if (kind.startsWith("P")) {
            command.addAll(List.of("EC", "-pkeyopt", "ec_paramgen_curve:" + kind));
        } else {
            command.add(kind);
        }
        try {
            List<Process> pipeline = ProcessBuilder.startPipeline(List.of(
                    new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT),
                    new ProcessBuilder("openssl", "pkey", "-pubout", "-outform", "DER")
                            .redirectError(ProcessBuilder.Redirect.INHERIT)));
            byte[] spki = pipeline.get(1).getInputStream().readAllBytes();
            for (Process process : pipeline) {
                if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                    throw new IllegalStateException(command + " failed");
                }
            }
            return spki;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
