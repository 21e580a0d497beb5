package id.segel.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresServerTest {
    private TestHome home;

    @BeforeEach
    void makeHome() throws Exception {
        home = new TestHome();
    }

    @AfterEach
    void removeHome() throws Exception {
        home.close();
    }

    @Test
    void aServerStartedTwiceFindsWhatWasWrittenBefore() throws Exception {
        PostgresServer first = home.start(home.configuration());
        TestHome.ask(first, "CREATE TABLE kept (x int)");
        TestHome.ask(first, "INSERT INTO kept VALUES (42)");
        String password = first.superuserPassword();
        first.stop();
        assertThat(first.isRunning()).isFalse();

        PostgresServer second = home.start(home.configuration());

        assertThat(second.adopted()).isFalse();
        assertThat(second.superuserPassword()).isEqualTo(password).hasSizeGreaterThan(40);
        assertThat(TestHome.ask(second, "SELECT x FROM kept")).isEqualTo("42");
    }

    @Test
    void theClusterIsWhatTheDesignAsksFor() throws Exception {
        PostgresServer server = home.start(home.configuration());

        assertThat(TestHome.ask(server, "SHOW server_version")).startsWith("18.");
        assertThat(TestHome.ask(server, "SHOW data_checksums")).isEqualTo("on");
        assertThat(TestHome.ask(server, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
        assertThat(TestHome.ask(server, "SHOW unix_socket_directories")).isEmpty();
        assertThat(TestHome.ask(server, "SHOW password_encryption")).isEqualTo("scram-sha-256");
        assertThat(TestHome.ask(server, "SHOW log_error_verbosity")).isEqualTo("terse");
        assertThat(TestHome.ask(server, "SELECT datlocprovider::text || datlocale FROM pg_database LIMIT 1"))
                .isEqualTo("bC.UTF-8");
        assertThat(TestHome.ask(server, "SELECT rolpassword LIKE 'SCRAM-SHA-256$%' FROM pg_authid WHERE rolsuper"))
                .isEqualTo("t");
        TestHome.ask(server, "CREATE EXTENSION btree_gist");
        assertThat(Files.getPosixFilePermissions(server.superuserPasswordFile()))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThatThrownBy(() -> DriverManager.getConnection(server.superuserUrl(), PostgresServer.SUPERUSER, "wrong")
                        .close())
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("password authentication failed");
    }

    @Test
    void aServerIsDurableUnlessItsCallerSaysOtherwise() throws Exception {
        PostgresConfiguration asked = home.configuration();
        PostgresServer server = home.start(new PostgresConfiguration(
                asked.directory(),
                asked.binaries(),
                0,
                asked.user(),
                Map.of("application_name", "it's \\ quoted"),
                asked.startLimit(),
                asked.stopLimit()));

        assertThat(TestHome.ask(server, "SHOW fsync")).isEqualTo("on");
        assertThat(TestHome.ask(server, "SHOW full_page_writes")).isEqualTo("on");
        assertThat(TestHome.ask(server, "SHOW synchronous_commit")).isEqualTo("on");
        assertThat(TestHome.ask(
                        server,
                        "SELECT reset_val FROM pg_file_settings f JOIN pg_settings s USING (name) WHERE"
                                + " name = 'application_name' AND f.setting = 'it''s \\ quoted'"))
                .isNotNull();
    }

    @Test
    void noSecretOfOursReachesPostgreSql() throws Exception {
        home.withDatabase();
        PostgresServer server = home.start(home.configuration());

        String environment =
                Files.readString(Path.of("/proc/" + server.pid() + "/environ"), StandardCharsets.ISO_8859_1);
        String arguments = Files.readString(Path.of("/proc/" + server.pid() + "/cmdline"), StandardCharsets.ISO_8859_1);

        assertThat(System.getenv()).containsKey("SEGEL_TESTING");
        assertThat(environment).doesNotContain("SEGEL_").doesNotContain("SOFTHSM2");
        assertThat(arguments).doesNotContain(server.superuserPassword());
    }

    @Test
    void aServerLeftBehindByAKilledProcessIsAdopted() throws Exception {
        home.withDatabase();
        LeftBehind left = leaveBehind();

        PostgresServer adopted = home.start(home.configuration());

        assertThat(adopted.adopted()).isTrue();
        assertThat(adopted.pid()).isEqualTo(left.server());
        assertThat(adopted.port()).isEqualTo(left.port());
        assertThat(TestHome.ask(adopted, "SELECT 1")).isEqualTo("1");
        adopted.stop();
        assertThat(ProcessHandle.of(left.server()).filter(ProcessHandle::isAlive))
                .satisfiesAnyOf(
                        gone -> assertThat(gone).isEmpty(),
                        dead -> assertThat(adopted.isRunning()).isFalse());
    }

    @Test
    void aServerLeftBehindWithOtherSettingsIsStartedAgain() throws Exception {
        home.withDatabase();
        LeftBehind left = leaveBehind();

        PostgresServer server = home.start(home.configuration().withSettings(Map.of("max_connections", "21")));

        assertThat(server.adopted()).isFalse();
        assertThat(server.pid()).isNotEqualTo(left.server());
        assertThat(TestHome.ask(server, "SHOW max_connections")).isEqualTo("21");
    }

    @Test
    void aServerKilledWithItsLauncherRecovers() throws Exception {
        home.withDatabase();
        LeftBehind left = leaveBehind();
        ProcessHandle.of(left.server()).orElseThrow().destroyForcibly();
        Postmaster postmaster = new Postmaster(home.path.resolve("database/data"), left.server(), 0, "");
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> !postmaster.alive());

        PostgresServer server = home.start(home.configuration());

        assertThat(server.adopted()).isFalse();
        assertThat(TestHome.ask(server, "SELECT 1")).isEqualTo("1");
        assertThat(Files.readString(server.logFile())).contains("database system was interrupted");
    }

    @Test
    void aProcessNumberThatNowBelongsToAStrangerDoesNotPreventTheStart() throws Exception {
        home.withDatabase();
        Path data = home.path.resolve("database/data");
        // The user's own process: PostgreSQL itself would take it for a server and refuse.
        Process stranger = sleeperAsDatabaseUser();
        try {
            Files.writeString(
                    data.resolve("postmaster.pid"),
                    stranger.pid() + "\n" + data + "\n1700000000\n1\n\n127.0.0.1\n  99999999         0\nready   \n");

            PostgresServer server = home.start(home.configuration());

            assertThat(server.adopted()).isFalse();
            assertThat(TestHome.ask(server, "SELECT 1")).isEqualTo("1");
        } finally {
            stranger.destroyForcibly();
        }
    }

    @Test
    void aDirectoryInUseIsRefusedNamingTheProcess() throws Exception {
        home.withDatabase();
        home.start(home.configuration());

        assertThatThrownBy(() -> PostgresServer.start(home.configuration()))
                .isInstanceOf(LocalServiceException.class)
                .hasMessageContaining(home.path.resolve("database").toString())
                .hasMessageContaining("process " + ProcessHandle.current().pid());
        assertThat(PostgresServer.stopAbandoned(home.path.resolve("database"), TestHome.USER))
                .isFalse();
    }

    @Test
    void aDirectoryInUseByAnotherProcessIsRefused() throws Exception {
        home.withDatabase();
        Process launcher = launcherInChild();
        try {
            awaitServer(launcher);

            assertThatThrownBy(() -> PostgresServer.start(home.configuration()))
                    .isInstanceOf(LocalServiceException.class)
                    .hasMessageContaining("process " + launcher.pid());
            assertThat(PostgresServer.stopAbandoned(home.path.resolve("database"), TestHome.USER))
                    .isFalse();
        } finally {
            launcher.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void aPortThatIsTakenIsRefusedNamingIt() throws Exception {
        home.withDatabase();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> home.start(home.configuration().withPort(taken.getLocalPort())))
                    .isInstanceOf(LocalServiceException.class)
                    .hasMessageContaining("127.0.0.1:" + taken.getLocalPort());
        }
        // The failure gave the directory back, and the database is whole.
        assertThat(home.start(home.configuration()).isRunning()).isTrue();
    }

    @Test
    void aParentTheDatabaseUserCannotSearchIsRefusedNamingIt() throws Exception {
        // As root the user PostgreSQL runs as is kept out; as an ordinary user, we are.
        Path closed = Files.createDirectory(home.path.resolve("closed"));
        Files.setPosixFilePermissions(
                closed, PosixFilePermissions.fromString(UnixUser.weAreRoot() ? "rwx------" : "---------"));

        assertThatThrownBy(() -> home.start(new PostgresConfiguration(
                        closed.resolve("below/database"),
                        home.configuration().binaries(),
                        0,
                        TestHome.USER,
                        Map.of(),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(10))))
                .isInstanceOf(LocalServiceException.class)
                .hasMessageContaining(UnixUser.weAreRoot() ? "may not search " + closed + "," : closed.toString());
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void aSettingThatIsWrongIsToldInPostgreSqlsWords() throws Exception {
        home.withDatabase();
        assertThatThrownBy(() -> home.start(home.configuration().withSettings(Map.of("max_connections", "many"))))
                .isInstanceOf(LocalServiceException.class)
                .hasMessageContaining("max_connections");
    }

    @Test
    void aDatabaseOfAnotherMajorVersionIsLeftAlone() throws Exception {
        home.withDatabase();
        Path version = home.path.resolve("database/data/PG_VERSION");
        Files.writeString(version, "17\n");

        assertThatThrownBy(() -> home.start(home.configuration()))
                .isInstanceOf(LocalServiceException.class)
                .hasMessageContaining("PostgreSQL 17")
                .hasMessageContaining("PostgreSQL 18");
        Files.writeString(version, "18\n");
    }

    @Test
    void programsDamagedOnDiskAreUnpackedAgain() throws Exception {
        Path programs = Files.createDirectory(home.path.resolve("programs"));
        List<String> told = new ArrayList<>();
        PostgresBinaries binaries = PostgresBinaries.under(programs, told::add);
        PostgresBinaries.under(programs, told::add);
        assertThat(told).hasSize(1);
        Files.write(binaries.directory().resolve("lib/postgresql/btree_gist.so"), new byte[0]);

        PostgresBinaries.under(programs, told::add);

        assertThat(told).hasSize(2);
        assertThat(binaries.directory().resolve("lib/postgresql/btree_gist.so")).isNotEmptyFile();
        try (var left = Files.list(programs)) {
            assertThat(left).containsExactly(binaries.directory());
        }
    }

    private record LeftBehind(long server, int port) {}

    /** A server whose launcher was killed. */
    private LeftBehind leaveBehind() throws Exception {
        Process launcher = launcherInChild();
        try {
            return awaitServer(launcher);
        } finally {
            launcher.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
    }

    private Process launcherInChild() throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LauncherMain.class.getName(),
                        home.path.toString(),
                        home.configuration().binaries().toString())
                .redirectErrorStream(true)
                .start();
    }

    private static LeftBehind awaitServer(Process launcher) throws Exception {
        StringBuilder seen = new StringBuilder();
        var reader = launcher.inputReader();
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            if (line.startsWith("started ")) {
                String[] words = line.split(" ");
                return new LeftBehind(Long.parseLong(words[1]), Integer.parseInt(words[2]));
            }
            seen.append(line).append('\n');
        }
        throw new AssertionError("the launcher ended: " + seen);
    }

    private static Process sleeperAsDatabaseUser() throws Exception {
        List<String> sleep = List.of("sleep", "60");
        String user = TestHome.USER;
        return new ProcessBuilder(user == null ? sleep : UnixUser.named(user).command(sleep)).start();
    }
}
