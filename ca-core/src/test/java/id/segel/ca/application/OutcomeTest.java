package id.segel.ca.application;

import static id.segel.ca.application.RegistrationFixture.PRODUCT_OF_TWO;
import static id.segel.ca.application.RegistrationFixture.allYes;
import static id.segel.ca.application.RegistrationFixture.approval;
import static id.segel.ca.application.RegistrationFixture.assertRefused;
import static id.segel.ca.application.RegistrationFixture.faults;
import static id.segel.ca.application.RegistrationFixture.returning;
import static org.assertj.core.api.Assertions.assertThat;

import id.segel.ca.refusal.Problem;
import id.segel.ca.refusal.RefusedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What becomes of a file: checklist, return, rejection, two approvers, many at once. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OutcomeTest {
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
    void everyItemOfTheChecklistMustBeAnsweredAndNoneWithNo() {
        ApplicationView file = fixture.submitted(fixture.applicant());
        ReviewView review = fixture.claimed(officer, file);
        int version = review.application().version();
        Map<String, Answer> answers = new HashMap<>(allYes(review));
        answers.remove("letterhead");
        answers.put("purpose", new Answer(Answer.Value.NO, null));
        answers.put("signatory", new Answer(Answer.Value.NOT_APPLICABLE, "tidak perlu"));
        answers.put("call-back", new Answer(Answer.Value.NOT_APPLICABLE, " "));
        RefusedException refusal = assertRefused(
                Problem.CHECKLIST_INCOMPLETE,
                () -> fixture.reviews.decide(
                        officer.actor(),
                        file.number(),
                        version,
                        new DecisionRequest(Outcome.APPROVE, answers, List.of())));
        assertThat(refusal.faults().stream().map(fault -> fault.pointer() + " " + fault.id()))
                .containsExactlyInAnyOrder(
                        "/checklist/letterhead checklist.unanswered",
                        "/checklist/purpose checklist.no",
                        "/checklist/signatory checklist.not-applicable",
                        "/checklist/call-back/note checklist.note-missing");
        answers.putAll(allYes(review));
        answers.put("call-back", new Answer(Answer.Value.NOT_APPLICABLE, "bukan uji petik"));
        answers.put("made-up", new Answer(Answer.Value.YES, null));
        assertThat(faults(assertRefused(
                        Problem.INVALID,
                        () -> fixture.reviews.decide(
                                officer.actor(),
                                file.number(),
                                version,
                                new DecisionRequest(Outcome.APPROVE, answers, List.of())))))
                .containsExactly("checklist.unknown");
        answers.remove("made-up");
        assertThat(fixture.reviews
                        .decide(
                                officer.actor(),
                                file.number(),
                                version,
                                new DecisionRequest(Outcome.APPROVE, answers, List.of()))
                        .state())
                .isEqualTo(ApplicationState.APPROVED);
    }

    @Test
    void aReturnedFileComesBackInTheNextRound() {
        var applicant = fixture.applicant();
        ApplicationView file = fixture.submitted(applicant);
        ReviewView review = fixture.claimed(officer, file);
        int version = review.application().version();
        assertThat(faults(assertRefused(
                        Problem.INVALID,
                        () -> fixture.reviews.decide(
                                officer.actor(),
                                file.number(),
                                version,
                                new DecisionRequest(Outcome.RETURN, Map.of(), List.of())))))
                .containsExactly("reasons.missing");
        assertThat(faults(assertRefused(
                        Problem.INVALID,
                        () -> fixture.reviews.decide(
                                officer.actor(),
                                file.number(),
                                version,
                                new DecisionRequest(
                                        Outcome.RETURN, Map.of(), List.of(new Reason(null, null, "Kurang.")))))))
                .containsExactly("reason.item");
        fixture.reviews.decide(officer.actor(), file.number(), version, returning("letterhead"));
        ApplicationView returned = fixture.applications.find(applicant.actor(), file.number());
        assertThat(returned.state()).isEqualTo(ApplicationState.RETURNED);
        assertThat(returned.expiresAt()).isEqualTo(fixture.clock.instant().plus(Duration.ofDays(14)));
        assertThat(returned.reasons()).containsExactly(new Reason("letterhead", "unclear", "Mohon diperbaiki."));
        assertThat(fixture.notices(file.number())).containsExactly("SUBMITTED", "RETURNED");
        fixture.applications.putLetter(
                applicant.actor(), file.number(), id.segel.ca.document.TestPdfs.letter("Diperbaiki"));
        ApplicationView again = fixture.applications.submit(applicant.actor(), file.number(), null);
        assertThat(again.round()).isEqualTo(2);
        assertThat(again.expiresAt()).isNull();
        assertThat(again.reasons()).isEmpty();
        ReviewView second = fixture.claimed(officer, again);
        assertThat(second.decisions()).hasSize(1);
        assertThat(fixture.reviews
                        .decide(
                                officer.actor(),
                                file.number(),
                                second.application().version(),
                                approval(second))
                        .state())
                .isEqualTo(ApplicationState.APPROVED);
    }

    @Test
    void aRejectionIsFinalAndNeedsACodeAndASentence() {
        var applicant = fixture.applicant();
        ApplicationView file = fixture.submitted(applicant);
        ReviewView review = fixture.claimed(officer, file);
        int version = review.application().version();
        assertThat(faults(assertRefused(
                        Problem.INVALID,
                        () -> fixture.reviews.decide(
                                officer.actor(),
                                file.number(),
                                version,
                                new DecisionRequest(
                                        Outcome.REJECT,
                                        Map.of(),
                                        List.of(new Reason(null, "Salah Besar", "pendek")))))))
                .containsExactly("reason.code", "reason.text");
        fixture.reviews.decide(
                officer.actor(),
                file.number(),
                version,
                new DecisionRequest(
                        Outcome.REJECT,
                        Map.of(),
                        List.of(new Reason(null, "forged-letter", "Surat tidak dikeluarkan instansi."))));
        assertThat(fixture.applications.find(applicant.actor(), file.number()).state())
                .isEqualTo(ApplicationState.REJECTED);
        assertThat(fixture.notices(file.number())).containsExactly("SUBMITTED", "REJECTED");
        assertThat(fixture.started(applicant).state()).isEqualTo(ApplicationState.DRAFT);
    }

    @Test
    void aProductOfTwoNeedsAnotherPersonForTheSecondApproval() {
        ApplicationView file = fixture.submitted(fixture.applicant(), PRODUCT_OF_TWO);
        ReviewView review = fixture.claimed(officer, file);
        DecisionResult first = fixture.reviews.decide(
                officer.actor(), file.number(), review.application().version(), approval(review));
        assertThat(first.state()).isEqualTo(ApplicationState.AWAITING_SECOND);
        assertThat(fixture.approved).doesNotContain(first.applicationId());
        assertRefused(
                Problem.DECISION_NOT_YOURS,
                () -> fixture.reviews.decide(officer.actor(), file.number(), first.version(), approval(review)));
        var second = fixture.officer();
        DecisionResult result =
                fixture.reviews.decide(second.actor(), file.number(), first.version(), approval(review));
        assertThat(result.state()).isEqualTo(ApplicationState.APPROVED);
        assertThat(fixture.approved).contains(result.applicationId());
        assertThat(fixture.count("""
                        SELECT count(*) FROM authorisation u JOIN decision d ON d.id = u.decision_id
                          JOIN application a ON a.id = d.application_id WHERE a.number = ?
                        """, file.number())).isOne();
    }

    @Test
    void aSecondOfficerWhoDisagreesTakesTheFileIntoReview() {
        ApplicationView file = fixture.submitted(fixture.applicant(), PRODUCT_OF_TWO);
        ReviewView review = fixture.claimed(officer, file);
        DecisionResult first = fixture.reviews.decide(
                officer.actor(), file.number(), review.application().version(), approval(review));
        var second = fixture.officer();
        DecisionResult disagreed =
                fixture.reviews.decide(second.actor(), file.number(), first.version(), returning("letter"));
        assertThat(disagreed.state()).isEqualTo(ApplicationState.IN_REVIEW);
        assertThat(fixture.reviews.view(second.actor(), file.number()).claimedBy())
                .isEqualTo(second.account());
        assertThat(fixture.reviews
                        .decide(second.actor(), file.number(), disagreed.version(), returning("letter"))
                        .state())
                .isEqualTo(ApplicationState.RETURNED);
    }

    @Test
    void inABulkDecisionOneBadMemberHoldsUpNoOther() {
        List<BulkDecision> members = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            ReviewView review = fixture.claimed(officer, fixture.submitted(fixture.applicant()));
            members.add(new BulkDecision(
                    review.application().number(),
                    review.application().version() - (i == 1 ? 1 : 0),
                    approval(review)));
        }
        List<BulkResult> results = fixture.reviews.decideAll(officer.actor(), members);
        assertThat(results).hasSize(3);
        assertThat(results.get(0)).isInstanceOf(BulkResult.Decided.class);
        assertThat(results.get(1)).isInstanceOfSatisfying(BulkResult.NotDecided.class, not -> {
            assertThat(not.number()).isEqualTo(members.get(1).number());
            assertThat(not.refusal().problem()).isEqualTo(Problem.STALE_VERSION);
        });
        assertThat(results.get(2)).isInstanceOf(BulkResult.Decided.class);
        assertRefused(
                Problem.INVALID,
                () -> fixture.reviews.decideAll(officer.actor(), java.util.Collections.nCopies(201, members.get(0))));
    }

    @Test
    void whenTheIssuerIsFullApprovingIsRefusedAndSaysWhenToComeBack() {
        try (RegistrationFixture small = RegistrationFixture.open(1)) {
            var someone = small.officer();
            List<ReviewView> reviews = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                reviews.add(small.claimed(someone, small.submitted(small.applicant())));
            }
            for (ReviewView review : reviews.subList(0, 2)) {
                small.reviews.decide(
                        someone.actor(),
                        review.application().number(),
                        review.application().version(),
                        approval(review));
            }
            ApplicationView last = reviews.get(2).application();
            RefusedException refusal = assertRefused(
                    Problem.OVERLOADED,
                    () -> small.reviews.decide(
                            someone.actor(), last.number(), last.version(), approval(reviews.get(2))));
            assertThat(refusal.retryAfter()).isEqualTo(Duration.ofSeconds(5));
            assertThat(small.reviews
                            .decide(someone.actor(), last.number(), last.version(), returning("letter"))
                            .state())
                    .as("only approving needs the issuer")
                    .isEqualTo(ApplicationState.RETURNED);
        }
    }
}
