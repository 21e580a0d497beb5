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
import java.util.Objects;

/** Looks at the database as one role: reachable, rights, durability, clock, schema. */
final class DatabaseCheck {
    private static final Duration DRIFT = Duration.ofSeconds(2);

    private final DatabaseSettings settings;
    private final Findings findings;

    DatabaseCheck(DatabaseSettings settings, Findings findings) {
        this.settings = settings;
        this.findings = findings;
    }

    void examine(DatabaseRole role) {
        String name = "database as " + role.roleName();
        Path password = Objects.requireNonNull(settings.passwords().of(role));
        try (Database database = Database.open(
                settings.url(),
                role,
                Secret.fromFile(password),
                1,
                settings.statementTimeout(),
                new SimpleMeterRegistry())) {
            findings.ok(name + ": " + one(database, "SHOW server_version"));
            rights(name, role, database);
            durability(name, database);
            clock(name, database);
            if (role == DatabaseRole.WEB) {
                schema(name, database);
            }
        } catch (RuntimeException e) {
            findings.mend(
                    name + ": " + told(e),
                    "Check that PostgreSQL runs, URL and password, and run `segel db bootstrap` and `segel db migrate`.");
        }
    }

    private static String told(RuntimeException failure) {
        Throwable cause =
                failure instanceof RefusedException && failure.getCause() != null ? failure.getCause() : failure;
        return String.valueOf(cause.getMessage());
    }

    private void rights(String name, DatabaseRole role, Database database) {
        boolean mayIssue = Boolean.parseBoolean(
                one(database, "SELECT has_table_privilege(current_user, 'certificate', 'INSERT')::text"));
        boolean mayChangeLog = Boolean.parseBoolean(
                one(
                        database,
                        "SELECT (has_table_privilege(current_user, 'audit_event', 'UPDATE') OR has_table_privilege(current_user, 'audit_event', 'DELETE'))::text"));
        if (mayIssue == (role == DatabaseRole.ISSUER) && !mayChangeLog) {
            findings.ok(name + ": rights as they should be");
        } else {
            findings.mend(
                    name + ": rights are not as they should be (writes certificates: " + mayIssue
                            + ", changes the log: " + mayChangeLog + ")",
                    "Run `segel db bootstrap` and `segel db migrate`, and undo what was granted by hand.");
        }
    }

    private void durability(String name, Database database) {
        for (String setting : List.of("fsync", "full_page_writes")) {
            if ("off".equals(one(database, "SHOW " + setting))) {
                findings.mend(
                        name + ": " + setting + " is off, a power cut loses intents",
                        "Set " + setting + " = on in postgresql.conf.");
            }
        }
        findings.ok(name + ": synchronous_commit " + one(database, "SHOW synchronous_commit")
                + ", synchronous_standby_names \"" + one(database, "SHOW synchronous_standby_names") + "\"");
    }

    private void clock(String name, Database database) {
        Instant before = Instant.now();
        Instant there = database.read(handle -> handle.createQuery("SELECT clock_timestamp()")
                        .mapTo(OffsetDateTime.class)
                        .one())
                .toInstant();
        Duration drift = Duration.between(before, there).abs();
        if (drift.compareTo(DRIFT) > 0) {
            findings.mend(
                    name + ": its clock differs from this machine's by " + drift.toMillis() + " ms",
                    "Keep both with NTP; certificates carry the database's time.");
        } else {
            findings.ok(name + ": its clock differs by " + drift.toMillis() + " ms");
        }
    }

    private void schema(String name, Database database) {
        int known = SchemaVersion.ofProgram().known();
        int there = SchemaVersion.of(database);
        if (there < known) {
            findings.mend(
                    name + ": schema version " + there + ", the program needs " + known, "Run `segel db migrate`.");
        } else {
            findings.ok(name + ": schema version " + there);
        }
    }

    private static String one(Database database, String sql) {
        return database.read(
                handle -> handle.createQuery(sql).mapTo(String.class).one());
    }
}
