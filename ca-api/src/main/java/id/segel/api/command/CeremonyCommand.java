package id.segel.api.command;

import id.segel.api.config.ConfigurationFile;
import id.segel.api.server.CeremonyRoom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code segel ceremony}. */
@Command(
        name = "ceremony",
        description = "Carries out a reviewed ceremony file: keys, certificates, products. Prints the transcript.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Stop the server first where the tokens are SoftHSM2's: one process at a time logs in to them.",
            "What exists already is refused before anything is made."
        })
public final class CeremonyCommand implements Callable<Integer> {
    private static final long LARGEST = 64 * 1024;

    @Parameters(paramLabel = "FILE.yml", description = "The ceremony file; every certificate names it by its SHA-256.")
    private Path file = Path.of("ceremony.yml");

    @Option(
            names = "--config",
            required = true,
            paramLabel = "CONFIG.yml",
            description = "The configuration of an issuer node.")
    private Path configuration = Path.of("segel.yml");

    @Override
    public Integer call() throws IOException {
        if (!Files.isReadable(file) || Files.size(file) > LARGEST) {
            throw new IllegalArgumentException(
                    "The ceremony file " + file + " cannot be read, or is longer than 64 KiB. Name the right file.");
        }
        CeremonyRoom.carryOut(
                ConfigurationFile.read(configuration, System.getenv()), Files.readString(file), System.out::println);
        return 0;
    }
}
