package id.segel.ca.procedure;

import static org.assertj.core.api.Assertions.assertThat;

import id.segel.ca.refusal.Sentence;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TimelineReckoningTest {
    /** Ten seconds before midnight in Jakarta. */
    private static final Instant START = Instant.parse("2026-12-31T16:59:50Z");

    private final Procedure procedure = new Procedure(
            "uji",
            List.of(
                    step(0, 3600, ProcedureEvent.SUBMIT, ProcedureEvent.CLAIM),
                    step(3, 18, ProcedureEvent.APPLICATION, ProcedureEvent.LETTER),
                    step(4, 42, ProcedureEvent.ENROLMENT, ProcedureEvent.CSR)));

    @Test
    void segmentsOfAStepAddUpAcrossMidnight() {
        TimelineView view = TimelineReckoning.of(procedure, List.of(row(3, 0, 15), row(3, 100, 108)), at(200));
        assertThat(view.steps().get(1).workingSeconds()).isEqualTo(23.0);
        assertThat(view.steps().get(1).overNorm()).isTrue();
        assertThat(view.steps().get(2).segments()).isEmpty();
    }

    @Test
    void twoStepsAtOnceCountOnceInTheTotalAndTheQueueNotAtAll() {
        TimelineView view = TimelineReckoning.of(
                procedure, List.of(row(0, 30, 3000), row(3, 0, 18), row(4, 10, 30), row(4, 3000, null)), at(3005));
        assertThat(view.workingSeconds()).isEqualTo(35.0);
        assertThat(view.normSeconds()).isEqualTo(60);
        assertThat(view.overNorm()).isFalse();
        assertThat(view.steps().get(2).running()).isTrue();
    }

    @Test
    void aStepWithinAnotherAddsNothing() {
        TimelineView view = TimelineReckoning.of(procedure, List.of(row(3, 0, 70), row(4, 10, 30)), at(100));
        assertThat(view.workingSeconds()).isEqualTo(70.0);
        assertThat(view.overNorm()).isTrue();
    }

    private static TimelineReckoning.Row row(int step, int from, @Nullable Integer to) {
        return new TimelineReckoning.Row(step, 1, at(from), to == null ? null : at(to), null);
    }

    private static Instant at(int second) {
        return START.plusSeconds(second);
    }

    private static ProcedureStep step(int number, int norm, ProcedureEvent starts, ProcedureEvent ends) {
        return new ProcedureStep(
                number,
                "uji",
                ProcedureStep.Party.APPLICANT,
                Duration.ofSeconds(norm),
                new Sentence("uji", "test"),
                starts,
                ends);
    }
}
