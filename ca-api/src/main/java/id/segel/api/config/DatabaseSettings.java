package id.segel.api.config;

import id.segel.api.bind.Default;
import id.segel.api.bind.Limit;
import id.segel.ca.store.DatabaseRole;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where the database is and how a node leans on it.
 *
 * @param url JDBC URL without user and password
 * @param passwords files with the password of each role the node has
 * @param poolSizes connections per role
 * @param statementTimeout bound of one statement
 */
public record DatabaseSettings(
        @Limit(max = 500, pattern = "jdbc:postgresql:.*") String url,
        Passwords passwords,
        @Default("{}") PoolSizes poolSizes,
        @Default("10s") Duration statementTimeout) {
    /** One file per database role; only the roles a node has are read. */
    public record Passwords(
            @Nullable Path web,
            @Nullable Path issuer,
            @Nullable Path sequencer,
            @Nullable Path checker,
            @Nullable Path auditor) {
        /** The file of a role, null where none is named. */
        public @Nullable Path of(DatabaseRole role) {
            return switch (role) {
                case WEB -> web;
                case ISSUER -> issuer;
                case SEQUENCER -> sequencer;
                case CHECKER -> checker;
                case AUDITOR -> auditor;
                case OWNER -> null;
            };
        }
    }

    /** Connections of each pool. */
    public record PoolSizes(
            @Default("10") @Limit(min = 2, max = 100) int web,
            @Default("6") @Limit(min = 2, max = 100) int issuer) {}
}
