package id.segel.api.command;

import id.segel.api.config.ConfigurationFile;
import id.segel.api.server.CeremonyRoom;
import id.segel.ca.ceremony.CeremonyFolder;
import id.segel.hsm.TokenPurpose;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code segel ceremony}. */
@Command(
        name = "ceremony",
        description = {
            "Carries out a reviewed ceremony file: keys, certificates, requests, answers, new generations, products.",
            "Prints the transcript, which a key of the ceremony signs. docs/ceremony.md leads through it."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Stop the server first where the tokens are SoftHSM2's: one process at a time logs in to them.",
            "Everything that can be refused is refused before anything is made. Begin with --dry-run."
        })
public final class CeremonyCommand implements Callable<Integer> {
    private static final long LARGEST = 64 * 1024;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FILE.yml", description = "The ceremony file; every certificate names it by its SHA-256.")
    private Path file = Path.of("ceremony.yml");

    @Option(
            names = "--config",
            required = true,
            paramLabel = "CONFIG.yml",
            description = "The configuration of an issuer node.")
    private Path configuration = Path.of("segel.yml");

    @Option(
            names = "--dry-run",
            description = "Say exactly what would be made, with the file's hash to read aloud, and make nothing.")
    private boolean dryRun;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "A new or empty folder for the signed transcript, certificates and requests.")
    private @Nullable Path out;

    @Option(
            names = "--clean-up",
            description = "First destroy and abandon what a ceremony left that was cut off, as its refusal names it.")
    private boolean cleanUp;

    @Option(
            names = "--pin",
            paramLabel = "[TOKEN=]shares",
            description =
                    "Custodians type shares of the PIN of this token: ca when none is named, root, data, ocsp, audit.")
    private List<String> pins = List.of();

    @Override
    public Integer call() throws IOException {
        if (!Files.isReadable(file) || Files.size(file) > LARGEST) {
            throw new IllegalArgumentException(
                    "The ceremony file " + file + " cannot be read, or is longer than 64 KiB. Name the right file.");
        }
        CeremonyFolder folder = new CeremonyFolder(file.toAbsolutePath().getParent(), out);
        CeremonyRoom.carryOut(
                ConfigurationFile.read(configuration, System.getenv()),
                new CeremonyRoom.Order(
                        Files.readString(file), folder, dryRun, cleanUp, TerminalDesk.find(), shares(pins)),
                line -> spec.commandLine().getOut().println(line));
        return 0;
    }

    /** Tokens whose PIN is typed in shares. */
    static Set<TokenPurpose> shares(List<String> pins) {
        Set<TokenPurpose> purposes = EnumSet.noneOf(TokenPurpose.class);
        for (String pin : pins) {
            int equals = pin.indexOf('=');
            String token = equals < 0 ? "ca" : pin.substring(0, equals);
            TokenPurpose purpose = Arrays.stream(TokenPurpose.values())
                    .filter(known -> known.name().equalsIgnoreCase(token))
                    .findFirst()
                    .orElse(null);
            if (purpose == null || !pin.substring(equals + 1).equals("shares")) {
                throw new IllegalArgumentException("--pin takes shares or TOKEN=shares, such as --pin root=shares; \""
                        + pin + "\" is neither. A PIN itself is never an argument.");
            }
            purposes.add(purpose);
        }
        return purposes;
    }
}
