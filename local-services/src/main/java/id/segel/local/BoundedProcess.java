package id.segel.local;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs a program of the system to its end, with a time limit, little memory for its output, and an environment that
 * starts empty: a PIN or a password in ours reaches no child (DESIGN section 5).
 */
final class BoundedProcess {
    /** The only variables a child gets. Messages are recognised by their English text, so the locale is fixed. */
    private static final Map<String, String> ENVIRONMENT =
            Map.of("PATH", "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL", "C");

    private static final int OUTPUT_LIMIT = 64 * 1024;

    /** How a program ended: its exit code and the first {@value #OUTPUT_LIMIT} bytes of what it printed. */
    record Result(int exitCode, String output) {
        boolean ok() {
            return exitCode == 0;
        }
    }

    private BoundedProcess() {}

    /**
     * Runs {@code command} with standard input closed.
     *
     * @throws LocalServiceException when the program does not exist or does not end within {@code limit} (it is killed
     *     then)
     */
    static Result run(List<String> command, Duration limit) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")));
        // A directory every user can enter: PostgreSQL warns when it cannot return to where it was started.
        builder.directory(new java.io.File("/"));
        builder.environment().clear();
        builder.environment().putAll(ENVIRONMENT);
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new LocalServiceException("Cannot run " + command.get(0) + ": " + e.getMessage(), e);
        }
        Output output = new Output(process.getInputStream());
        output.start();
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new LocalServiceException("The command " + String.join(" ", command) + " did not end within "
                        + limit.toSeconds() + " s and was stopped. It printed: " + output.text());
            }
            output.join(1000);
            return new Result(process.exitValue(), output.text());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalServiceException("Interrupted while waiting for " + command.get(0) + ".", e);
        } finally {
            process.destroyForcibly();
        }
    }

    /** Reads all a child prints, so that it never blocks, and keeps the beginning. */
    private static final class Output extends Thread {
        private final InputStream stream;
        private final StringBuilder kept = new StringBuilder();

        Output(InputStream stream) {
            super("output of a child process");
            setDaemon(true);
            this.stream = stream;
        }

        @Override
        public void run() {
            byte[] buffer = new byte[4096];
            try (stream) {
                for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
                    keep(new String(buffer, 0, n, StandardCharsets.UTF_8));
                }
            } catch (IOException e) {
                // The child was killed: what came until then is all there is.
                keep("");
            }
        }

        private synchronized void keep(String text) {
            if (kept.length() + text.length() <= OUTPUT_LIMIT) {
                kept.append(text);
            }
        }

        synchronized String text() {
            return kept.toString().strip();
        }
    }
}
