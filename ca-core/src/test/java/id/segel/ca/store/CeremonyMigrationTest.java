package id.segel.ca.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.segel.softhsm.JdbcUrls;
import id.segel.softhsm.TestDatabase;
import id.segel.softhsm.TestDatabases;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** V4 on a database that an earlier program has filled. */
class CeremonyMigrationTest {
    private static final String CEREMONY = "INSERT INTO ceremony (file, file_sha256, transcript, finished_at) VALUES";

    private static void migrateHalfWay(JdbcUrls urls) {
        Map<DatabaseRole, Secret> passwords = new EnumMap<>(DatabaseRole.class);
        for (DatabaseRole role : DatabaseRole.values()) {
            passwords.put(role, CoreDatabase.password(role));
        }
        Bootstrap.run(
                urls.of("postgres").url(), "postgres", Secret.of(urls.superuserPassword()), urls.database(), passwords);
        try (Connection connection = DriverManager.getConnection(urls.superuserUrl());
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "ALTER DATABASE " + statement.enquoteIdentifier(urls.database(), true) + " OWNER TO segel_owner");
            statement.execute("ALTER SCHEMA public OWNER TO segel_owner");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        Flyway.configure()
                .dataSource(
                        urls.url(),
                        DatabaseRole.OWNER.roleName(),
                        CoreDatabase.password(DatabaseRole.OWNER).reveal())
                .locations("classpath:id/segel/ca/store/migration")
                .target("2")
                .load()
                .migrate();
    }

    @Test
    void aFilledDatabaseKeepsItsCeremoniesAndAuthorities() {
        try (TestDatabase database = TestDatabases.template("segel_v2", CeremonyMigrationTest::migrateHalfWay)
                .create()) {
            Jdbi superuser = Jdbi.create(database.superuserUrl());
            superuser.useHandle(handle -> {
                handle.execute(CEREMONY + " ('a', sha256('a'), 'done', now()), ('b', sha256('b'), NULL, NULL)");
                handle.execute("""
                    INSERT INTO authority (name, subject, key_label, spki, spki_sha256, signature_scheme, certificate, not_after, state)
                    VALUES ('root-g1', 's', 'root-g1', 'k1', sha256('k1'), 'ECDSA_SHA256', 'c', now() + interval '1 year', 'ACTIVE'),
                           ('left-g1', 's', 'left-g1', 'k2', sha256('k2'), 'ECDSA_SHA256', NULL, NULL, 'PENDING')
                    """);
            });
            Migrations.migrate(database.url(), CoreDatabase.password(DatabaseRole.OWNER));
            List<String> outcomes = superuser.withHandle(
                    handle -> handle.createQuery("SELECT file || ' ' || outcome FROM ceremony ORDER BY file")
                            .mapTo(String.class)
                            .list());
            assertThat(outcomes).containsExactly("a DONE", "b INTERRUPTED");
            List<String> authorities = superuser.withHandle(handle -> handle.createQuery(
                            "SELECT name || ' ' || state || ' ' || key_token || ' ' || external_issuer FROM authority"
                                    + " ORDER BY id")
                    .mapTo(String.class)
                    .list());
            assertThat(authorities).containsExactly("root-g1 ACTIVE CA false", "left-g1 PENDING CA false");
            theNameOfAnAbandonedAuthorityIsFreeAndNoOther(superuser);
        }
    }

    private static void theNameOfAnAbandonedAuthorityIsFreeAndNoOther(Jdbi superuser) {
        String again = """
            INSERT INTO authority (name, subject, key_label, spki, spki_sha256, signature_scheme) VALUES ('%s', 's', 'x', '%s', sha256('%s'), 'ECDSA_SHA256')
            """;
        assertThatThrownBy(() -> superuser.useHandle(handle -> handle.execute(again.formatted("left-g1", "k3", "k3"))))
                .hasMessageContaining("authority_name_unique");
        assertThatThrownBy(() -> superuser.useHandle(
                        handle -> handle.execute("UPDATE authority SET state = 'ABANDONED' WHERE name = 'root-g1'")))
                .hasMessageContaining("an_abandoned_authority_never_had_one");
        superuser.useHandle(handle -> {
            handle.execute("UPDATE authority SET state = 'ABANDONED' WHERE name = 'left-g1'");
            handle.execute(again.formatted("left-g1", "k3", "k3"));
        });
    }
}
