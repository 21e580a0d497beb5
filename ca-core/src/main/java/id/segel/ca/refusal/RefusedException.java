package id.segel.ca.refusal;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The authority refuses: the state is as it was. Carries one {@link Problem}, every fault at once, and where it helps the
 * path of the thing that stands in the way or the time to wait. Immutable.
 */
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Problem problem;
    private final transient List<Fault> faults;
    private final transient @Nullable Sentence detail;
    private final @Nullable String location;
    private final @Nullable Duration retryAfter;

    private RefusedException(
            Problem problem,
            @Nullable Sentence detail,
            List<Fault> faults,
            @Nullable String location,
            @Nullable Duration retryAfter) {
        super(problem + (detail == null ? "" : ": " + detail.english()));
        this.problem = Objects.requireNonNull(problem);
        this.detail = detail;
        this.faults = List.copyOf(faults);
        this.location = location;
        this.retryAfter = retryAfter;
    }

    /** A refusal that the problem's own sentence explains. */
    public static RefusedException because(Problem problem) {
        return new RefusedException(problem, null, List.of(), null, null);
    }

    /** A refusal explained by a sentence of its own. */
    public static RefusedException because(Problem problem, Sentence detail) {
        return new RefusedException(problem, detail, List.of(), null, null);
    }

    /** A refusal with all faults of what was sent. */
    public static RefusedException because(Problem problem, List<Fault> faults) {
        return new RefusedException(problem, null, faults, null, null);
    }

    /** The same refusal, naming the path of what stands in the way (becomes the Location header). */
    public RefusedException at(String path) {
        return new RefusedException(problem, detail, faults, path, retryAfter);
    }

    /** The same refusal, saying when to try again (becomes Retry-After). */
    public RefusedException retryAfter(Duration wait) {
        return new RefusedException(problem, detail, faults, location, wait);
    }

    public Problem problem() {
        return problem;
    }

    /** The sentence that explains, the problem's own where no other was given. */
    public Sentence detail() {
        return detail == null ? problem.sentence() : detail;
    }

    public List<Fault> faults() {
        return faults;
    }

    public @Nullable String location() {
        return location;
    }

    public @Nullable Duration retryAfter() {
        return retryAfter;
    }
}
