package id.segel.ca.procedure;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Adds up the rows of a timeline. Pure. */
final class TimelineReckoning {
    /** A row of the timeline as the database has it. */
    record Row(
            int step,
            int round,
            Instant startedAt,
            @Nullable Instant endedAt,
            @Nullable String by) {}

    private TimelineReckoning() {}

    static TimelineView of(Procedure procedure, List<Row> rows, Instant now) {
        List<TimelineView.Step> steps = new ArrayList<>();
        long norm = 0;
        for (ProcedureStep step : procedure.steps()) {
            List<Row> own =
                    rows.stream().filter(row -> row.step() == step.step()).toList();
            Duration worked = own.stream().map(row -> length(row, now)).reduce(Duration.ZERO, Duration::plus);
            steps.add(new TimelineView.Step(
                    step.step(),
                    step.clause(),
                    step.party(),
                    step.title(),
                    Math.toIntExact(step.norm().toSeconds()),
                    seconds(worked),
                    worked.compareTo(step.norm()) > 0,
                    own.stream().anyMatch(row -> row.endedAt() == null),
                    own.stream()
                            .map(row -> new TimelineView.Segment(row.round(), row.startedAt(), row.endedAt(), row.by()))
                            .toList()));
            if (step.step() != Procedure.QUEUE) {
                norm += step.norm().toSeconds();
            }
        }
        Duration total = covered(
                rows.stream().filter(row -> row.step() != Procedure.QUEUE).toList(), now);
        return new TimelineView(steps, norm, seconds(total), total.compareTo(Duration.ofSeconds(norm)) > 0);
    }

    /** Time covered by at least one row: two steps worked on at once count once. */
    private static Duration covered(List<Row> rows, Instant now) {
        Duration covered = Duration.ZERO;
        Instant reached = Instant.MIN;
        for (Row row :
                rows.stream().sorted(Comparator.comparing(Row::startedAt)).toList()) {
            Instant from = row.startedAt().isAfter(reached) ? row.startedAt() : reached;
            Instant to = end(row, now);
            if (to.isAfter(from)) {
                covered = covered.plus(Duration.between(from, to));
                reached = to;
            }
        }
        return covered;
    }

    private static Duration length(Row row, Instant now) {
        return Duration.between(row.startedAt(), end(row, now));
    }

    private static Instant end(Row row, Instant now) {
        Instant end = row.endedAt() == null ? now : row.endedAt();
        return end.isBefore(row.startedAt()) ? row.startedAt() : end;
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
