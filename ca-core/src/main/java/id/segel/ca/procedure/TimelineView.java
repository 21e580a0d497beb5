package id.segel.ca.procedure;

import id.segel.ca.refusal.Sentence;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How long a file took, step by step, against the norm.
 *
 * @param steps one for each step of the procedure, in its order
 * @param normSeconds sum of the norms of the steps, waiting in the queue apart
 * @param workingSeconds time during which at least one step was being worked on, waiting in the queue apart
 * @param overNorm whether that is more than the norm; shown, never a reason to refuse
 */
public record TimelineView(List<Step> steps, long normSeconds, double workingSeconds, boolean overNorm) {
    public TimelineView {
        steps = List.copyOf(steps);
    }

    /**
     * One step of the procedure.
     *
     * @param step number of the step
     * @param clause where it is written
     * @param party who does it
     * @param title what it is called
     * @param normSeconds how long it should take
     * @param workingSeconds how long it took in all; the clock stands while the other side holds the file
     * @param overNorm whether that is more than the norm
     * @param running whether its clock runs now
     * @param segments each time it was worked on, oldest first
     */
    public record Step(
            int step,
            String clause,
            ProcedureStep.Party party,
            Sentence title,
            int normSeconds,
            double workingSeconds,
            boolean overNorm,
            boolean running,
            List<Segment> segments) {
        public Step {
            segments = List.copyOf(segments);
        }
    }

    /**
     * One time a step was worked on.
     *
     * @param round of the file
     * @param startedAt when the clock started
     * @param endedAt when it stopped; null while it runs
     * @param by full name of who worked on it, where a person did
     */
    public record Segment(
            int round,
            Instant startedAt,
            @Nullable Instant endedAt,
            @Nullable String by) {}
}
