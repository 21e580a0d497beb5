package id.segel.softhsm;

import id.segel.local.PostgresConfiguration;
import id.segel.local.PostgresServer;
import id.segel.local.UnixUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL cluster for tests. The shared one lives as long as the test JVM; a private one can be stopped, crashed
 * and paused. Not durable unless made so: what a test writes need not survive the machine.
 *
 * <p>As root it runs as {@code nobody}, which every Linux has. Safe for use by several threads.
 */
public final class TestCluster implements AutoCloseable {
    private static final String PREFIX = "segel-test-pg-";
    private static final @Nullable String USER = UnixUser.weAreRoot() ? "nobody" : null;
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,30}");
    private static final Map<String, String> FAST = Map.of(
            "fsync", "off",
            "full_page_writes", "off",
            "shared_buffers", "64MB",
            "max_connections", "200",
            // Tests open thousands of connections; 4096 rounds of hashing for each would be a fifth of their time.
            "scram_iterations", "1");

    /** All that run in this JVM, to be stopped when it ends. */
    private static final Set<TestCluster> RUNNING = ConcurrentHashMap.newKeySet();

    private final Path home;
    private final PostgresConfiguration configuration;
    private final Map<String, TestTemplate> templates = new ConcurrentHashMap<>();
    private final AtomicInteger databases = new AtomicInteger();
    private PostgresServer server;
    private List<Long> paused = List.of();
    private boolean closed;

    private TestCluster(Map<String, String> settings) throws IOException {
        home = TestDirectories.make(PREFIX);
        PostgresConfiguration asked = PostgresConfiguration.in(home.resolve("database"))
                .withBinaries(TestDirectories.shared("segel-test-programs"))
                .withUser(USER)
                .withSettings(FAST)
                .withSettings(settings)
                .withLimits(Duration.ofSeconds(60), Duration.ofSeconds(10));
        server = PostgresServer.start(asked);
        // After a stop it comes back on the port its clients know.
        configuration = asked.withPort(server.port());
        hashPasswordOfSuperuserAnew();
        RUNNING.add(this);
    }

    /** It was hashed before the settings were there. */
    private void hashPasswordOfSuperuserAnew() {
        try (Connection connection = DriverManager.getConnection(superuserUrl());
                Statement statement = connection.createStatement()) {
            statement.execute("ALTER ROLE CURRENT_USER PASSWORD '" + server.superuserPassword() + "'");
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot prepare the test cluster: " + e.getMessage(), e);
        }
    }

    /** The cluster of this JVM, started by the first who asks. */
    private static final class Shared {
        static final TestCluster CLUSTER = make();

        private static TestCluster make() {
            Runtime.getRuntime().addShutdownHook(new Thread(TestCluster::closeAll, "stop test databases"));
            clearAbandoned();
            return privateCluster();
        }
    }

    static TestCluster shared() {
        return Shared.CLUSTER;
    }

    /** A cluster of one's own (about a second), with fsync off. The caller closes it. */
    public static TestCluster privateCluster() {
        return privateCluster(Map.of());
    }

    /**
     * The same with other settings.
     *
     * @param settings of postgresql.conf; {@code Map.of("fsync", "on", "full_page_writes", "on")} for a durable one
     */
    public static TestCluster privateCluster(Map<String, String> settings) {
        try {
            return new TestCluster(settings);
        } catch (IOException e) {
            throw new IllegalStateException("Cannot make a directory for PostgreSQL: " + e.getMessage(), e);
        }
    }

    /** Clears away what killed test JVMs left. A young directory may be one whose lock is about to be taken. */
    private static void clearAbandoned() {
        try (var directories = Files.newDirectoryStream(TestDirectories.temporary(), PREFIX + "*")) {
            for (Path directory : directories) {
                Instant made = Files.getLastModifiedTime(directory).toInstant();
                if (Files.isWritable(directory)
                        && made.isBefore(Instant.now().minusSeconds(120))
                        && PostgresServer.stopAbandoned(directory.resolve("database"), USER)) {
                    TestDirectories.delete(directory);
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("Cannot clear away old test databases: " + e.getMessage(), e);
        }
    }

    static void closeAll() {
        RUNNING.forEach(TestCluster::close);
    }

    /** @return port on 127.0.0.1, the same after {@link #stop()} and {@link #start()} */
    public int port() {
        return configuration.port();
    }

    /** @return process number of the server */
    public synchronized long pid() {
        return server.pid();
    }

    /** @return JDBC URL of the database {@code postgres} for the superuser */
    public String superuserUrl() {
        return urls("postgres").superuserUrl();
    }

    JdbcUrls urls(String database) {
        return new JdbcUrls(port(), database, server.superuserPassword());
    }

    /**
     * The template of that name, made when it is asked for first.
     *
     * @param name small letters, digits, underscore
     * @param migrate given an empty database, leaves it as every test wants to find it; runs once
     */
    public TestTemplate template(String name, Consumer<JdbcUrls> migrate) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("A template's name is small letters, digits, _: not \"" + name + "\"");
        }
        return templates.computeIfAbsent(name, key -> {
            String database = "template_" + key;
            execute("CREATE DATABASE " + database);
            try {
                migrate.accept(urls(database));
            } catch (RuntimeException | Error e) {
                execute("DROP DATABASE " + database + " WITH (FORCE)");
                throw e;
            }
            // A database somebody is connected to cannot be copied: a pool left open by the migration ends here.
            execute("ALTER DATABASE " + database + " WITH ALLOW_CONNECTIONS false");
            execute("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '" + database + "'");
            return new TestTemplate(this, database);
        });
    }

    /** A database with nothing in it. */
    public TestDatabase empty() {
        return copy("template0");
    }

    TestDatabase copy(String template) {
        String name = "test_" + databases.incrementAndGet();
        execute("CREATE DATABASE " + name + " TEMPLATE " + template);
        return new TestDatabase(this, name);
    }

    void drop(String database) {
        execute("DROP DATABASE IF EXISTS " + database + " WITH (FORCE)");
    }

    /** Runs one statement as superuser in the database {@code postgres}. */
    void execute(String sql) {
        try (Connection connection = DriverManager.getConnection(superuserUrl());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException("The test cluster refused \"" + sql + "\": " + e.getMessage(), e);
        }
    }

    /** Takes the database away in an orderly manner: connections are ended, new ones refused. */
    public synchronized void stop() {
        resume();
        server.stop();
    }

    /** Takes it away as a power cut of the machine would: the server is killed and recovers at {@link #start()}. */
    public synchronized void crash() {
        resume();
        ProcessHandle.of(server.pid()).ifPresent(ProcessHandle::destroyForcibly);
        server.stop();
    }

    /** Brings it back on the same port; returns when it answers. */
    public synchronized void start() {
        if (closed) {
            throw new IllegalStateException("This cluster is closed and its data deleted.");
        }
        server.stop();
        server = PostgresServer.start(configuration);
    }

    /**
     * Makes it hang: every process of the server stands still, connections are neither answered nor ended, until
     * {@link #resume()}.
     */
    public synchronized void pause() {
        if (!paused.isEmpty()) {
            return;
        }
        ProcessHandle postmaster = ProcessHandle.of(server.pid())
                .orElseThrow(() -> new IllegalStateException("PostgreSQL does not run, so it cannot be paused."));
        List<Long> processes = new ArrayList<>();
        // The parent first: it must not answer the standing still of its children with new ones.
        processes.add(postmaster.pid());
        signal("STOP", List.of(postmaster.pid()));
        postmaster.descendants().map(ProcessHandle::pid).forEach(processes::add);
        signal("STOP", processes);
        paused = List.copyOf(processes);
    }

    /** Lets it go on; does nothing when it is not paused. */
    public synchronized void resume() {
        if (!paused.isEmpty()) {
            signal("CONT", paused);
            paused = List.of();
        }
    }

    private static void signal(String name, List<Long> processes) {
        StringBuilder command = new StringBuilder("kill -" + name);
        processes.forEach(pid -> command.append(' ').append(pid));
        try {
            // A process that ended meanwhile is no failure.
            new ProcessBuilder("sh", "-c", command + " 2>/dev/null || true")
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new IllegalStateException("Cannot signal PostgreSQL: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while signalling PostgreSQL", e);
        }
    }

    /** Stops the server and deletes its data. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        RUNNING.remove(this);
        resume();
        server.stop();
        try {
            TestDirectories.delete(home);
        } catch (IOException e) {
            throw new IllegalStateException("Cannot delete " + home + ": " + e.getMessage(), e);
        }
    }
}
