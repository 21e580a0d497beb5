package id.segel.ca.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.segel.ca.refusal.Problem;
import id.segel.ca.refusal.RefusedException;
import id.segel.softhsm.TestCluster;
import id.segel.softhsm.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {
    static TestDatabase testDatabase;

    @BeforeAll
    static void open() {
        testDatabase = CoreDatabase.create();
    }

    @AfterAll
    static void close() {
        testDatabase.close();
    }

    @Test
    void everyTransactionIsReadCommittedAndWaitsForTheDisk() {
        try (Database web = CoreDatabase.open(testDatabase, DatabaseRole.WEB, new SimpleMeterRegistry())) {
            List<String> settings = web.inTransaction(t -> t.createQuery(
                            "SELECT current_setting('transaction_isolation') UNION ALL SELECT current_setting('synchronous_commit')")
                    .mapTo(String.class)
                    .list());
            assertThat(settings).containsExactly("read committed", "on");
        }
    }

    @Test
    void theServiceDoesNotRunAsOwner() {
        assertThatThrownBy(() -> CoreDatabase.open(testDatabase, DatabaseRole.OWNER, new SimpleMeterRegistry()))
                .hasMessageContaining("does not run as the database owner");
    }

    @Test
    void aRoleThatIsMightierThanItShouldBeIsRefused() {
        Jdbi superuser = Jdbi.create(testDatabase.superuserUrl());
        superuser.useHandle(h -> h.execute("ALTER ROLE segel_checker CREATEROLE"));
        try {
            assertThatThrownBy(() -> CoreDatabase.open(testDatabase, DatabaseRole.CHECKER, new SimpleMeterRegistry()))
                    .hasMessageContaining("segel_checker is an owner or superuser");
        } finally {
            superuser.useHandle(h -> h.execute("ALTER ROLE segel_checker NOCREATEROLE"));
        }
    }

    @Test
    void theWebRoleCannotWriteIntentsOrCertificates() {
        try (Database web = CoreDatabase.open(testDatabase, DatabaseRole.WEB, new SimpleMeterRegistry())) {
            assertThatThrownBy(
                            () -> web.useTransaction(t -> t.execute("INSERT INTO certificate (serial) VALUES ('x')")))
                    .hasMessageContaining("permission denied");
            assertThatThrownBy(() -> web.useTransaction(t -> t.execute("UPDATE certificate SET der = 'x'")))
                    .hasMessageContaining("permission denied");
        }
    }

    @Test
    void theIssuerLocksAPersonButChangesNothingOfThem() {
        try (Database issuer = CoreDatabase.open(testDatabase, DatabaseRole.ISSUER, new SimpleMeterRegistry())) {
            issuer.useTransaction(t -> t.createQuery("SELECT id FROM person FOR SHARE")
                    .mapTo(Long.class)
                    .list());
            assertThatThrownBy(() -> issuer.useTransaction(t -> t.execute("UPDATE person SET full_name = 'x'")))
                    .hasMessageContaining("permission denied");
        }
    }

    @Test
    void transactionsAreNotNestedAndNoTokenIsAskedInside() {
        try (Database web = CoreDatabase.open(testDatabase, DatabaseRole.WEB, new SimpleMeterRegistry())) {
            assertThatThrownBy(() -> web.useTransaction(t -> web.useTransaction(u -> {})))
                    .hasMessageContaining("already open");
            assertThatThrownBy(() -> web.useTransaction(t -> Database.requireNoTransaction()))
                    .hasMessageContaining("token was asked");
            Database.requireNoTransaction();
        }
    }

    @Test
    void aDatabaseThatIsAwayIsToldAsThatAndFoundAgain() {
        try (TestCluster cluster = TestCluster.privateCluster()) {
            TestDatabase database = CoreDatabase.createIn(cluster);
            try (Database web = CoreDatabase.open(database, DatabaseRole.WEB, new SimpleMeterRegistry())) {
                cluster.stop();
                assertThatThrownBy(() -> web.read(h ->
                                h.createQuery("SELECT 1").mapTo(Integer.class).one()))
                        .isInstanceOfSatisfying(RefusedException.class, e -> {
                            assertThat(e.problem()).isEqualTo(Problem.DATABASE_AWAY);
                            assertThat(e.retryAfter()).isNotNull();
                        });
                cluster.start();
                org.awaitility.Awaitility.await()
                        .atMost(Duration.ofSeconds(20))
                        .ignoreExceptions()
                        .until(() -> web.read(h -> h.createQuery("SELECT 1")
                                        .mapTo(Integer.class)
                                        .one())
                                == 1);
            }
        }
    }

    @Test
    void bootstrapCanBeRepeatedAndMigratingAgainChangesNothing() {
        CoreDatabase.migrate(testDatabase.urls());
        assertThat(Migrations.migrate(testDatabase.url(), CoreDatabase.password(DatabaseRole.OWNER)))
                .isNotEqualTo("0");
    }

    @Test
    void aSecretFileThatOthersCanReadIsRefused(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("password"), "hunter2\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> Secret.fromFile(file))
                .hasMessageContaining("0600")
                .hasMessageNotContaining("hunter2");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertThat(Secret.fromFile(file).reveal()).isEqualTo("hunter2");
        assertThat(Secret.fromFile(file)).hasToString("[REDACTED]");
    }
}
