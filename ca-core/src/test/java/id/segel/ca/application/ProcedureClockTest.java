package id.segel.ca.application;

import static id.segel.ca.application.RegistrationFixture.approval;
import static id.segel.ca.application.RegistrationFixture.returning;
import static org.assertj.core.api.Assertions.assertThat;

import id.segel.ca.document.TestPdfs;
import id.segel.ca.procedure.ClockedFile;
import id.segel.ca.procedure.ProcedureEvent;
import id.segel.ca.procedure.TimelineView;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The eight steps on the clock. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProcedureClockTest {
    private RegistrationFixture fixture;

    @BeforeAll
    void open() {
        fixture = RegistrationFixture.open();
    }

    @AfterAll
    void close() {
        fixture.close();
    }

    @Test
    void everyStepIsTimedAndWaitingInTheQueueIsNoneOfTheThirteenMinutes() {
        var applicant = fixture.applicant();
        var officer = fixture.officer();
        String number = fixture.started(applicant).number();
        fixture.clock.advance(Duration.ofSeconds(18));
        fixture.applications.putLetter(applicant.actor(), number, TestPdfs.letter("Surat"));
        fixture.applications.enrolment(applicant.actor(), number);
        fixture.clock.advance(Duration.ofSeconds(50));
        fixture.applications.putCsr(applicant.actor(), number, fixture.csr(applicant, number, TestAuthority.ecKey()));
        fixture.clock.advance(Duration.ofSeconds(5));
        ApplicationView file = fixture.applications.submit(applicant.actor(), number, null);
        fixture.clock.advance(Duration.ofHours(2));
        assertThat(overdue(4)).isEqualTo(1.0);
        double reviewedBefore = seconds(6);
        ReviewView review = fixture.claimed(officer, file);
        fixture.clock.advance(Duration.ofMinutes(9));
        fixture.reviews.decide(officer.actor(), number, review.application().version(), approval(review));
        fixture.clock.advance(Duration.ofSeconds(3));
        TimelineView timeline = fixture.applications.timeline(applicant.actor(), number);
        assertThat(timeline.steps().stream().map(TimelineView.Step::workingSeconds))
                .containsExactly(7200.0, 30.0, 10.0, 18.0, 50.0, 5.0, 540.0, 3.0, 0.0);
        assertThat(timeline.steps().stream().map(TimelineView.Step::overNorm))
                .containsExactly(false, false, false, false, true, false, false, false, false);
        assertThat(timeline.workingSeconds()).isEqualTo(30 + 10 + 18 + 50 + 5 + 540 + 3);
        assertThat(timeline.normSeconds()).isEqualTo(780);
        assertThat(timeline.overNorm()).isFalse();
        assertThat(timeline.steps().get(6).segments().get(0).by()).isEqualTo(officer.fullName());
        assertThat(timeline.steps().get(7).running()).isTrue();
        assertThat(seconds(6) - reviewedBefore).isEqualTo(540.0);
    }

    @Test
    void theApplicantsClockStandsWhileTheOfficeHasTheFileAndGoesOnWhenItComesBack() {
        var applicant = fixture.applicant();
        var officer = fixture.officer();
        ApplicationView file = fixture.submitted(applicant);
        ReviewView review = fixture.claimed(officer, file);
        fixture.clock.advance(Duration.ofMinutes(5));
        fixture.reviews.decide(
                officer.actor(), file.number(), review.application().version(), returning("letterhead"));
        fixture.clock.advance(Duration.ofSeconds(40));
        TimelineView held = fixture.applications.timeline(applicant.actor(), file.number());
        assertThat(held.steps().get(6).running()).isFalse();
        assertThat(held.steps().get(3).running()).isTrue();
        fixture.applications.putLetter(applicant.actor(), file.number(), TestPdfs.letter("Baru"));
        ApplicationView again = fixture.applications.submit(applicant.actor(), file.number(), null);
        fixture.clock.advance(Duration.ofMinutes(30));
        ReviewView second = fixture.claimed(officer, again);
        fixture.clock.advance(Duration.ofMinutes(6));
        fixture.reviews.release(
                officer.actor(), file.number(), second.application().version());
        TimelineView timeline = fixture.applications.timeline(applicant.actor(), file.number());
        assertThat(timeline.steps().get(3).segments()).hasSize(2).last().satisfies(segment -> {
            assertThat(segment.round()).isEqualTo(2);
            assertThat(segment.by()).isEqualTo(applicant.fullName());
        });
        assertThat(timeline.steps().get(3).workingSeconds()).isEqualTo(40.0);
        assertThat(timeline.steps().get(6).workingSeconds()).isEqualTo(660.0);
        assertThat(timeline.steps().get(6).overNorm()).isTrue();
        assertThat(timeline.steps().get(6).segments())
                .extracting(TimelineView.Segment::round)
                .containsExactly(1, 2);
        assertThat(timeline.steps().get(0).running()).isTrue();
    }

    @Test
    void aStepOverItsNormIsCountedOnceHoweverOftenItGoesOn() {
        var applicant = fixture.applicant();
        ApplicationView file = fixture.submitted(applicant);
        double before = overdue(6);
        var officer = fixture.officer();
        ReviewView review = fixture.claimed(officer, file);
        for (int minutes : new int[] {6, 6, 6}) {
            fixture.clock.advance(Duration.ofMinutes(minutes));
            ReviewView released = fixture.reviews.release(
                    officer.actor(), file.number(), review.application().version());
            review = fixture.claimed(officer, released.application());
        }
        assertThat(overdue(6)).isEqualTo(before + 1);
    }

    @Test
    void whatIsRolledBackIsNotCounted() {
        ApplicationView file = fixture.submitted(fixture.applicant());
        long id = fixture.count("SELECT id FROM application WHERE number = ?", file.number());
        long before = timed(0);
        try {
            fixture.web.useTransaction(transaction -> {
                fixture.registration
                        .timeline()
                        .handOver(
                                transaction,
                                new ClockedFile(id, "sop-009-2017", 1),
                                List.of(ProcedureEvent.CLAIM),
                                fixture.clock.instant(),
                                null);
                throw new IllegalStateException("undo");
            });
        } catch (IllegalStateException e) {
            assertThat(e).hasMessage("undo");
        }
        assertThat(timed(0)).isEqualTo(before);
        fixture.claimed(fixture.officer(), file);
        assertThat(timed(0)).isEqualTo(before + 1);
    }

    private double overdue(int step) {
        var counter = fixture.meters
                .find("segel.procedure.overdue")
                .tag("step", Integer.toString(step))
                .counter();
        return counter == null ? 0 : counter.count();
    }

    private long timed(int step) {
        return fixture.meters
                .timer("segel.procedure.step", "step", Integer.toString(step))
                .count();
    }

    private double seconds(int step) {
        return fixture.meters
                .timer("segel.procedure.step", "step", Integer.toString(step))
                .totalTime(TimeUnit.SECONDS);
    }
}
