package id.segel.softhsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class TestDatabasesTest {
    @Test
    void theMigrationRunsOnceAndEveryDatabaseIsACopyOfItsOwn() throws Exception {
        AtomicInteger migrations = new AtomicInteger();
        TestTemplate template = TestDatabases.template("counted", urls -> {
            migrations.incrementAndGet();
            run(urls.superuserUrl(), "CREATE TABLE t (x int)");
        });
        TestTemplate again = TestDatabases.template("counted", urls -> migrations.incrementAndGet());

        try (TestDatabase first = template.create();
                TestDatabase second = again.create()) {
            run(first.superuserUrl(), "INSERT INTO t VALUES (1)");

            assertThat(ask(first.superuserUrl(), "SELECT count(*) FROM t")).isEqualTo("1");
            assertThat(ask(second.superuserUrl(), "SELECT count(*) FROM t")).isEqualTo("0");
        }
        assertThat(migrations).hasValue(1);
    }

    @Test
    void aMigrationThatLeavesAConnectionOpenIsCopiedAllTheSame() throws Exception {
        TestTemplate template = TestDatabases.template("left_open", urls -> {
            try {
                DriverManager.getConnection(urls.superuserUrl());
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });

        try (TestDatabase database = template.create()) {
            assertThat(ask(database.superuserUrl(), "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void aRoleConnectsWithItsPasswordWhateverIsInIt() throws Exception {
        try (TestDatabase database = TestDatabases.empty()) {
            run(database.superuserUrl(), "CREATE ROLE odd_password LOGIN PASSWORD 'a&b=c d%'");

            assertThat(ask(database.url("odd_password", "a&b=c d%"), "SELECT current_user"))
                    .isEqualTo("odd_password");
            assertThat(database.urls().toString()).doesNotContain("password");
        }
    }

    @Test
    void terminatedConnectionsAreGone() throws Exception {
        try (TestDatabase database = TestDatabases.empty();
                Connection connection = database.connect()) {
            database.terminateConnections();

            assertThatThrownBy(() -> connection.createStatement().execute("SELECT 1"))
                    .isInstanceOf(SQLException.class);
        }
    }

    @Test
    void aPrivateClusterGoesAwayAndComesBackOnItsPort() throws Exception {
        try (TestCluster cluster = TestCluster.privateCluster()) {
            TestDatabase database = cluster.empty();
            run(database.superuserUrl(), "CREATE TABLE kept AS SELECT 7 AS x");

            cluster.stop();
            assertThatThrownBy(() -> ask(database.superuserUrl(), "SELECT 1")).hasMessageContaining("refused");
            cluster.start();

            assertThat(ask(database.superuserUrl(), "SELECT x FROM kept")).isEqualTo("7");
        }
    }

    @Test
    void aDurableClusterKeepsWhatWasCommittedBeforeItCrashed() throws Exception {
        try (TestCluster cluster = TestCluster.privateCluster(Map.of("fsync", "on", "full_page_writes", "on"))) {
            TestDatabase database = cluster.empty();
            run(database.superuserUrl(), "CREATE TABLE kept AS SELECT 7 AS x");

            cluster.crash();
            cluster.start();

            assertThat(ask(database.superuserUrl(), "SELECT x FROM kept")).isEqualTo("7");
        }
    }

    @Test
    void aPausedClusterAnswersNobodyUntilItGoesOn() throws Exception {
        try (TestCluster cluster = TestCluster.privateCluster();
                TestDatabase database = cluster.empty();
                Connection open = database.connect()) {
            cluster.pause();
            CompletableFuture<Void> onOldConnection =
                    CompletableFuture.runAsync(() -> execute(open, "CREATE TABLE answered (x int)"));
            CompletableFuture<Void> onNewConnection =
                    CompletableFuture.runAsync(() -> run(database.superuserUrl(), "SELECT 1"));
            Awaitility.await()
                    .during(Duration.ofMillis(300))
                    .until(() -> !onOldConnection.isDone() && !onNewConnection.isDone());

            cluster.resume();

            assertThat(onOldConnection).succeedsWithin(Duration.ofSeconds(10));
            assertThat(onNewConnection).succeedsWithin(Duration.ofSeconds(10));
        }
    }

    private static void run(String url, String sql) {
        try (Connection connection = DriverManager.getConnection(url)) {
            execute(connection, sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void execute(Connection connection, String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String ask(String url, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
