package id.segel.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One process per token directory, and room on its disk. */
class SoftHsmDirectoryTest {
    private static final Place PLACE = new Place(Path.of("/lib.so"), null, "ca", null);

    @TempDir
    private Path home = Path.of("");

    private Map<String, String> environment = Map.of();

    @BeforeEach
    void writeConfiguration() throws IOException {
        Path tokens = Files.createDirectory(home.resolve("tokens"));
        Path configuration = home.resolve("softhsm2.conf");
        Files.writeString(configuration, "# uji\nlog.level = ERROR\n  directories.tokendir = " + tokens + "  \n");
        environment = Map.of("SOFTHSM2_CONF", configuration.toString());
    }

    @Test
    void anotherProcessIsKeptOutAndNamedUntilTheLastHolderHereLetsGo() throws Exception {
        SoftHsmDirectory first = SoftHsmDirectory.hold(PLACE, environment);
        SoftHsmDirectory second = SoftHsmDirectory.hold(PLACE, environment);

        assertThat(inAnotherProcess())
                .contains("is in use by process " + ProcessHandle.current().pid());
        first.close();
        first.close();
        assertThat(inAnotherProcess()).contains("is in use by process");
        second.close();
        assertThat(inAnotherProcess()).isEqualTo("held");
    }

    @Test
    void aProcessThatHoldsItKeepsThisOneOut() throws Exception {
        Process other = start();
        try (BufferedReader lines = other.inputReader()) {
            assertThat(lines.readLine()).isEqualTo("held");
            assertThatThrownBy(() -> SoftHsmDirectory.hold(PLACE, environment))
                    .isInstanceOf(TokenException.class)
                    .hasMessageContaining("is in use by process " + other.pid())
                    .hasMessageContaining("only one process may log in");
            other.getOutputStream().close();
            assertThat(other.waitFor(30, TimeUnit.SECONDS)).isTrue();
        } finally {
            other.destroyForcibly();
        }
        SoftHsmDirectory.hold(PLACE, environment).close();
    }

    private String inAnotherProcess() throws Exception {
        Process other = start();
        try (BufferedReader lines = other.inputReader()) {
            String said = lines.readLine();
            other.getOutputStream().close();
            assertThat(other.waitFor(30, TimeUnit.SECONDS)).isTrue();
            return said == null ? "" : said;
        } finally {
            other.destroyForcibly();
        }
    }

    private Process start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                DirectoryHolder.class.getName());
        builder.environment().putAll(environment);
        return builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    }

    @Test
    void aNearlyFullDiskIsRefusedBeforeALogin() {
        try (SoftHsmDirectory directory = SoftHsmDirectory.hold(PLACE, environment)) {
            directory.requireSpace(SoftHsmDirectory.MINIMUM_FREE_BYTES);
            assertThatThrownBy(() -> directory.requireSpace(SoftHsmDirectory.MINIMUM_FREE_BYTES - 1))
                    .isInstanceOf(TokenException.class)
                    .hasMessageContaining("16383 KiB are free")
                    .hasMessageContaining("Free at least 16 MiB");
            directory.requireSpaceForLogin();
        }
    }

    @Test
    void aConfigurationThatNamesNoDirectoryIsNamed() throws IOException {
        Path empty = home.resolve("kosong.conf");
        Files.writeString(empty, "log.level = ERROR\n");

        assertThatThrownBy(() -> SoftHsmDirectory.hold(PLACE, Map.of("SOFTHSM2_CONF", empty.toString())))
                .isInstanceOf(TokenException.class)
                .hasMessageContaining("kosong.conf does not name directories.tokendir");
        assertThatThrownBy(() -> SoftHsmDirectory.hold(
                        PLACE, Map.of("SOFTHSM2_CONF", home.resolve("tiada").toString())))
                .isInstanceOf(TokenException.class)
                .hasMessageContaining("tiada");
    }
}
