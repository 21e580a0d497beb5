package id.segel.lock;

import id.segel.csr.CsrChecker;
import id.segel.csr.CsrReport;
import id.segel.csr.ParsedCsr;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lock csr}: makes the request and judges it by the server's rules. No network. */
@Command(name = "csr")
final class CsrCommand extends LockCommand {

    @Mixin
    private EnrolmentOptions enrolmentOptions = new EnrolmentOptions();

    @Option(names = "--key", paramLabel = "FILE", required = true, order = 2)
    private Path key = Path.of("");

    @Option(names = "--out", paramLabel = "FILE", required = true, order = 3)
    private Path out = Path.of("");

    @Option(names = "--force", order = 4)
    private boolean force;

    @Option(names = "--passphrase-file", paramLabel = "FILE", order = 10)
    private @Nullable Path passphraseFile;

    CsrCommand(Surroundings surroundings, Terminal terminal) {
        super(surroundings, terminal);
    }

    @Override
    int run() throws LockException {
        long begin = surroundings().nanoTime().getAsLong();
        Enrolment enrolment = enrolmentOptions.read(surroundings(), terminal());
        if (!force) {
            SafeFiles.mustNotExist(out, Message.FILE_EXISTS_FORCE);
        }
        PrivateKeyFile.Opened opened;
        try (Passphrase passphrase = Passphrase.existing(passphraseFile, surroundings(), terminal())) {
            opened = new PrivateKeyFile(key).open(passphrase);
        }
        byte[] der;
        try {
            der = RequestMaker.make(enrolment, opened.pair());
        } catch (GeneralSecurityException | IOException | RuntimeException e) {
            throw new LockException(Message.OUR_FAULT, e.getClass().getSimpleName());
        }
        CsrReport report = CsrChecker.standard().check(der, enrolment.context());
        terminal().findings(report.findings());
        ParsedCsr csr = report.csr();
        if (report.refused() || csr == null) {
            throw new LockException(Message.CSR_REFUSED);
        }
        write(Pem.encode("CERTIFICATE REQUEST", der).getBytes(StandardCharsets.US_ASCII));
        Duration duration = opened.duration()
                .plus(Duration.ofNanos(surroundings().nanoTime().getAsLong() - begin));
        terminal().say(Message.CSR_WRITTEN, enrolment.applicationNumber(), csr.keyDescription(), out);
        terminal().say(Message.STEP_DURATION, duration.toMillis() / 1000.0);
        return OK;
    }

    private void write(byte[] pem) throws LockException {
        if (force) {
            SafeFiles.replace(out, pem, false);
        } else {
            SafeFiles.create(out, pem);
        }
    }
}
