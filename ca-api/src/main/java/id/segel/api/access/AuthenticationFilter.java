package id.segel.api.access;

import id.segel.ca.access.AuthenticatedSession;
import id.segel.ca.access.SessionKind;
import id.segel.ca.access.Sessions;
import id.segel.ca.refusal.Problem;
import id.segel.ca.refusal.RefusedException;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who asks before anything is said about what they ask for. Sessions come in a cookie or as a bearer token
 * of the form {@code st_} and 43 characters; any other bearer token is LOCK's and opens the three paths that know such
 * tokens.
 */
@PreMatching
@Priority(Priorities.AUTHENTICATION)
public final class AuthenticationFilter implements ContainerRequestFilter {
    /** The header a page proves itself with. */
    public static final String CSRF_HEADER = "X-CSRF-Token";

    private static final Pattern API = Pattern.compile("/(api|admin|audit)(/.*)?");
    private static final Set<String> OPEN =
            Set.of("POST /api/v1/session", "POST /api/v1/activation", "GET /api/v1/agreements/current");
    private static final Pattern FOR_LOCK =
            Pattern.compile("(PUT /api/v1/applications/[^/]+/csr|GET /api/v1/applications/[^/]+/(state|certificate))");
    private static final Pattern SESSION_TOKEN = Pattern.compile("st_[A-Za-z0-9_-]{43}");
    private static final Pattern LOCK_TOKEN = Pattern.compile("[A-Za-z0-9_-]{20,200}");
    private static final Set<String> HARMLESS = Set.of("GET", "HEAD", "OPTIONS");

    private final Sessions sessions;
    private final Origins origins;

    public AuthenticationFilter(Sessions sessions, Origins origins) {
        this.sessions = sessions;
        this.origins = origins;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        String path = request.getUriInfo().getRequestUri().getRawPath();
        if (!API.matcher(path).matches()) {
            return;
        }
        String bearer = bearer(request.getHeaders().get(HttpHeaders.AUTHORIZATION));
        Cookie cookie = request.getCookies().get(origins.cookieName());
        if (bearer != null && cookie != null) {
            throw RefusedException.because(Problem.TWO_CREDENTIALS);
        }
        String asked = request.getMethod() + " " + path;
        if (OPEN.contains(asked)) {
            request.setProperty(Caller.PROPERTY, new Caller.Nobody());
        } else if (bearer != null) {
            request.setProperty(Caller.PROPERTY, byBearer(bearer, asked));
        } else if (cookie != null) {
            request.setProperty(Caller.PROPERTY, byCookie(request, cookie.getValue()));
        } else {
            throw RefusedException.because(Problem.SIGN_IN_REQUIRED);
        }
    }

    private static @Nullable String bearer(@Nullable List<String> headers) {
        if (headers == null || headers.isEmpty()) {
            return null;
        }
        String header = headers.get(0);
        if (headers.size() > 1 || !header.regionMatches(true, 0, "Bearer ", 0, 7)) {
            throw RefusedException.because(Problem.SIGN_IN_REQUIRED);
        }
        return header.substring(7).strip();
    }

    private Caller byBearer(String token, String asked) {
        if (SESSION_TOKEN.matcher(token).matches()) {
            return new Caller.Person(session(token, SessionKind.BEARER), token);
        }
        if (FOR_LOCK.matcher(asked).matches() && LOCK_TOKEN.matcher(token).matches()) {
            return new Caller.Lock(token);
        }
        throw RefusedException.because(Problem.SIGN_IN_REQUIRED);
    }

    private Caller byCookie(ContainerRequestContext request, String token) {
        AuthenticatedSession session = session(token, SessionKind.COOKIE);
        if (!HARMLESS.contains(request.getMethod().toUpperCase(Locale.ROOT))) {
            String offered = request.getHeaderString(CSRF_HEADER);
            String origin = request.getHeaderString("Origin");
            if (offered == null || !same(offered, sessions.csrfToken(token)) || !origins.isOwn(origin)) {
                throw RefusedException.because(Problem.CSRF_TOKEN_WRONG);
            }
        }
        return new Caller.Person(session, token);
    }

    private AuthenticatedSession session(String token, SessionKind kind) {
        return sessions.authenticate(token)
                .filter(session -> session.kind() == kind)
                .orElseThrow(() -> RefusedException.because(Problem.SIGN_IN_REQUIRED));
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
