package id.segel.ca.lint.external;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One run of a command: no shell, no input, next to no environment, so much time and so much output. */
final class CommandRun {
    /** How a run ended. */
    sealed interface Result {
        /** It ended by itself. */
        record Ended(int exitCode, String output) implements Result {}

        /** It did not start, took too long or said too much, and was killed. */
        record Failed(String why) implements Result {}
    }

    private final List<String> command;
    private final Duration timeout;
    private final int outputLimit;

    CommandRun(List<String> command, Duration timeout, int outputLimit) {
        this.command = command;
        this.timeout = timeout;
        this.outputLimit = outputLimit;
    }

    /**
     * @param directory where it works, also its HOME
     */
    Result in(Path directory) {
        Process process;
        try {
            process = start(directory);
        } catch (IOException e) {
            return new Result.Failed("could not be started: " + e.getMessage());
        }
        Output output = new Output(process.getInputStream(), outputLimit);
        try {
            return watch(process, output);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Result.Failed("was interrupted");
        } finally {
            kill(process);
        }
    }

    private Process start(Path directory) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        Map<String, String> environment = builder.environment();
        String path = Optional.ofNullable(environment.get("PATH")).orElse("/usr/local/bin:/usr/bin:/bin");
        // Whatever secret came to this process in its environment stays here.
        environment.clear();
        environment.put("PATH", path);
        environment.put("LANG", "C.UTF-8");
        environment.put("HOME", directory.toString());
        environment.put("TMPDIR", directory.toString());
        return builder.start();
    }

    private Result watch(Process process, Output output) throws InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        output.start();
        // The output ends when the last who could write to it has ended, a child left behind too.
        output.join(Math.max(1, timeout.toMillis()));
        if (output.isTooMuch()) {
            return new Result.Failed("printed more than " + outputLimit + " octets");
        }
        long left = Math.max(1, end - System.nanoTime());
        if (output.isAlive() || !process.waitFor(left, TimeUnit.NANOSECONDS)) {
            return new Result.Failed("took longer than " + timeout.toMillis() + " ms");
        }
        return new Result.Ended(process.exitValue(), output.text());
    }

    private static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        try {
            process.getInputStream().close();
        } catch (IOException e) {
            // It is dead and nobody reads it any more.
            return;
        }
    }

    /** Reads up to the limit and no further. */
    private static final class Output extends Thread {
        private final InputStream in;
        private final int limit;
        private final ByteArrayOutputStream read = new ByteArrayOutputStream();
        private volatile boolean tooMuch;

        Output(InputStream in, int limit) {
            super("external-lint-output");
            this.in = in;
            this.limit = limit;
            setDaemon(true);
        }

        @Override
        public void run() {
            byte[] buffer = new byte[8192];
            try {
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    synchronized (read) {
                        read.write(buffer, 0, n);
                        if (read.size() > limit) {
                            tooMuch = true;
                            return;
                        }
                    }
                }
            } catch (IOException e) {
                // The process was killed and its output closed under this read.
                return;
            }
        }

        boolean isTooMuch() {
            return tooMuch;
        }

        String text() {
            synchronized (read) {
                return read.toString(StandardCharsets.UTF_8);
            }
        }
    }
}
