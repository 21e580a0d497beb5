package id.segel.api.command;

import id.segel.api.config.ConfigurationFile;
import id.segel.api.server.KeyDesk;
import id.segel.ca.subjectkey.BlockedKeyImport;
import id.segel.ca.subjectkey.BlockedKeys;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code segel blocked-keys}. */
@Command(
        name = "blocked-keys",
        description = "Takes in lists of keys that get no certificate any more.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {BlockedKeysCommand.Import.class})
public final class BlockedKeysCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name import.");
    }

    /** {@code segel blocked-keys import}. */
    @Command(
            name = "import",
            description = "Says what a list of bad keys means here; with --apply its keys are blocked for ever.",
            mixinStandardHelpOptions = true,
            footer = {
                "",
                "A line holds the SHA-256 of a SubjectPublicKeyInfo in hex and, after a space, a remark; PEM blocks of",
                "public keys, certificates and requests are taken too. A list with a fault is taken in no part.",
                "Cut off, the command is simply run again. See docs/key-policy.md."
            })
    static final class Import implements Callable<Integer> {
        private static final long LARGEST = 128L * 1024 * 1024;
        private static final int SHORTEST_REASON = 10;

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Parameters(paramLabel = "FILE", description = "The list.")
        private Path file = Path.of("keys.txt");

        @Option(
                names = "--config",
                required = true,
                paramLabel = "CONFIG.yml",
                description = "The configuration of an issuer node.")
        private Path configuration = Path.of("segel.yml");

        @Option(
                names = "--reason",
                required = true,
                paramLabel = "TEXT",
                description =
                        "Why the keys are bad and where the list is from, 10 to 200 characters. Kept with each key.")
        private String reason = "";

        @Option(names = "--apply", description = "Block the keys. Without it nothing is changed.")
        private boolean apply;

        @Override
        public Integer call() throws IOException {
            if (!Files.isReadable(file) || Files.size(file) > LARGEST) {
                throw new IllegalArgumentException(
                        "The list " + file + " cannot be read, or is longer than 128 MiB. Name the right file.");
            }
            String why = reason.strip();
            if (why.length() < SHORTEST_REASON || why.length() > BlockedKeys.LONGEST_REASON) {
                throw new IllegalArgumentException("The reason has " + why.length() + " characters; give "
                        + SHORTEST_REASON + " to " + BlockedKeys.LONGEST_REASON + ".");
            }
            Path name = file.getFileName();
            BlockedKeyImport.Report report = KeyDesk.take(
                    ConfigurationFile.read(configuration, System.getenv()),
                    Files.readAllBytes(file),
                    name == null ? "list" : name.toString(),
                    why,
                    apply);
            print(report, spec.commandLine().getOut());
            return 0;
        }

        private void print(BlockedKeyImport.Report report, PrintWriter out) {
            out.println(report.keys() + " keys in the list, " + report.alreadyBlocked() + " of them blocked before.");
            for (BlockedKeyImport.InUse used : report.inUse()) {
                out.println("In use here: " + used.spkiSha256()
                        + (used.certificates().isEmpty()
                                ? ", no valid certificate"
                                : ", certificates " + String.join(", ", used.certificates())));
            }
            if (report.inUse().stream().anyMatch(used -> !used.certificates().isEmpty())) {
                out.println("Blocking revokes nothing: revoke these certificates with the reason keyCompromise.");
            }
            out.println(
                    apply
                            ? (report.keys() - report.alreadyBlocked()) + " keys are blocked now, for ever."
                            : "Nothing was changed. Add --apply to block the keys for ever.");
            out.flush();
        }
    }
}
