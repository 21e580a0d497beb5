package id.segel.lock;

import id.segel.csr.CsrChecker;
import id.segel.csr.CsrReport;
import id.segel.csr.ParsedCsr;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lock send}: sends the request with the enrolment file's token and keeps the receipt. */
@Command(name = "send")
final class SendCommand extends LockCommand {

    /** One byte more than the checker reads, so that it is the checker that tells of the size. */
    private static final int MAX_CSR = 64 * 1024 + 1;

    @Mixin
    private EnrolmentOptions enrolmentOptions = new EnrolmentOptions();

    @Option(names = "--csr", paramLabel = "FILE", required = true, order = 2)
    private Path csrFile = Path.of("");

    @Option(names = "--receipt", paramLabel = "FILE", required = true, order = 3)
    private Path receiptFile = Path.of("");

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    SendCommand(Surroundings surroundings, Terminal terminal) {
        super(surroundings, terminal);
    }

    @Override
    int run() throws LockException {
        Enrolment enrolment = enrolmentOptions.read(surroundings(), terminal());
        Receipt.mayBeWritten(receiptFile, enrolment.applicationNumber());
        ParsedCsr csr = check(enrolment);
        AmsClient client = new AmsClient(
                ServerAddress.of(enrolment.server(), connection.insecureHttp()),
                enrolment.applicationNumber(),
                enrolment.uploadToken(),
                terminal(),
                Duration.ofSeconds(connection.timeoutSeconds()));
        AmsClient.Answer answer = client.putCsr(csr.der());
        if (!answer.succeeded()) {
            Answers.refusal(answer, terminal());
            return REFUSED;
        }
        accept(client, answer, enrolment, HexFormat.of().formatHex(csr.sha256()));
        return OK;
    }

    /** The server's own checks before anything leaves the machine: a private key in the file must not. */
    private ParsedCsr check(Enrolment enrolment) throws LockException {
        CsrReport report = CsrChecker.standard().check(SafeFiles.read(csrFile, MAX_CSR), enrolment.context());
        ParsedCsr csr = report.csr();
        if (report.refused() || csr == null) {
            terminal().findings(report.findings());
            throw new LockException(Message.CSR_REFUSED);
        }
        return csr;
    }

    private void accept(AmsClient client, AmsClient.Answer answer, Enrolment enrolment, String sha256)
            throws LockException {
        Json json = Answers.json(client, answer);
        Receipt receipt;
        String recorded;
        try {
            Answers.findings(json, terminal());
            recorded = json.text("sha256", 64).toLowerCase(Locale.ROOT);
            receipt = Receipt.read(json.object("receipt"));
            if (!receipt.applicationNumber().equals(enrolment.applicationNumber())) {
                throw json.fault("receipt.applicationNumber");
            }
        } catch (Json.Fault e) {
            throw Answers.notUnderstood(client, answer, e.field());
        }
        if (!recorded.equals(sha256)) {
            throw new LockException(Message.OTHER_CSR_RECORDED, Terminal.safe(recorded), sha256);
        }
        receipt.trusting(enrolment).write(receiptFile);
        terminal().say(Message.CSR_SENT, enrolment.applicationNumber(), sha256, receiptFile);
    }
}
