package id.segel.lock;

import id.segel.csr.CsrChecker;
import id.segel.csr.CsrContext;
import id.segel.csr.CsrReport;
import id.segel.csr.KeyRules;
import id.segel.csr.ParsedCsr;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lock fetch}: waits for the certificate, checks it against the key and the root, and stores it. */
@Command(name = "fetch")
final class FetchCommand extends LockCommand {

    private static final int MAX_CSR = 64 * 1024 + 1;
    private static final int MAX_CERTIFICATES = 10;

    /** Whose certificate it must be: the key's, or where the key is on another PC, the request's. */
    static final class Owner {

        @Option(names = "--key", paramLabel = "FILE", order = 2)
        private @Nullable Path key;

        @Option(names = "--csr", paramLabel = "FILE", order = 3)
        private @Nullable Path csr;
    }

    @Option(names = "--receipt", paramLabel = "FILE", required = true, order = 1)
    private Path receiptFile = Path.of("");

    @ArgGroup(multiplicity = "1", order = 2)
    private Owner owner = new Owner();

    @Option(names = "--out", paramLabel = "FILE", required = true, order = 4)
    private Path out = Path.of("");

    @Option(names = "--chain", paramLabel = "FILE", order = 5)
    private @Nullable Path chainFile;

    @Option(names = "--wait", paramLabel = "SECONDS", defaultValue = "0", order = 6)
    private int waitSeconds;

    @Option(names = "--force", order = 7)
    private boolean force;

    @Option(names = "--passphrase-file", paramLabel = "FILE", order = 10)
    private @Nullable Path passphraseFile;

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    FetchCommand(Surroundings surroundings, Terminal terminal) {
        super(surroundings, terminal);
    }

    @Override
    int run() throws LockException {
        if (!force) {
            SafeFiles.mustNotExist(out, Message.FILE_EXISTS_FORCE);
            if (chainFile != null) {
                SafeFiles.mustNotExist(chainFile, Message.FILE_EXISTS_FORCE);
            }
        }
        Receipt receipt = Receipt.read(receiptFile);
        byte[] publicKey = publicKey();
        AmsClient client = new AmsClient(
                ServerAddress.of(receipt.server(), connection.insecureHttp()),
                receipt.applicationNumber(),
                receipt.token(),
                terminal(),
                Duration.ofSeconds(connection.timeoutSeconds()));
        IssueWatch watch = new IssueWatch(client, surroundings(), terminal());
        if (!watch.waitUntilIssued(receipt.applicationNumber(), Duration.ofSeconds(Math.max(0, waitSeconds)))) {
            return REFUSED;
        }
        AmsClient.Answer answer = client.getCertificate();
        if (!answer.succeeded()) {
            Answers.refusal(answer, terminal());
            return REFUSED;
        }
        store(receipt, publicKey, certificates(client, answer));
        return OK;
    }

    private byte[] publicKey() throws LockException {
        if (owner.key != null) {
            try (Passphrase passphrase = Passphrase.existing(passphraseFile, surroundings(), terminal())) {
                return new PrivateKeyFile(owner.key)
                        .open(passphrase)
                        .pair()
                        .getPublic()
                        .getEncoded();
            }
        }
        Path csrFile = owner.csr == null ? Path.of("") : owner.csr;
        CsrReport report = CsrChecker.standard()
                .check(SafeFiles.read(csrFile, MAX_CSR), new CsrContext(KeyRules.standard(), null, null, null));
        ParsedCsr csr = report.csr();
        if (csr == null || report.refused()) {
            terminal().findings(report.findings());
            throw new LockException(Message.CSR_REFUSED);
        }
        return csr.subjectPublicKeyInfo();
    }

    private static List<X509Certificate> certificates(AmsClient client, AmsClient.Answer answer) throws LockException {
        try {
            List<X509Certificate> certificates = Certificates.parseAll(answer.body());
            if (!certificates.isEmpty() && certificates.size() <= MAX_CERTIFICATES) {
                return certificates;
            }
        } catch (Certificates.Broken e) {
            // Told below.
        }
        throw Answers.notUnderstood(client, answer, "PEM");
    }

    private void store(Receipt receipt, byte[] publicKey, List<X509Certificate> received) throws LockException {
        X509Certificate certificate = received.get(0);
        if (!Arrays.equals(publicKey, certificate.getPublicKey().getEncoded())) {
            throw new LockException(Message.CERTIFICATE_WRONG_KEY);
        }
        List<X509Certificate> authorities;
        try {
            authorities = Certificates.chain(
                    certificate,
                    receipt.certificates(),
                    received.subList(1, received.size()),
                    surroundings().clock().instant());
        } catch (Certificates.Broken e) {
            throw new LockException(Message.CERTIFICATE_CHAIN, e.reason());
        }
        write(out, List.of(certificate));
        terminal().say(Message.CERTIFICATE_WRITTEN, out);
        if (chainFile != null) {
            write(chainFile, authorities);
            terminal().say(Message.CHAIN_WRITTEN, chainFile);
        }
    }

    private void write(Path file, List<X509Certificate> certificates) throws LockException {
        StringBuilder pem = new StringBuilder();
        for (X509Certificate certificate : certificates) {
            try {
                pem.append(Pem.encode("CERTIFICATE", certificate.getEncoded()));
            } catch (CertificateEncodingException e) {
                throw new LockException(Message.OUR_FAULT, e.getClass().getSimpleName());
            }
        }
        byte[] text = pem.toString().getBytes(StandardCharsets.US_ASCII);
        if (force) {
            SafeFiles.replace(file, text, false);
        } else {
            SafeFiles.create(file, text);
        }
    }
}
