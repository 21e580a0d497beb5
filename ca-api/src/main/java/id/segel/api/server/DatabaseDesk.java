package id.segel.api.server;

import id.segel.api.config.ServiceConfiguration;
import id.segel.ca.audit.AuditLog;
import id.segel.ca.store.Database;
import id.segel.ca.store.DatabaseRole;
import id.segel.ca.store.Secret;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Opens the database for a command that needs no token, and closes it. */
final class DatabaseDesk {
    private DatabaseDesk() {}

    /**
     * @param role that the configuration names a password file for
     * @throws IllegalArgumentException when it names none
     */
    static <T> T with(ServiceConfiguration configuration, DatabaseRole role, BiFunction<Database, AuditLog, T> work) {
        java.nio.file.@Nullable Path password =
                configuration.database().passwords().of(role);
        if (password == null) {
            throw new IllegalArgumentException("The configuration names no password file of the database role "
                    + role.roleName() + ". Give the configuration of a node that has this role.");
        }
        try (Database database = Database.open(
                configuration.database().url(),
                role,
                Secret.fromFile(password),
                2,
                configuration.database().statementTimeout(),
                new SimpleMeterRegistry())) {
            return work.apply(database, new AuditLog(Clock.systemUTC(), new SecureRandom()));
        }
    }
}
