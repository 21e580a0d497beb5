package id.segel.ca.store;

import id.segel.softhsm.JdbcUrls;
import id.segel.softhsm.TestCluster;
import id.segel.softhsm.TestDatabase;
import id.segel.softhsm.TestDatabases;
import id.segel.softhsm.TestTemplate;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.flywaydb.core.Flyway;

/** Databases with the service's schema, for tests: migrated once for each cluster, copied for each test class. */
public final class CoreDatabase {
    private CoreDatabase() {}

    /** A fresh database in the cluster that all tests of this JVM share. */
    public static TestDatabase create() {
        return template().create();
    }

    private static TestTemplate template() {
        return TestDatabases.template("segel", CoreDatabase::migrate);
    }

    /** A fresh database in a cluster of the test's own, which it may stop and start. */
    public static TestDatabase createIn(TestCluster cluster) {
        return cluster.template("segel", CoreDatabase::migrate).create();
    }

    /** The database as one role sees it, with the password the tests use. */
    public static Database open(TestDatabase database, DatabaseRole role, MeterRegistry meters) {
        return open(database.url(), role, meters);
    }

    public static Database open(String url, DatabaseRole role, MeterRegistry meters) {
        return Database.open(url, role, password(role), 6, Duration.ofSeconds(10), meters);
    }

    static Secret password(DatabaseRole role) {
        return Secret.of("test-" + role.roleName());
    }

    /** A fresh database with the schema of an earlier version. */
    public static TestDatabase createAt(String version) {
        TestDatabase database = TestDatabases.empty();
        bootstrap(database.urls());
        Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(
                        database.url(),
                        DatabaseRole.OWNER.roleName(),
                        password(DatabaseRole.OWNER).reveal())
                .locations("classpath:id/segel/ca/store/migration")
                .target(version)
                .load()
                .migrate();
        return database;
    }

    /** Brings it to the newest schema, as {@code segel db migrate} does. */
    public static String migrateOn(TestDatabase database) {
        return Migrations.migrate(database.url(), password(DatabaseRole.OWNER));
    }

    static void migrate(JdbcUrls urls) {
        bootstrap(urls);
        Migrations.migrate(urls.url(), password(DatabaseRole.OWNER));
    }

    private static void bootstrap(JdbcUrls urls) {
        Map<DatabaseRole, Secret> passwords = new EnumMap<>(DatabaseRole.class);
        for (DatabaseRole role : DatabaseRole.values()) {
            passwords.put(role, password(role));
        }
        Bootstrap.run(
                urls.of("postgres").url(), "postgres", Secret.of(urls.superuserPassword()), urls.database(), passwords);
        try (java.sql.Connection connection = java.sql.DriverManager.getConnection(urls.superuserUrl());
                java.sql.Statement statement = connection.createStatement()) {
            // The fixture made this database before there was an owner.
            statement.execute(
                    "ALTER DATABASE " + statement.enquoteIdentifier(urls.database(), true) + " OWNER TO segel_owner");
            statement.execute("ALTER SCHEMA public OWNER TO segel_owner");
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException("the template cannot be given to its owner", e);
        }
    }
}
