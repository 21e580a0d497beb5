package id.segel.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A temporary directory the user PostgreSQL runs as can search (JUnit's own has mode 0700), and the servers started in
 * it. Closing stops them and deletes it.
 */
final class TestHome implements AutoCloseable {
    /** As whom PostgreSQL runs when the tests run as root. */
    static final @Nullable String USER = UnixUser.weAreRoot() ? "nobody" : null;

    final Path path;
    private final List<PostgresServer> servers = new ArrayList<>();

    TestHome() throws IOException {
        path = Files.createTempDirectory("segel-local-test-").toRealPath();
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx--x--x"));
    }

    PostgresConfiguration configuration() {
        return configuration(path.resolve("database"), MadeOnce.PROGRAMS);
    }

    static PostgresConfiguration configuration(Path database, Path programs) {
        return PostgresConfiguration.in(database)
                .withBinaries(programs)
                .withUser(USER)
                .withSettings(Map.of("fsync", "off", "max_connections", "20", "shared_buffers", "16MB"))
                .withLimits(Duration.ofSeconds(30), Duration.ofSeconds(10));
    }

    /** A database made before, by copying it: most tests are not about making one. */
    TestHome withDatabase() throws Exception {
        Process copy = new ProcessBuilder("cp", "-a", MadeOnce.DATABASE.toString(), path.toString())
                .inheritIO()
                .start();
        if (copy.waitFor() != 0) {
            throw new IOException("cp -a " + MadeOnce.DATABASE + " failed");
        }
        return this;
    }

    PostgresServer start(PostgresConfiguration configuration) {
        PostgresServer server = PostgresServer.start(configuration);
        servers.add(server);
        return server;
    }

    static String ask(PostgresServer server, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        server.superuserUrl(), PostgresServer.SUPERUSER, server.superuserPassword());
                Statement statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return "";
            }
            try (ResultSet rows = statement.getResultSet()) {
                rows.next();
                return rows.getString(1);
            }
        }
    }

    @Override
    public void close() throws IOException {
        servers.forEach(PostgresServer::close);
        PostgresServer.stopAbandoned(path.resolve("database"), USER);
        FileTree.delete(path);
    }

    /** Made once per test JVM, deleted when it ends. */
    private static final class MadeOnce {
        static final Path PROGRAMS = temporary("segel-local-programs-");
        static final Path DATABASE = database();

        private static Path temporary(String prefix) {
            try {
                Path directory = Files.createTempDirectory(prefix);
                Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
                Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                    try {
                        FileTree.delete(directory);
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                }));
                return directory;
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        private static Path database() {
            Path database = temporary("segel-local-database-").resolve("database");
            PostgresServer.start(TestHome.configuration(database, PROGRAMS)).stop();
            return database;
        }
    }
}
