package id.segel.ca.access;

import id.segel.ca.person.AccountState;
import id.segel.ca.person.AgencyState;
import id.segel.ca.person.Language;
import id.segel.ca.person.PersonState;
import id.segel.ca.person.Role;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** A session that has not ended, with everything a request needs to know of who asks. */
record SessionRow(
        long accountId,
        long personId,
        String username,
        String subscriberNumber,
        String fullName,
        Language language,
        Set<Role> roles,
        SessionKind kind,
        Instant createdAt,
        Instant lastUsedAt,
        Instant expiresAt,
        boolean agreementAccepted,
        AgencyState agencyState,
        @Nullable Instant productsSeenAt,
        AccountState accountState,
        PersonState personState) {
    /** The session of this token, unless it was ended, is past its end, or was last used before {@code idleSince}. */
    static Optional<SessionRow> live(Handle handle, byte[] tokenSha256, Instant now, Instant idleSince) {
        return handle.createQuery("""
                        SELECT s.account_id, s.kind, s.created_at, s.last_used_at, s.expires_at, s.products_seen_at,
                               a.person_id, a.username, a.state AS account_state,
                               p.subscriber_number, p.full_name, p.language, p.state AS person_state,
                               g.state AS agency_state,
                               ARRAY(SELECT r.role FROM account_role r WHERE r.account_id = a.id) AS roles,
                               EXISTS (SELECT FROM agreement_acceptance c
                                        WHERE c.account_id = a.id
                                          AND c.version = (SELECT max(version) FROM agreement)) AS agreement_accepted
                          FROM session s
                          JOIN account a ON a.id = s.account_id
                          JOIN person p ON p.id = a.person_id
                          JOIN agency g ON g.id = p.agency_id
                         WHERE s.token_sha256 = :token AND s.ended_at IS NULL
                           AND s.expires_at > :now AND s.last_used_at > :idleSince
                        """)
                .bind("token", tokenSha256)
                .bind("now", now)
                .bind("idleSince", idleSince)
                .map((row, context) -> read(row))
                .findOne();
    }

    private static SessionRow read(ResultSet row) throws SQLException {
        Timestamp productsSeenAt = row.getTimestamp("products_seen_at");
        return new SessionRow(
                row.getLong("account_id"),
                row.getLong("person_id"),
                row.getString("username"),
                row.getString("subscriber_number"),
                row.getString("full_name"),
                Language.valueOf(row.getString("language").toUpperCase(Locale.ROOT)),
                Arrays.stream((String[]) row.getArray("roles").getArray())
                        .map(Role::valueOf)
                        .collect(Collectors.toSet()),
                SessionKind.valueOf(row.getString("kind")),
                row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("last_used_at").toInstant(),
                row.getTimestamp("expires_at").toInstant(),
                row.getBoolean("agreement_accepted"),
                AgencyState.valueOf(row.getString("agency_state")),
                productsSeenAt == null ? null : productsSeenAt.toInstant(),
                AccountState.valueOf(row.getString("account_state")),
                PersonState.valueOf(row.getString("person_state")));
    }

    AuthenticatedSession session(Duration idle) {
        Instant idleUntil = lastUsedAt.plus(idle);
        return new AuthenticatedSession(
                accountId,
                personId,
                username,
                subscriberNumber,
                fullName,
                language,
                roles,
                kind,
                createdAt,
                lastUsedAt,
                idleUntil.isBefore(expiresAt) ? idleUntil : expiresAt,
                expiresAt,
                agreementAccepted,
                agencyState,
                productsSeenAt);
    }
}
