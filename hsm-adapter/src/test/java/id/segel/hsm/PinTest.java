package id.segel.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PinTest {
    @TempDir
    private Path directory = Path.of("");

    private Path file(String content, String permissions) throws Exception {
        Path file = directory.resolve("pin");
        Files.writeString(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        return file;
    }

    @ParameterizedTest
    @ValueSource(strings = {"1234", "1234\n", "1234\r\n"})
    void oneNewlineAtTheEndIsNotPartOfThePin(String content) throws Exception {
        Pin pin = Pin.fromFile(file(content, "rw-------"));
        assertThat(new String(pin.utf8(), StandardCharsets.UTF_8)).isEqualTo("1234");
    }

    @Test
    void aFileOnlyItsOwnerMayReadIsEnough() throws Exception {
        assertThat(Pin.fromFile(file("1234", "r--------")).chars()).isEqualTo("1234".toCharArray());
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rwx------"})
    void aFileOthersMayTouchIsRefused(String permissions) throws Exception {
        Path file = file("1234", permissions);
        assertThatThrownBy(() -> Pin.fromFile(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(permissions)
                .hasMessageContaining("chmod 600 " + file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "1234\n\n", "1234\n5678\n", "12\t34"})
    void whatIsNoPinIsRefusedWithoutShowingIt(String content) throws Exception {
        Path file = file(content, "rw-------");
        assertThatThrownBy(() -> Pin.fromFile(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(file.toString())
                .hasMessageNotContaining("1234");
    }

    @Test
    void aPinThatIsTooLongIsRefused() throws Exception {
        Path file = file("1".repeat(256), "rw-------");
        assertThatThrownBy(() -> Pin.fromFile(file)).hasMessageContaining("At most 255");
        assertThat(Pin.fromFile(file("1".repeat(255), "rw-------")).chars()).hasSize(255);
    }

    @Test
    void aMissingFileAndAMissingVariableAreNamed() {
        assertThatThrownBy(() -> Pin.fromFile(directory.resolve("tiada"))).hasMessageContaining("tiada");
        assertThatThrownBy(() -> Pin.fromEnvironment("SEGEL_NO_SUCH_PIN"))
                .hasMessageContaining("SEGEL_NO_SUCH_PIN is not set");
    }

    @Test
    void aPinCanComeFromTheEnvironment() {
        // Any variable will do; this one the build sets.
        assertThat(Pin.fromEnvironment("SEGEL_TESTING").chars()).isEqualTo("1".toCharArray());
    }

    @Test
    void aPinDoesNotShowItself() {
        char[] given = "rahasia".toCharArray();
        Pin pin = Pin.of(given);
        given[0] = 'x';

        assertThat(pin).hasToString("[REDACTED]");
        assertThat(pin.chars()).isEqualTo("rahasia".toCharArray());
    }
}
