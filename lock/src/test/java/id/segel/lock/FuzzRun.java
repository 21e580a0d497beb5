package id.segel.lock;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * One run of Jazzer in a JVM of its own: some seconds in the ordinary run, ten minutes with {@code -Dsegel.long=true}. It
 * begins with the seeds and with every input that was found before, which lie in {@code src/test/resources/fuzz} in a
 * folder named after the target.
 */
final class FuzzRun {

    static final boolean LONG = Boolean.getBoolean("segel.long");

    private static final int SECONDS = LONG ? 600 : 2;

    /** For starting, for the seeds, and for a machine that is busy. */
    private static final int GRACE_SECONDS = 120;

    private static final String CORPUS = "corpus";
    private static final int LONGEST_INPUT = 70_000;

    /** Watch for patterns out of the input, which there are none of, and allocate more than what is watched. */
    private static final String NEEDLESS_HOOKS = "com.code_intelligence.jazzer.sanitizers.RegexInjection:"
            + "com.code_intelligence.jazzer.sanitizers.RegexRoadblocks";

    private FuzzRun() {}

    /** Fails with the input, in base64, when Jazzer finds anything. */
    static void of(Class<?> target, List<byte[]> seeds, Path directory) {
        try {
            Path corpus = Files.createDirectory(directory.resolve(CORPUS));
            for (int i = 0; i < seeds.size(); i++) {
                Files.write(corpus.resolve("seed-" + i), seeds.get(i));
            }
            List<byte[]> found = foundBefore(target);
            for (int i = 0; i < found.size(); i++) {
                Files.write(corpus.resolve("found-" + i), found.get(i));
            }
            Path output = directory.resolve("output.txt");
            int exit = run(target, directory, output);
            List<String> lines = Files.readAllLines(output, StandardCharsets.ISO_8859_1);
            String end = String.join("\n", lines.subList(Math.max(0, lines.size() - 25), lines.size()));
            if (exit != 0) {
                throw new AssertionError(
                        target.getName() + " ended with " + exit + "; input: " + artifact(directory) + "\n" + end);
            }
            lines.stream()
                    .filter(line -> line.matches("#\\d+\\s.*"))
                    .reduce((first, last) -> last)
                    .ifPresent(line -> System.out.println(target.getSimpleName() + " " + line));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while fuzzing", e);
        }
    }

    /** Inputs that brought a fault about once. */
    static List<byte[]> foundBefore(Class<?> target) {
        URL folder = target.getResource("/fuzz/" + target.getSimpleName());
        if (folder == null) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
            List<byte[]> inputs = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                inputs.add(Files.readAllBytes(file));
            }
            return inputs;
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException("the inputs found before cannot be read", e);
        }
    }

    private static int run(Class<?> target, Path directory, Path output) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC", "-Xmx512m"));
        if (!LONG) {
            command.add("-XX:TieredStopAtLevel=1");
        }
        command.addAll(List.of(
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + target.getName(),
                "--instrumentation_includes=id.segel.**",
                "--disabled_hooks=" + NEEDLESS_HOOKS,
                "--reproducer_path=" + directory,
                "-artifact_prefix=" + directory + "/input-",
                "-max_total_time=" + SECONDS,
                "-max_len=" + LONGEST_INPUT,
                "-timeout=60",
                "-rss_limit_mb=2048",
                directory.resolve(CORPUS).toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        Process process = builder.start();
        process.getOutputStream().close();
        if (!process.waitFor(SECONDS + GRACE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            throw new AssertionError(target.getName() + " did not end in time");
        }
        return process.exitValue();
    }

    private static String artifact(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(f -> f.getFileName().toString().startsWith("input-"))
                    .toList()) {
                return Base64.getEncoder().encodeToString(Files.readAllBytes(file));
            }
        }
        return "(none)";
    }
}
