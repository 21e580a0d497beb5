package id.segel.softhsm;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** C sources beside these classes, compiled by gcc at first use and kept by the digest of their text. */
final class CompiledC {
    private static final List<String> GCC = List.of("gcc", "-std=gnu11", "-O2", "-Wall", "-Wextra", "-Werror");

    private CompiledC() {}

    /** The shared library made of {@code source}, such as {@code p11fault.c}. */
    static Path library(String source) throws IOException {
        return made(source, ".so", "-shared", "-fPIC", "-fvisibility=hidden");
    }

    /** The program made of {@code source}, such as {@code p11loop.c}. */
    static Path program(String source) throws IOException {
        return made(source, "");
    }

    private static Path made(String name, String suffix, String... options) throws IOException {
        byte[] source;
        try (InputStream stream = CompiledC.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException(name + " is not on the class path: build softhsm-test with Maven.");
            }
            source = stream.readAllBytes();
        }
        String stem = name.substring(0, name.lastIndexOf('.'));
        Path directory = buildDirectory();
        Path result = directory.resolve(stem + "-" + digest(source) + suffix);
        if (!Files.exists(result)) {
            compile(name, source, directory, result, List.of(options));
        }
        return result;
    }

    /** {@code target} of the module under test, or the temporary directory where there is none. */
    private static Path buildDirectory() throws IOException {
        @Nullable String basedir = System.getProperty("basedir");
        Path target = Path.of(basedir == null ? "" : basedir).toAbsolutePath().resolve("target");
        return Files.isDirectory(target)
                ? Files.createDirectories(target.resolve("compiled-c"))
                : TestDirectories.shared("segel-test-compiled-c");
    }

    private static String digest(byte[] source) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(source);
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    private static void compile(String name, byte[] source, Path directory, Path result, List<String> options)
            throws IOException {
        Path work = Files.createTempDirectory(directory, "compiling-");
        try {
            Path sourceFile = Files.write(work.resolve(name), source);
            Path object = work.resolve("object");
            List<String> command = new ArrayList<>(GCC);
            command.addAll(options);
            command.addAll(List.of("-pthread", "-o", object.toString(), sourceFile.toString(), "-ldl"));
            Process process;
            try {
                process = new ProcessBuilder(command).redirectErrorStream(true).start();
            } catch (IOException e) {
                throw new IllegalStateException(
                        "gcc cannot be run: " + e.getMessage()
                                + ". The tests compile small C sources; install it: apt-get install gcc libc6-dev",
                        e);
            }
            try {
                process.getOutputStream().close();
                String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                    throw new IllegalStateException("gcc could not compile " + name + " (are gcc and libc6-dev"
                            + " installed?): " + output.strip());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted while compiling " + name, e);
            } finally {
                process.destroyForcibly();
            }
            // Another test JVM may do the same; either file is as good.
            Files.move(object, result, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            TestDirectories.delete(work);
        }
    }
}
