package id.segel.softhsm;

import id.segel.local.TokenDirectory;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A main class in a JVM of its own, with the class path of the test, that can be killed as the machine would kill it.
 * Its output is collected; it never outlives its time limit or the test that closes it.
 *
 * <pre>
 * try (ChildJvm child = ChildJvm.of(IssuerMain.class).environment("SEGEL_FAILPOINT", "after-intent").start()) {
 *     child.awaitLine(line -&gt; line.startsWith("intent "), Duration.ofSeconds(20));
 *     child.kill();
 * }
 * </pre>
 */
public final class ChildJvm implements AutoCloseable {
    private static final int KEPT_LINES = 10_000;
    private static final Duration LIFETIME = Duration.ofMinutes(3);

    private final String name;
    private final Process process;
    private final Deque<String> lines = new ArrayDeque<>();
    private long discarded;
    private boolean ended;

    private ChildJvm(String name, Process process, Duration lifetime) {
        this.name = name;
        this.process = process;
        Thread reader = new Thread(this::read, "output of " + name);
        reader.setDaemon(true);
        reader.start();
        process.onExit().orTimeout(lifetime.toMillis(), TimeUnit.MILLISECONDS).exceptionally(tooLong -> {
            process.toHandle().destroyForcibly();
            return process;
        });
    }

    /** Begins to describe a child that runs {@code main}. */
    public static Starter of(Class<?> main) {
        return new Starter(main);
    }

    /** What the child is given. Not safe for use by several threads. */
    public static final class Starter {
        private final Class<?> main;
        private final Map<String, String> environment = new HashMap<>();
        private final List<String> options = new ArrayList<>();
        private final List<String> arguments = new ArrayList<>();
        private Duration lifetime = LIFETIME;

        private Starter(Class<?> main) {
            this.main = main;
        }

        /**
         * Sets a variable. The rest of the environment is the test's, without {@code SOFTHSM2_CONF}: two processes that
         * log in to one token directory damage it.
         */
        public Starter environment(String variable, String value) {
            environment.put(variable, value);
            return this;
        }

        /** Sets several variables, for example {@link TestTokens.Directory#environment()}. */
        public Starter environment(Map<String, String> variables) {
            environment.putAll(variables);
            return this;
        }

        public Starter systemProperty(String key, String value) {
            options.add("-D" + key + "=" + value);
            return this;
        }

        /** Options of the JVM itself, for example {@code -Xmx64m}. */
        public Starter jvm(String... jvmOptions) {
            options.addAll(List.of(jvmOptions));
            return this;
        }

        public Starter arguments(String... more) {
            arguments.addAll(List.of(more));
            return this;
        }

        /** After this it is killed whatever it does; three minutes unless said. */
        public Starter lifetime(Duration limit) {
            lifetime = limit;
            return this;
        }

        /** Starts it. */
        public ChildJvm start() {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-Xmx256m"));
            command.addAll(options);
            command.add(main.getName());
            command.addAll(arguments);
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().remove(TokenDirectory.VARIABLE);
            // Not an argument: a test's class path is longer than a line of ps and says nothing.
            builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
            builder.environment().putAll(environment);
            try {
                return new ChildJvm(main.getSimpleName(), builder.start(), lifetime);
            } catch (IOException e) {
                throw new IllegalStateException("Cannot start a JVM for " + main.getName() + ": " + e.getMessage(), e);
            }
        }
    }

    private void read() {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                add(line);
            }
        } catch (IOException e) {
            add("(output ended: " + e.getMessage() + ")");
        }
        end();
    }

    private synchronized void add(String line) {
        if (lines.size() == KEPT_LINES) {
            lines.removeFirst();
            discarded++;
        }
        lines.addLast(line);
        notifyAll();
    }

    private synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** @return its process number */
    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** @return what it printed so far on both streams, the last {@value #KEPT_LINES} lines */
    public synchronized List<String> output() {
        return List.copyOf(lines);
    }

    /**
     * Waits for a line and returns it; one printed already counts.
     *
     * @throws AssertionError with all output, when the child ends without it or the limit passes
     */
    public synchronized String awaitLine(Predicate<String> wanted, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        long examined = 0;
        while (true) {
            int skip = (int) Math.max(0, examined - discarded);
            for (String line : lines.stream().skip(skip).toList()) {
                if (wanted.test(line)) {
                    return line;
                }
            }
            examined = discarded + lines.size();
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (ended || left <= 0) {
                throw new AssertionError(
                        name + (ended ? " ended" : " did not print it within " + limit.toSeconds() + " s")
                                + ". It printed:\n" + String.join("\n", lines));
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("Interrupted while waiting for a line of " + name, e);
            }
        }
    }

    /**
     * Waits for its end.
     *
     * @return its exit code; 137 = killed
     * @throws AssertionError with all output, when it does not end
     */
    public int awaitExit(Duration limit) {
        try {
            process.onExit().get(limit.toMillis(), TimeUnit.MILLISECONDS);
            awaitOutput();
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while waiting for the end of " + name, e);
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
            throw new AssertionError(
                    name + " did not end within " + limit.toSeconds() + " s. It printed:\n"
                            + String.join("\n", output()),
                    e);
        }
    }

    private synchronized void awaitOutput() throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        // A grandchild may hold the pipe open: what it prints later is not waited for.
        while (!ended && System.nanoTime() < end) {
            wait(100);
        }
    }

    /** SIGKILL, and waits until it is gone. Through the handle: the process itself would throw away its last output. */
    public void kill() {
        process.toHandle().destroyForcibly();
        CompletableFuture<Process> exit = process.onExit();
        exit.orTimeout(20, TimeUnit.SECONDS).join();
    }

    /** SIGTERM: shutdown hooks run. */
    public void terminate() {
        process.toHandle().destroy();
    }

    @Override
    public void close() {
        kill();
    }
}
