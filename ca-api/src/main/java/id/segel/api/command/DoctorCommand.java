package id.segel.api.command;

import id.segel.api.config.ConfigurationFile;
import id.segel.api.config.ServiceConfiguration;
import id.segel.api.doctor.Doctor;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code segel doctor}. */
@Command(
        name = "doctor",
        description =
                "Checks tokens, keys, database, clock and disk, and says what to mend. Exit code 1 when something is to be mended.",
        mixinStandardHelpOptions = true,
        footer = {"", "A running server is asked for its health; the tokens are opened only when no server answers."})
public final class DoctorCommand implements Callable<Integer> {
    @Parameters(paramLabel = "CONFIG.yml", description = "The node's configuration.")
    private Path file = Path.of("segel.yml");

    @Override
    public Integer call() {
        ServiceConfiguration configuration = ConfigurationFile.read(file, System.getenv());
        System.out.println("ok    configuration " + file);
        return new Doctor(configuration, System.out::println).examine() ? 0 : 1;
    }
}
