package id.segel.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A token directory seen from outside. */
class TokenStoreTest {
    private static final Place PLACE = new Place(Path.of("/lib.so"), null, "ca", null);

    @TempDir
    private Path home = Path.of("");

    private Path tokens = Path.of("");
    private Map<String, String> environment = Map.of();

    @BeforeEach
    void writeConfiguration() throws IOException {
        tokens = Files.createDirectory(
                home.resolve("tokens"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path configuration = home.resolve("softhsm2.conf");
        Files.writeString(configuration, "directories.tokendir = " + tokens + "\n");
        environment = Map.of("SOFTHSM2_CONF", configuration.toString());
    }

    @Test
    void roomRightsAndOwnerAreTold() throws IOException {
        TokenStore store = TokenStore.of(environment);

        assertThat(store.directory()).isEqualTo(tokens.toRealPath());
        assertThat(store.permissions()).isEqualTo("rwx------");
        assertThat(store.owner()).isEqualTo(Files.getOwner(tokens).getName());
        assertThat(store.usableBytes()).isPositive();
        assertThat(store.destroyed()).isEmpty();
        assertThat(store.holder()).isEmpty();
        assertThat(tokens).isEmptyDirectory();
    }

    @Test
    void aTokenDestroyedByAFullDiskIsNamed() throws IOException {
        Files.createDirectories(tokens.resolve("rusak"));
        Files.createFile(tokens.resolve("rusak/token.object"));
        Files.createDirectories(tokens.resolve("utuh"));
        Files.write(tokens.resolve("utuh/token.object"), new byte[10]);

        assertThat(TokenStore.of(environment).destroyed()).containsExactly("rusak");
    }

    @Test
    void theHolderIsNamedAndLookingDoesNotLoosenItsHold() throws Exception {
        try (SoftHsmDirectory held = SoftHsmDirectory.hold(PLACE, environment)) {
            assertThat(TokenStore.of(environment).holder())
                    .hasValue(ProcessHandle.current().pid());
            assertThat(TokenStore.of(environment).holder())
                    .hasValue(ProcessHandle.current().pid());
            held.requireSpaceForLogin();
        }
        assertThat(TokenStore.of(environment).holder()).isEmpty();

        Process other = other();
        try (BufferedReader lines = other.inputReader()) {
            assertThat(lines.readLine()).isEqualTo("held");
            assertThat(TokenStore.of(environment).holder()).hasValue(other.pid());
            other.getOutputStream().close();
            assertThat(other.waitFor(30, TimeUnit.SECONDS)).isTrue();
        } finally {
            other.destroyForcibly();
        }
        assertThat(TokenStore.of(environment).holder()).isEmpty();
    }

    private Process other() throws IOException {
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
    void aDirectoryThatIsNotThereIsSaid() throws IOException {
        Files.delete(tokens);

        assertThatThrownBy(() -> TokenStore.of(environment))
                .isInstanceOf(TokenException.class)
                .hasMessageContaining("cannot be read");
    }
}
