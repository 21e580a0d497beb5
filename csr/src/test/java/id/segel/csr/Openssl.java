package id.segel.csr;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a program the tests need; a missing one is a failure. */
final class Openssl {

    private final Path directory;

    Openssl(Path directory) {
        this.directory = directory;
    }

    /** Runs {@code openssl} with the arguments in the directory. */
    void run(String... arguments) throws IOException, InterruptedException {
        program("openssl", arguments);
    }

    /** Runs another program in the directory and fails with its output when it fails. */
    void program(String name, String... arguments) throws IOException, InterruptedException {
        List<String> command = new java.util.ArrayList<>(List.of(name));
        command.addAll(List.of(arguments));
        Path output = directory.resolve("output.txt");
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        process.getOutputStream().close();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(command + " took longer than 60 s");
        }
        if (process.exitValue() != 0) {
            throw new AssertionError(command + " failed: " + new String(Files.readAllBytes(output), UTF_8));
        }
    }

    byte[] read(String file) throws IOException {
        return Files.readAllBytes(directory.resolve(file));
    }
}
