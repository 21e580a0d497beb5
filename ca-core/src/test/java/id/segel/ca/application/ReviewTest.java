package id.segel.ca.application;

import static id.segel.ca.application.RegistrationFixture.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import id.segel.ca.document.TestPdfs;
import id.segel.ca.refusal.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReviewTest {
    private RegistrationFixture fixture;
    private RegistrationFixture.Someone officer;

    @BeforeAll
    void open() {
        fixture = RegistrationFixture.open();
        officer = fixture.officer();
    }

    @AfterAll
    void close() {
        fixture.close();
    }

    @Test
    void theQueueIsOldestFirstAndPagesOverItMissNothing() {
        try (RegistrationFixture own = RegistrationFixture.open()) {
            List<String> submitted = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                submitted.add(own.submitted(own.applicant()).number());
                // Two of them within one microsecond of the clock.
                own.clock.advance(Duration.ofSeconds(i % 2));
            }
            own.started(own.applicant());
            own.clock.advance(Duration.ofMinutes(1));
            List<String> paged = new ArrayList<>();
            String cursor = null;
            do {
                QueuePage page = own.reviews.queue(Set.of(), cursor, 2);
                assertThat(page.items()).hasSizeBetween(1, 2);
                page.items().forEach(item -> paged.add(item.number()));
                cursor = page.next();
            } while (cursor != null);
            assertThat(paged).isEqualTo(submitted);
            QueueItem first = own.reviews.queue(Set.of(), null, 1).items().get(0);
            assertThat(first.ageSeconds()).isEqualTo(62);
            assertThat(first.state()).isEqualTo(ApplicationState.SUBMITTED);
            assertThat(own.reviews
                            .queue(Set.of(ApplicationState.IN_REVIEW), null, 10)
                            .items())
                    .isEmpty();
        }
    }

    @Test
    void aPageMarkerThatCannotBeReadIsRefused() {
        for (String cursor : List.of("", "x", "!!!", "fHw", "MjAyNg")) {
            assertRefused(Problem.INVALID, () -> fixture.reviews.queue(Set.of(), cursor, 10));
        }
        assertRefused(Problem.INVALID, () -> fixture.reviews.queue(Set.of(), null, 0));
        assertRefused(Problem.INVALID, () -> fixture.reviews.queue(Set.of(), null, 201));
    }

    @Test
    void theFileShowsAccountLetterCsrAndChecklistSideBySide() {
        var applicant = fixture.applicant();
        ApplicationView file = fixture.submitted(applicant);
        ReviewView view = fixture.reviews.view(officer.actor(), file.number());
        assertThat(view.application()).isEqualTo(file);
        assertThat(view.applicant().fullName()).isEqualTo(applicant.fullName());
        assertThat(view.applicant().numbers()).isEqualTo(new ApplicantData.MaskedNumbers(null, null, null));
        assertThat(view.checklist()).hasSize(19).anySatisfy(item -> {
            assertThat(item.id()).isEqualTo("call-back");
            assertThat(item.notApplicableAllowed()).isTrue();
        });
        assertThat(view.letterAlsoIn()).isEmpty();
        assertThat(view.claimedBy()).isNull();
    }

    @Test
    void aLetterUsedBySomebodyElseIsPointedOut() {
        byte[] letter = TestPdfs.letter("Satu surat untuk dua orang");
        List<String> numbers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            var applicant = fixture.applicant();
            String number = fixture.started(applicant).number();
            fixture.applications.putLetter(applicant.actor(), number, letter);
            fixture.applications.putCsr(
                    applicant.actor(), number, fixture.csr(applicant, number, TestAuthority.ecKey()));
            fixture.applications.submit(applicant.actor(), number, null);
            numbers.add(number);
        }
        assertThat(fixture.reviews.view(officer.actor(), numbers.get(0)).letterAlsoIn())
                .containsExactly(numbers.get(1));
    }

    @Test
    void aDraftThatWasNeverHandedInIsNotTheOfficesAffair() {
        String number = fixture.started(fixture.applicant()).number();
        assertRefused(Problem.NOT_FOUND, () -> fixture.reviews.view(officer.actor(), number));
        assertRefused(Problem.NOT_FOUND, () -> fixture.reviews.claim(officer.actor(), number, 1));
    }

    @Test
    void readingALetterIsWrittenDownBeforeItIsShown() {
        var applicant = fixture.applicant();
        String number = fixture.started(applicant).number();
        byte[] letter = TestPdfs.letter("Surat yang dibaca");
        fixture.applications.putLetter(applicant.actor(), number, letter);
        fixture.applications.putCsr(applicant.actor(), number, fixture.csr(applicant, number, TestAuthority.ecKey()));
        fixture.applications.submit(applicant.actor(), number, null);
        assertThat(fixture.reviews.letter(officer.actor(), number)).isEqualTo(letter);
        assertThat(fixture.actions(number)).endsWith("application.letter-read");
        assertRefused(
                Problem.NOT_PERMITTED,
                () -> fixture.reviews.letter(fixture.applicant().actor(), number));
    }

    @Test
    void anOfficerReleasesTheirOwnFileAndASupervisorAnybodys() {
        ApplicationView file = fixture.submitted(fixture.applicant());
        ReviewView claimed = fixture.claimed(officer, file);
        var other = fixture.officer();
        assertRefused(
                Problem.DECISION_NOT_YOURS,
                () -> fixture.reviews.release(
                        other.actor(), file.number(), claimed.application().version()));
        ReviewView released = fixture.reviews.release(
                officer.actor(), file.number(), claimed.application().version());
        assertThat(released.application().state()).isEqualTo(ApplicationState.SUBMITTED);
        assertThat(released.application().submittedAt())
                .as("it keeps its place")
                .isEqualTo(file.submittedAt());
        ReviewView again = fixture.claimed(other, released.application());
        var supervisor = fixture.someone(List.of("SUPERVISOR"));
        assertThat(fixture.reviews
                        .release(
                                supervisor.actor(),
                                file.number(),
                                again.application().version())
                        .claimedBy())
                .isNull();
        assertRefused(
                Problem.WRONG_STATE,
                () -> fixture.reviews.release(
                        supervisor.actor(), file.number(), again.application().version() + 1));
    }

    @Test
    void theApplicantTakesAFileBackUntilItIsClaimed() {
        var applicant = fixture.applicant();
        ApplicationView file = fixture.submitted(applicant);
        ApplicationView draft = fixture.applications.recall(applicant.actor(), file.number(), file.version());
        assertThat(draft.state()).isEqualTo(ApplicationState.DRAFT);
        assertThat(draft.expiresAt()).isNotNull();
        ApplicationView again = fixture.applications.submit(applicant.actor(), file.number(), draft.version());
        assertThat(again.round()).isOne();
        fixture.claimed(officer, again);
        assertRefused(Problem.WRONG_STATE, () -> fixture.applications.recall(applicant.actor(), file.number(), null));
        assertRefused(
                Problem.STALE_VERSION,
                () -> fixture.applications.recall(applicant.actor(), file.number(), again.version()));
        assertThat(fixture.applications
                        .withdraw(applicant.actor(), file.number(), null)
                        .state())
                .isEqualTo(ApplicationState.WITHDRAWN);
    }

    @Test
    void anIncompleteFileIsNotHandedInAndAllThatIsMissingIsNamed() {
        var applicant = fixture.applicant();
        String number = fixture.started(applicant).number();
        var refusal =
                assertRefused(Problem.INCOMPLETE, () -> fixture.applications.submit(applicant.actor(), number, null));
        assertThat(refusal.faults().stream().map(fault -> fault.pointer())).containsExactly("/letter", "/csr");
    }
}
