package id.segel.api.http;

import id.segel.ca.refusal.RefusedException;
import jakarta.inject.Inject;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The one mapper: everything that is thrown becomes a problem. */
public final class ProblemMapper implements ExceptionMapper<Throwable> {
    private final HttpHeaders headers;

    @Inject
    public ProblemMapper(@Context HttpHeaders headers) {
        this.headers = headers;
    }

    @Override
    public Response toResponse(Throwable failure) {
        if (failure instanceof WebApplicationException web
                && web.getResponse().getStatusInfo().getFamily() == Response.Status.Family.REDIRECTION) {
            return web.getResponse();
        }
        RefusedException refusal = Failures.refusal(failure);
        Response.ResponseBuilder answer = answer(refusal, headers.getHeaderString(HttpHeaders.ACCEPT_LANGUAGE));
        if (failure instanceof WebApplicationException web) {
            String allow = web.getResponse().getHeaderString(HttpHeaders.ALLOW);
            if (allow != null) {
                answer.header(HttpHeaders.ALLOW, allow);
            }
        }
        return answer.build();
    }

    /** A refusal as an answer. */
    public static Response.ResponseBuilder answer(RefusedException refusal, @Nullable String acceptLanguage) {
        Locale language = Reader.language(acceptLanguage);
        Response.ResponseBuilder answer = Response.status(refusal.problem().status())
                .type(ProblemBody.MEDIA_TYPE)
                .language(language)
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_LANGUAGE)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .entity(ProblemBody.of(refusal, language, RequestId.current()));
        if (refusal.problem().status() == 401) {
            answer.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        String location = refusal.location();
        if (location != null) {
            answer.header(HttpHeaders.LOCATION, location);
        }
        Duration wait = refusal.retryAfter();
        if (wait != null) {
            answer.header(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, (wait.toMillis() + 999) / 1000)));
        } else if (refusal.problem().status() == 503) {
            answer.header(HttpHeaders.RETRY_AFTER, "5");
        }
        return answer;
    }
}
