package id.segel.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenDirectoryTest {
    @TempDir
    private Path home;

    @Test
    void softHsmKeepsItsTokensWhereTheConfigurationSays() throws Exception {
        TokenDirectory directory = TokenDirectory.prepare(home.resolve("softhsm2.conf"), home.resolve("tokens"), null);

        assertThat(Files.getPosixFilePermissions(directory.tokens()))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
        assertThat(directory.configurationFile()).content().contains("objectstore.backend = file");
        ProcessBuilder utility = new ProcessBuilder(
                "softhsm2-util", "--init-token", "--free", "--label", "here", "--so-pin", "87654321", "--pin", "1234");
        utility.environment()
                .put(TokenDirectory.VARIABLE, directory.configurationFile().toString());
        Process process = utility.inheritIO().start();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        try (var tokens = Files.list(directory.tokens())) {
            assertThat(tokens).hasSize(1);
        }
    }

    @Test
    void aHomeThatWasMovedFindsItsTokens() throws Exception {
        Path first = home.resolve("first");
        TokenDirectory.prepare(first.resolve("softhsm2.conf"), first.resolve("tokens"), null);
        Files.writeString(first.resolve("tokens/kept"), "kept");
        Path second = Files.move(first, home.resolve("second"));

        TokenDirectory moved = TokenDirectory.prepare(second.resolve("softhsm2.conf"), second.resolve("tokens"), null);

        assertThat(moved.configurationFile()).content().contains("directories.tokendir = " + second.resolve("tokens"));
        assertThat(moved.tokens().resolve("kept")).hasContent("kept");
    }

    @Test
    void anotherModuleIsTakenWhereTheEnvironmentNamesOne() throws Exception {
        Path module = Files.createFile(home.resolve("module.so"));

        assertThat(SoftHsmLibrary.find(Map.of(SoftHsmLibrary.VARIABLE, module.toString()), List.of()))
                .isEqualTo(module);
        assertThatThrownBy(() -> SoftHsmLibrary.find(Map.of(SoftHsmLibrary.VARIABLE, "module.so"), List.of()))
                .isInstanceOf(LocalServiceException.class)
                .hasMessageContaining("\"module.so\"");
    }

    @Test
    void softHsmInstalledHereIsFound() {
        assertThat(SoftHsmLibrary.find(Map.of(), List.of())).isRegularFile().isAbsolute();
    }

    @Test
    void aProgramThatHangsIsStoppedAtItsLimit() {
        assertThatThrownBy(() -> BoundedProcess.run(List.of("sleep", "60"), Duration.ofMillis(200)))
                .isInstanceOf(LocalServiceException.class)
                .hasMessageContaining("sleep 60");
    }
}
