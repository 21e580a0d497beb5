package id.segel.api.session;

import id.segel.api.access.Caller;
import id.segel.api.access.Operation;
import id.segel.api.access.Origins;
import id.segel.api.access.Permit;
import id.segel.api.http.BodyLimit;
import id.segel.api.http.RateLimit;
import id.segel.ca.access.SessionKind;
import id.segel.ca.access.Sessions;
import id.segel.ca.access.StartedSession;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Signing in and out (SOP step 1). */
@Path("/api/v1/session")
@Tag(name = "session")
@Produces(MediaType.APPLICATION_JSON)
public final class SessionResource {
    private final Sessions sessions;
    private final Origins origins;
    private final RateLimit byAddress;
    private final RateLimit byAccount;

    /**
     * @param byAddress attempts from one address
     * @param byAccount attempts for one name
     */
    public SessionResource(Sessions sessions, Origins origins, RateLimit byAddress, RateLimit byAccount) {
        this.sessions = sessions;
        this.origins = origins;
        this.byAddress = byAddress;
        this.byAccount = byAccount;
    }

    @POST
    @Permit(Operation.START_SESSION)
    @BodyLimit(BodyLimit.CREDENTIALS)
    @Consumes(MediaType.APPLICATION_JSON)
    @io.swagger.v3.oas.annotations.Operation(
            summary = "Sign in",
            description = "Starts a session in a cookie, or with bearer=true as a token for Authorization: Bearer.")
    @ApiResponse(
            responseCode = "200",
            description = "The session",
            content = @Content(schema = @Schema(implementation = SessionView.class)))
    public Response startSession(
            SignIn signIn,
            @Parameter(description = "true: a token instead of a cookie") @QueryParam("bearer") @DefaultValue("false")
                    boolean bearer,
            @Context HttpServletRequest request) {
        byAddress.take(request.getRemoteAddr());
        byAccount.take(signIn.username().strip().toLowerCase(Locale.ROOT));
        StartedSession started = sessions.start(
                signIn.username(), signIn.password(), signIn.otp(), bearer ? SessionKind.BEARER : SessionKind.COOKIE);
        if (bearer) {
            return Response.ok(SessionView.ofBearer(started)).build();
        }
        return Response.ok(SessionView.ofCookie(started))
                .cookie(cookie(started.token(), NewCookie.DEFAULT_MAX_AGE))
                .build();
    }

    @GET
    @Permit(Operation.SHOW_SESSION)
    @io.swagger.v3.oas.annotations.Operation(summary = "Who am I")
    public SessionView showSession(@Context ContainerRequestContext request) {
        Caller.Person person = Caller.person(request);
        @Nullable
        String csrf = person.session().kind() == SessionKind.COOKIE ? sessions.csrfToken(person.token()) : null;
        return SessionView.of(person.session(), csrf);
    }

    @DELETE
    @Permit(Operation.END_SESSION)
    @io.swagger.v3.oas.annotations.Operation(summary = "Sign out")
    @ApiResponse(responseCode = "204", description = "The session has ended")
    public Response endSession(@Context ContainerRequestContext request) {
        Caller.Person person = Caller.person(request);
        sessions.end(person.token());
        Response.ResponseBuilder answer = Response.noContent();
        if (person.session().kind() == SessionKind.COOKIE) {
            answer.cookie(cookie("", 0)).header("Clear-Site-Data", "\"cache\", \"storage\"");
        }
        return answer.build();
    }

    private NewCookie cookie(String value, int maxAge) {
        return new NewCookie.Builder(origins.cookieName())
                .value(value)
                .path("/")
                .maxAge(maxAge)
                .secure(origins.https())
                .httpOnly(true)
                .sameSite(NewCookie.SameSite.STRICT)
                .build();
    }
}
