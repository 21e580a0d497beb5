package id.segel.api.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.segel.ca.custody.PinShare;
import id.segel.ca.custody.PinShares;
import id.segel.hsm.TokenPurpose;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code segel custody split} at a table where the answers are scripted, and the option of the ceremony. */
class CustodyCommandTest {
    private record Said(int code, String err) {}

    private static Said split(ScriptedTable table, String... arguments) {
        StringWriter err = new StringWriter();
        CommandLine command = new CommandLine(new CustodySplitCommand(() -> table))
                .setExecutionExceptionHandler((failure, line, parsed) -> {
                    line.getErr().println(Failure.sentence(failure));
                    return 1;
                });
        command.setErr(new PrintWriter(err, true));
        return new Said(command.execute(arguments), err.toString());
    }

    private static Path pinFile(Path directory, String permissions) throws IOException {
        Path file = Files.createFile(
                directory.resolve("pin"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)));
        Files.writeString(file, "Rahasia-77\n");
        return file;
    }

    @Test
    void thePinOfAFileIsSplitAndAnyTwoPapersGiveItBack(@TempDir Path directory) throws IOException {
        Path file = pinFile(directory, "rw-------");
        ScriptedTable table = new ScriptedTable("Ani", "", "(paper)", "Budi", "", "(paper)", "Citra", "", "(paper)");
        assertThat(split(table, "--shares", "3", "--threshold", "2", "--pin-file", file.toString())
                        .code())
                .isZero();
        List<PinShare> papers = table.papers().stream().map(PinShare::parse).toList();
        assertThat(papers).hasSize(3);
        for (List<PinShare> two : List.of(papers.subList(0, 2), papers.subList(1, 3))) {
            assertThat(PinShares.join(two)).containsExactly("Rahasia-77".toCharArray());
        }
        assertThat(table.screen())
                .anySatisfy(line -> assertThat(line).contains("any 2 of 3 open the token"))
                .contains("  share 1: Ani", "  share 3: Citra")
                .anySatisfy(line -> assertThat(line).contains("Destroy " + file))
                .noneSatisfy(line -> assertThat(line).contains("Rahasia"));
    }

    @Test
    void thePinIsAskedForTwiceWhereThereIsNoFile() {
        ScriptedTable table =
                new ScriptedTable("Rahasia-77", "Rahasia-77", "Ani", "", "(paper)", "Budi", "", "(paper)");
        assertThat(split(table, "--shares", "2", "--threshold", "2").code()).isZero();
        assertThat(PinShares.join(table.papers().stream().map(PinShare::parse).toList()))
                .containsExactly("Rahasia-77".toCharArray());
        Said differ = split(new ScriptedTable("Rahasia-77", "Rahasia-78"), "--shares", "2", "--threshold", "2");
        assertThat(differ.code()).isEqualTo(1);
        assertThat(differ.err()).contains("The two PINs differ").doesNotContain("Rahasia");
    }

    @Test
    void aFileThatOthersCanReadIsRefused(@TempDir Path directory) throws IOException {
        Path file = pinFile(directory, "rw-r--r--");
        Said said = split(new ScriptedTable(), "--shares", "3", "--threshold", "2", "--pin-file", file.toString());
        assertThat(said.code()).isEqualTo(1);
        assertThat(said.err()).contains("0600").doesNotContain("Rahasia");
    }

    @Test
    void thereIsNoOptionForThePinItself() {
        assertThat(CeremonyCommand.shares(List.of("shares", "root=shares")))
                .containsExactlyInAnyOrder(TokenPurpose.CA, TokenPurpose.ROOT);
        for (String wrong : List.of("123456", "ca=123456", "nowhere=shares", "=shares")) {
            assertThatThrownBy(() -> CeremonyCommand.shares(List.of(wrong)))
                    .hasMessageContaining("--pin takes shares or TOKEN=shares");
        }
    }
}
