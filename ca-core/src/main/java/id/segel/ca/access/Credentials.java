package id.segel.ca.access;

import id.segel.ca.person.AccountState;
import id.segel.ca.person.PersonState;
import id.segel.ca.person.Role;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What a sign-in is compared with. */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares credentials with each other.
record Credentials(
        long accountId,
        long personId,
        String passwordHash,
        byte @Nullable [] totpSecret,
        @Nullable Instant lockedUntil,
        AccountState accountState,
        PersonState personState,
        Set<Role> roles) {
    static Optional<Credentials> of(Handle handle, String username) {
        return handle.createQuery("""
                        SELECT a.id, a.person_id, a.password_hash, a.totp_secret_encrypted, a.locked_until, a.state,
                               p.state AS person_state,
                               ARRAY(SELECT r.role FROM account_role r WHERE r.account_id = a.id) AS roles
                          FROM account a
                          JOIN person p ON p.id = a.person_id
                         WHERE a.username = :username
                        """)
                .bind("username", username)
                .map((row, context) -> new Credentials(
                        row.getLong("id"),
                        row.getLong("person_id"),
                        row.getString("password_hash"),
                        row.getBytes("totp_secret_encrypted"),
                        row.getTimestamp("locked_until") == null
                                ? null
                                : row.getTimestamp("locked_until").toInstant(),
                        AccountState.valueOf(row.getString("state")),
                        PersonState.valueOf(row.getString("person_state")),
                        Arrays.stream((String[]) row.getArray("roles").getArray())
                                .map(Role::valueOf)
                                .collect(Collectors.toSet())))
                .findOne();
    }

    boolean lockedAt(Instant now) {
        return lockedUntil != null && now.isBefore(lockedUntil);
    }

    /** A secret once given is asked for, whatever the roles are. */
    boolean needsCode() {
        return totpSecret != null || roles.stream().anyMatch(Role::needsTotp);
    }

    @Override
    public String toString() {
        return "Credentials[accountId=" + accountId + "]";
    }
}
