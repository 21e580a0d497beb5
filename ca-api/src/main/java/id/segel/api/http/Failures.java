package id.segel.api.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import id.segel.ca.refusal.Problem;
import id.segel.ca.refusal.RefusedException;
import id.segel.ca.refusal.Sentence;
import id.segel.ca.store.Database;
import id.segel.hsm.BadCiphertextException;
import id.segel.hsm.TokenBusyException;
import id.segel.hsm.TokenException;
import jakarta.ws.rs.WebApplicationException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the three kinds of failure apart: bad input, a component that is away, and a fault of ours. Only the last is
 * logged with its stack.
 */
public final class Failures {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);
    private static final Duration TOKEN_WAIT = Duration.ofSeconds(10);
    private static final Duration TOKEN_BUSY = Duration.ofSeconds(2);

    private Failures() {}

    /** The refusal a failure is told as. */
    public static RefusedException refusal(Throwable failure) {
        if (failure instanceof RefusedException refused) {
            if (refused.problem().status() >= 500) {
                LOG.warn("refused: {}", String.valueOf(refused.getCause() == null ? refused : refused.getCause()));
            }
            return refused;
        }
        if (failure instanceof WebApplicationException web) {
            return ofStatus(web.getResponse().getStatus());
        }
        if (failure instanceof RuntimeException runtime
                && Database.translated(runtime) instanceof RefusedException away) {
            LOG.warn("the database is away: {}", runtime.toString());
            return away;
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RefusedException refused) {
                return refused;
            }
            if (cause instanceof BadCiphertextException) {
                // The token is well; what was stored is not.
                break;
            }
            if (cause instanceof TokenBusyException busy) {
                LOG.warn("a token is at its limit: {}", busy.getMessage());
                return RefusedException.because(Problem.OVERLOADED).retryAfter(TOKEN_BUSY);
            }
            if (cause instanceof TokenException token) {
                LOG.warn("a token is away: {}", token.getMessage());
                return RefusedException.because(Problem.TOKEN_AWAY).retryAfter(TOKEN_WAIT);
            }
            if (cause instanceof TimeoutException && failure instanceof java.io.IOException) {
                return slowBody();
            }
        }
        if (failure instanceof JsonProcessingException
                || failure instanceof java.io.EOFException
                || failure instanceof org.eclipse.jetty.io.EofException) {
            LOG.info("a request broke off: {}", failure.getClass().getSimpleName());
            return RefusedException.because(Problem.MALFORMED);
        }
        LOG.error("our fault", failure);
        return RefusedException.because(Problem.OUR_FAULT);
    }

    /** A body that does not come. */
    static RefusedException slowBody() {
        return RefusedException.because(
                Problem.MALFORMED,
                new Sentence(
                        "Isi tidak datang pada waktunya. Periksa sambungan lalu kirim lagi.",
                        "The content did not arrive in time. Check the connection and send it again."));
    }

    /** The refusal for an HTTP status that the server chose itself. */
    public static RefusedException ofStatus(int status) {
        return RefusedException.because(
                switch (status) {
                    case 401 -> Problem.SIGN_IN_REQUIRED;
                    case 403 -> Problem.NOT_PERMITTED;
                    case 404 -> Problem.NOT_FOUND;
                    case 405, 501 -> Problem.METHOD_NOT_ALLOWED;
                    case 406 -> Problem.NOT_ACCEPTABLE;
                    case 413, 414, 431 -> Problem.TOO_LARGE;
                    case 415 -> Problem.UNSUPPORTED_MEDIA_TYPE;
                    case 422 -> Problem.INVALID;
                    case 429 -> Problem.TOO_MANY_REQUESTS;
                    case 503 -> Problem.OVERLOADED;
                    default -> status >= 500 ? Problem.OUR_FAULT : Problem.MALFORMED;
                });
    }
}
