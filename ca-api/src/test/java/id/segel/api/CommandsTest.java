package id.segel.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands as typed: help, wrong calls, failures in one sentence. */
class CommandsTest {
    private record Said(int code, String out, String err) {}

    private static Said run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command = Segel.commandLine();
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(err, true));
        return new Said(command.execute(arguments), out.toString(), err.toString());
    }

    @Test
    void everyCommandHelps() {
        for (List<String> command : List.of(
                List.<String>of(),
                List.of("server"),
                List.of("db"),
                List.of("db", "bootstrap"),
                List.of("db", "migrate"),
                List.of("account"),
                List.of("account", "create"),
                List.of("account", "link"),
                List.of("keys"),
                List.of("keys", "status"),
                List.of("product"),
                List.of("product", "list"),
                List.of("product", "show"),
                List.of("product", "change"),
                List.of("blocked-keys"),
                List.of("blocked-keys", "import"),
                List.of("ceremony"),
                List.of("custody"),
                List.of("custody", "split"),
                List.of("custody", "import-crl"),
                List.of("doctor"),
                List.of("local"))) {
            List<String> arguments = new java.util.ArrayList<>(command);
            arguments.add("--help");
            Said said = run(arguments.toArray(String[]::new));
            assertThat(said.code()).as(command.toString()).isZero();
            assertThat(said.out())
                    .as(command.toString())
                    .contains("Usage: segel")
                    .contains("-h, --help");
        }
    }

    @Test
    void aWrongCallIsTwoAndAFailureIsOneWithoutAStackTrace(@TempDir Path directory) {
        assertThat(run().code()).isEqualTo(2);
        assertThat(run("nonsense").code()).isEqualTo(2);
        assertThat(run("db", "migrate").code()).isEqualTo(2);
        Said missing = run("server", directory.resolve("none.yml").toString());
        assertThat(missing.code()).isEqualTo(1);
        assertThat(missing.err()).contains("Cannot be read").doesNotContain("\tat ");
        Said doctor = run("doctor", directory.resolve("none.yml").toString());
        assertThat(doctor.code()).isEqualTo(1);
    }

    @Test
    void staffWithAPasswordNeedsItsCodes(@TempDir Path directory) {
        Said said = run(
                "account",
                "create",
                "--config",
                directory.resolve("x.yml").toString(),
                "--role",
                "OFFICER",
                "--username",
                "a",
                "--full-name",
                "A",
                "--agency",
                "B",
                "--email",
                "a@b.id",
                "--password-file",
                directory.resolve("p").toString());
        assertThat(said.code()).isEqualTo(2);
        assertThat(said.err()).contains("--totp");
    }
}
