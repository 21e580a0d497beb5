import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;

/**
 * Makes the file of trusted certificates that installing a JDK's packages would have made. Run as source by
 * {@code java TrustStore.java STORE PEM...}; the certificates are the distribution's.
 */
final class TrustStore {
    private TrustStore() {}

    public static void main(String[] arguments) throws Exception {
        KeyStore store = KeyStore.getInstance("JKS");
        store.load(null, null);
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        for (int i = 1; i < arguments.length; i++) {
            try (InputStream pem = Files.newInputStream(Path.of(arguments[i]))) {
                for (Certificate certificate : factory.generateCertificates(pem)) {
                    store.setCertificateEntry("certificate-" + store.size(), certificate);
                }
            }
        }
        if (store.size() == 0) {
            throw new IllegalStateException("there is no certificate in the files given");
        }
        Path target = Path.of(arguments[0]);
        Path work = target.resolveSibling(target.getFileName() + ".new");
        try (OutputStream out = Files.newOutputStream(work)) {
            // The password every JDK expects; certificates are no secret.
            store.store(out, "changeit".toCharArray());
        }
        Files.move(work, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
