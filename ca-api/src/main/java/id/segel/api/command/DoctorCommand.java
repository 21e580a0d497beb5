package id.segel.api.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import id.segel.api.doctor.Diagnosis;
import id.segel.api.doctor.Doctor;
import id.segel.api.http.Json;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code segel doctor}. */
@Command(
        name = "doctor",
        description =
                "Looks at configuration, files, clock, disk, database, tokens and keys, and says what to do. Exit code 1 when there is an error, 0 when there are none or only warnings.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Beside a running server no token is opened: the server is asked on its admin port and looks itself.",
            "Run it as the user the service runs as, with the same SOFTHSM2_CONF where the tokens are SoftHSM2's."
        })
public final class DoctorCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "CONFIG.yml", description = "The node's configuration.")
    private Path file = Path.of("segel.yml");

    @Option(names = "--json", description = "One JSON document instead of text.")
    private boolean json;

    @Override
    public Integer call() throws JsonProcessingException {
        Diagnosis diagnosis = new Doctor(Clock.systemUTC(), new SecureRandom()).examine(file, System.getenv());
        PrintWriter out = spec.commandLine().getOut();
        out.println(
                json ? Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(diagnosis) : diagnosis.text());
        out.flush();
        return diagnosis.exitCode();
    }
}
