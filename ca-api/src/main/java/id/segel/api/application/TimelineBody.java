package id.segel.api.application;

import id.segel.ca.procedure.ProcedureStep;
import id.segel.ca.procedure.TimelineView;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How long a file took, step by step, against the norm. */
@Schema(name = "Timeline")
public record TimelineBody(
        List<Step> steps,

        @Schema(description = "Sum of the norms, waiting in the queue apart.")
        long normSeconds,

        double workingSeconds,
        boolean overNorm) {
    /** One step of the procedure. */
    @Schema(name = "TimelineStep")
    public record Step(
            int step,
            String clause,
            ProcedureStep.Party party,
            String title,
            int normSeconds,
            double workingSeconds,
            boolean overNorm,
            boolean running,
            List<Segment> segments) {}

    /** One time a step was worked on. */
    @Schema(name = "TimelineSegment")
    public record Segment(
            int round,
            Instant startedAt,
            @Nullable Instant endedAt,
            @Nullable String by) {}

    /** In the reader's language. */
    public static TimelineBody of(TimelineView view, Locale language) {
        return new TimelineBody(
                view.steps().stream().map(step -> step(step, language)).toList(),
                view.normSeconds(),
                view.workingSeconds(),
                view.overNorm());
    }

    private static Step step(TimelineView.Step step, Locale language) {
        return new Step(
                step.step(),
                step.clause(),
                step.party(),
                step.title().in(language),
                step.normSeconds(),
                step.workingSeconds(),
                step.overNorm(),
                step.running(),
                step.segments().stream()
                        .map(segment ->
                                new Segment(segment.round(), segment.startedAt(), segment.endedAt(), segment.by()))
                        .toList());
    }
}
