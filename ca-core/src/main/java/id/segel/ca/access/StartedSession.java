package id.segel.ca.access;

import id.segel.ca.person.Role;
import java.time.Instant;
import java.util.Set;

/**
 * A session just started.
 *
 * @param token for the cookie or the Authorization header; shown this once
 * @param csrfToken goes with every changing request of a cookie session
 * @param expiresAt when it ends at the latest
 */
public record StartedSession(
        String token,
        String csrfToken,
        SessionKind kind,
        long accountId,
        long personId,
        String username,
        Set<Role> roles,
        Instant expiresAt) {
    public StartedSession {
        roles = Set.copyOf(roles);
    }

    /** Without the tokens. */
    @Override
    public String toString() {
        return "StartedSession[accountId=" + accountId + ", kind=" + kind + "]";
    }
}
