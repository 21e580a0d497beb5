package id.segel.api.doctor;

import id.segel.api.config.DatabaseSettings;
import id.segel.api.health.SchemaVersion;
import id.segel.ca.refusal.RefusedException;
import id.segel.ca.store.Database;
import id.segel.ca.store.DatabaseRole;
import id.segel.ca.store.Secret;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;

/** The database as one role: reachable, rights, durability, clock, schema. */
record DatabaseCheck(DatabaseSettings settings, DatabaseRole role) implements Check {
    private static final Duration DRIFT = Duration.ofSeconds(2);

    @Override
    public void look(Findings findings) {
        Findings here = findings.in("database as " + role.roleName());
        Path password = settings.passwords().of(role);
        if (password == null) {
            here.error(
                    Topic.DATABASE,
                    "The configuration names no password for this role",
                    "Name a file with it under database, passwords.");
            return;
        }
        try (Database database = Database.open(
                settings.url(),
                role,
                Secret.fromFile(password),
                1,
                settings.statementTimeout(),
                new SimpleMeterRegistry())) {
            here.ok(Topic.DATABASE, "PostgreSQL " + one(database, "SHOW server_version") + " answers");
            rights(database, here);
            durability(database, here);
            clock(database, here);
            if (role == DatabaseRole.WEB) {
                schema(database, here);
            }
        } catch (RuntimeException e) {
            here.error(
                    Topic.DATABASE,
                    "It does not answer: " + told(e),
                    "Check that PostgreSQL runs, URL and password, and run `segel db bootstrap` and `segel db migrate`.");
        }
    }

    private static String told(RuntimeException failure) {
        Throwable cause =
                failure instanceof RefusedException && failure.getCause() != null ? failure.getCause() : failure;
        return String.valueOf(cause.getMessage());
    }

    private void rights(Database database, Findings here) {
        boolean mayIssue = Boolean.parseBoolean(
                one(database, "SELECT has_table_privilege(current_user, 'certificate', 'INSERT')::text"));
        boolean mayChangeLog = Boolean.parseBoolean(
                one(
                        database,
                        "SELECT (has_table_privilege(current_user, 'audit_event', 'UPDATE') OR has_table_privilege(current_user, 'audit_event', 'DELETE'))::text"));
        if (mayIssue == (role == DatabaseRole.ISSUER) && !mayChangeLog) {
            here.ok(Topic.DATABASE_RIGHTS, "The role may do what it should and no more");
        } else {
            here.error(
                    Topic.DATABASE_RIGHTS,
                    "The role's rights are not as they should be (writes certificates: " + mayIssue
                            + ", changes the log: " + mayChangeLog + ")",
                    "Run `segel db bootstrap` and `segel db migrate`, and undo what was granted by hand.");
        }
    }

    private void durability(Database database, Findings here) {
        for (String setting : List.of("fsync", "full_page_writes")) {
            if ("off".equals(one(database, "SHOW " + setting))) {
                here.error(
                        Topic.DATABASE_DURABILITY,
                        setting + " is off, a power cut loses intents",
                        "Set " + setting + " = on in postgresql.conf.");
            }
        }
        here.ok(
                Topic.DATABASE_DURABILITY,
                "synchronous_commit " + one(database, "SHOW synchronous_commit") + ", synchronous_standby_names \""
                        + one(database, "SHOW synchronous_standby_names") + "\"");
    }

    private void clock(Database database, Findings here) {
        Instant before = Instant.now();
        Instant there = database.read(handle -> handle.createQuery("SELECT clock_timestamp()")
                        .mapTo(OffsetDateTime.class)
                        .one())
                .toInstant();
        Duration drift = Duration.between(before, there).abs();
        if (drift.compareTo(DRIFT) > 0) {
            here.error(
                    Topic.DATABASE_CLOCK,
                    "Its clock differs from this machine's by " + drift.toMillis() + " ms",
                    "Keep both with NTP; certificates carry the database's time.");
        } else {
            here.ok(Topic.DATABASE_CLOCK, "Its clock differs from this machine's by " + drift.toMillis() + " ms");
        }
    }

    private void schema(Database database, Findings here) {
        int known = SchemaVersion.ofProgram().known();
        int there = SchemaVersion.of(database);
        if (there < known) {
            here.error(
                    Topic.DATABASE_SCHEMA,
                    "Schema version " + there + ", the program needs " + known,
                    "Run `segel db migrate`.");
        } else {
            here.ok(Topic.DATABASE_SCHEMA, "Schema version " + there);
        }
    }

    private static String one(Database database, String sql) {
        return database.read(
                handle -> handle.createQuery(sql).mapTo(String.class).one());
    }
}
