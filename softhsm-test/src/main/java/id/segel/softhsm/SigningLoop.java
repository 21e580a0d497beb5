package id.segel.softhsm;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How fast a token signs when C asks it and nothing stands between: {@code p11loop.c}, which says how it measures,
 * compiled by gcc at first use.
 *
 * <p>It is a process of its own that logs in to the token. SoftHSM2 does not survive two logins at once, so whoever
 * calls this sees that nobody else logs in meanwhile; sessions that are logged in already may stay as they are.
 *
 * @param module PKCS#11 module, an absolute path
 * @param token its label
 * @param pin of the user
 */
@SuppressWarnings("ArrayRecordComponent") // PINs are char[] wherever they go; nobody compares loops.
public record SigningLoop(Path module, String token, char[] pin) {
    private static final Pattern LINE =
            Pattern.compile("signatures=(\\d+) seconds=([0-9.]+) rate=([0-9.]+) cpu_us=([0-9.]+)");

    /** The raw mechanisms there is a loop for. */
    public enum Mechanism {
        RSA_PKCS,
        ECDSA
    }

    /**
     * What came of a run.
     *
     * @param signatures counted
     * @param seconds of the thread that took longest
     * @param rate signatures per second, all threads together
     * @param cpuMicros time on the processors for each signature
     */
    public record Result(long signatures, double seconds, double rate, double cpuMicros) {}

    /**
     * Signs with one key.
     *
     * @param key label of the private key
     * @param bytes how much each signature signs: a DigestInfo for RSA_PKCS, a digest for ECDSA
     * @param threads each with a session of its own
     * @param time at most ten minutes
     * @throws IllegalStateException when it cannot be compiled or run, with what it said
     */
    public Result run(String key, Mechanism mechanism, int bytes, int threads, Duration time) {
        try {
            Process process = new ProcessBuilder(List.of(
                            CompiledC.program("p11loop.c").toString(),
                            module.toString(),
                            token,
                            key,
                            mechanism.name(),
                            Integer.toString(bytes),
                            Integer.toString(threads),
                            String.format(Locale.ROOT, "%.3f", time.toNanos() / 1e9)))
                    .redirectErrorStream(true)
                    .start();
            try {
                try (OutputStream input = process.getOutputStream()) {
                    input.write(new String(pin).getBytes(StandardCharsets.UTF_8));
                }
                boolean ended = process.waitFor(time.toMillis() + 60_000, TimeUnit.MILLISECONDS);
                // One line: it fits into the pipe, so that nobody has to read while it runs.
                String output = ended
                        ? new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip()
                        : "it did not end";
                Matcher line = LINE.matcher(output);
                if (!ended || process.exitValue() != 0 || !line.matches()) {
                    throw new IllegalStateException("The C loop could not sign with \"" + key + "\": " + output);
                }
                return new Result(
                        Long.parseLong(line.group(1)),
                        Double.parseDouble(line.group(2)),
                        Double.parseDouble(line.group(3)),
                        Double.parseDouble(line.group(4)));
            } finally {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the C loop was running", e);
        } catch (IOException e) {
            throw new IllegalStateException("The C loop cannot be run: " + e.getMessage(), e);
        }
    }

    /** Never the PIN. */
    @Override
    public String toString() {
        return "SigningLoop[" + token + "]";
    }
}
