package id.segel.ca.access;

import id.segel.ca.audit.Actor;
import id.segel.ca.person.AgencyState;
import id.segel.ca.person.Language;
import id.segel.ca.person.Role;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, as of this request.
 *
 * @param createdAt when the session began; the procedure's first step begins here
 * @param lastUsedAt at most a minute behind
 * @param idleUntil when it ends unless it is used
 * @param expiresAt when it ends in any case
 * @param agreementAccepted whether the agreement in force has been accepted
 * @param agencyState a suspended agency's people may look, not apply
 * @param productsSeenAt when the products were first shown in this session
 */
public record AuthenticatedSession(
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
        Instant idleUntil,
        Instant expiresAt,
        boolean agreementAccepted,
        AgencyState agencyState,
        @Nullable Instant productsSeenAt) {
    public AuthenticatedSession {
        roles = Set.copyOf(roles);
    }

    /** The one who acts, for services and the audit log. */
    public Actor actor() {
        return Actor.account(accountId, personId);
    }

    public boolean has(Role role) {
        return roles.contains(role);
    }
}
