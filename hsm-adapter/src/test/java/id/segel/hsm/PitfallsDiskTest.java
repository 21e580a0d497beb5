package id.segel.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.security.auth.module.UnixSystem;
import id.segel.local.TokenDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/** The row of docs/hsm-pitfalls.md about a full disk. */
class PitfallsDiskTest {
    private static final String FILE_SYSTEM = "mount -t tmpfs -o size=24m none \"$1\" && shift && exec \"$@\"";

    @TempDir
    private Path directory = Path.of("");

    @Test
    void p01_aLoginOnAFullDiskEmptiesTheTokenAndTheAdapterRefusesBeforeItLogsIn(TestReporter reporter)
            throws Exception {
        Path disk = Files.createDirectory(directory.resolve("disk"));
        Said probe = inItsOwnFileSystem(disk, List.of("true"));
        if (probe.exit() == 0) {
            reporter.publishEntry("p01", "on a file system that is really full");
            onAFullFileSystem(disk);
        } else {
            reporter.publishEntry("p01", "by a low number: no file system can be mounted here: " + probe.lines());
            byALowNumber();
        }
    }

    private void onAFullFileSystem(Path disk) throws Exception {
        Said said = inItsOwnFileSystem(
                disk,
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Dbasedir=" + System.getProperty("basedir", ""),
                        FullDiskMain.class.getName(),
                        disk.toString(),
                        directory.resolve("shim").toString()));

        assertThat(said.exit()).as("%s", said.lines()).isZero();
        assertThat(said.lines())
                .contains("disk of 24 MiB")
                .contains(
                        "naive token.object 0 bytes",
                        "naive with room again NoSuchElementException <- No value present")
                .anyMatch(line -> line.startsWith("adapter in use SigningNotStartedException: ")
                        && line.contains("Only 0 KiB are free in the token directory")
                        && line.contains("Free at least 16 MiB"))
                .anyMatch(line -> line.startsWith("adapter at the start TokenException: ")
                        && line.contains("Only 0 KiB are free in the token directory"))
                .contains("adapter logins 0, token whole true", "adapter with room again signed")
                .contains("end");
    }

    private void byALowNumber() throws IOException {
        Path tokens = Files.createDirectory(directory.resolve("tokens"));
        Path configuration = directory.resolve("softhsm2.conf");
        Files.writeString(configuration, "directories.tokendir = " + tokens + "\n");
        Place place = new Place(TestTokens.softHsm(), null, "segel", null);
        try (SoftHsmDirectory held =
                SoftHsmDirectory.hold(place, Map.of(TokenDirectory.VARIABLE, configuration.toString()))) {
            assertThatThrownBy(() -> held.requireSpace(4096))
                    .isInstanceOf(TokenException.class)
                    .hasMessageContaining("Only 4 KiB are free in the token directory")
                    .hasMessageContaining("Free at least 16 MiB");
        }
    }

    /** @param lines what it printed */
    private record Said(int exit, List<String> lines) {}

    /** Runs it where the directory is a small file system that nobody else sees and that ends with it. */
    private Said inItsOwnFileSystem(Path disk, List<String> command) throws Exception {
        String how = new UnixSystem().getUid() == 0 ? "-m" : "-rm";
        List<String> line = new ArrayList<>(List.of("unshare", how, "sh", "-c", FILE_SYSTEM, "sh", disk.toString()));
        line.addAll(command);
        Path output = Files.createTempFile(directory, "output", ".txt");
        ProcessBuilder builder =
                new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        builder.environment()
                .put(
                        TokenDirectory.VARIABLE,
                        disk.resolve("hsm").resolve("softhsm2.conf").toString());
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            return new Said(127, List.of(String.valueOf(e.getMessage())));
        }
        try {
            process.getOutputStream().close();
            assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
            return new Said(process.exitValue(), Files.readAllLines(output));
        } finally {
            process.destroyForcibly();
        }
    }
}
