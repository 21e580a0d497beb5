package id.segel.ca.status;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The openssl command in a directory of its own: a judge that Segel did not write. */
public final class OpenSsl {
    private final Path directory;

    public OpenSsl(Path directory) {
        this.directory = directory;
    }

    /** What it printed on both streams, and how it ended. */
    public record Verdict(int exit, String output) {}

    public Verdict run(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add("openssl");
        command.addAll(List.of(arguments));
        try {
            Path output = Files.createTempFile(directory, "openssl", ".out");
            Process process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.toHandle().destroyForcibly();
                throw new AssertionError("openssl did not end: " + command);
            }
            return new Verdict(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new AssertionError("openssl cannot be run; install it", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Writes bytes and returns the file's name. */
    public String file(String name, byte[] bytes) {
        try {
            Files.write(directory.resolve(name), bytes);
            return name;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Writes certificates or CRLs as PEM and returns the file's name. */
    public String pem(String name, String label, byte[]... ders) {
        StringBuilder text = new StringBuilder();
        for (byte[] der : ders) {
            text.append("-----BEGIN ").append(label).append("-----\n");
            text.append(Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der));
            text.append("\n-----END ").append(label).append("-----\n");
        }
        return file(name, text.toString().getBytes(StandardCharsets.US_ASCII));
    }

    public byte[] read(String name) {
        try {
            return Files.readAllBytes(directory.resolve(name));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
