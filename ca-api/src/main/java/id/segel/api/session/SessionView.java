package id.segel.api.session;

import id.segel.ca.access.AuthenticatedSession;
import id.segel.ca.access.StartedSession;
import id.segel.ca.person.Role;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A session as its holder sees it. */
@Schema(name = "Session")
public record SessionView(
        String username,
        @Nullable String fullName,
        @Nullable String subscriberNumber,
        List<Role> roles,
        @Schema(description = "When it ends in any case.") Instant expiresAt,

        @Schema(description = "When it ends unless it is used.") @Nullable
        Instant idleUntil,

        @Schema(description = "Whether the agreement in force has been accepted.") @Nullable
        Boolean agreementAccepted,

        @Schema(description = "Goes into X-CSRF-Token with every change; for cookie sessions.") @Nullable
        String csrfToken,

        @Schema(description = "For Authorization: Bearer; shown this once.") @Nullable
        String token) {
    static SessionView ofCookie(StartedSession started) {
        return new SessionView(
                started.username(),
                null,
                null,
                sorted(started.roles()),
                started.expiresAt(),
                null,
                null,
                started.csrfToken(),
                null);
    }

    static SessionView ofBearer(StartedSession started) {
        return new SessionView(
                started.username(),
                null,
                null,
                sorted(started.roles()),
                started.expiresAt(),
                null,
                null,
                null,
                started.token());
    }

    static SessionView of(AuthenticatedSession session, @Nullable String csrfToken) {
        return new SessionView(
                session.username(),
                session.fullName(),
                session.subscriberNumber(),
                sorted(session.roles()),
                session.expiresAt(),
                session.idleUntil(),
                session.agreementAccepted(),
                csrfToken,
                null);
    }

    private static List<Role> sorted(Set<Role> roles) {
        return roles.stream().sorted().toList();
    }
}
