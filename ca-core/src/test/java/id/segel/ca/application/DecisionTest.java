package id.segel.ca.application;

import static id.segel.ca.application.RegistrationFixture.approval;
import static id.segel.ca.application.RegistrationFixture.assertRefused;
import static id.segel.ca.application.RegistrationFixture.faults;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import id.segel.ca.refusal.Problem;
import id.segel.ca.refusal.RefusedException;
import id.segel.ca.store.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DecisionTest {
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
    void anApprovalBindsItsEvidenceAndWakesTheIssuer() {
        ApplicationView file = fixture.submitted(fixture.applicant());
        ReviewView review = fixture.claimed(officer, file);
        int seen = review.application().version();
        DecisionResult result = fixture.reviews.decide(officer.actor(), file.number(), seen, approval(review));
        assertThat(result.state()).isEqualTo(ApplicationState.APPROVED);
        assertThat(result.version()).isEqualTo(seen + 1);
        assertThat(fixture.approved).contains(result.applicationId());
        assertThat(fixture.count("""
                        SELECT count(*)
                          FROM application a
                          JOIN decision d ON d.id = a.approval_id
                          JOIN authorisation u ON u.decision_id = d.id AND u.kind = 'OFFICER_DECISION'
                          JOIN audit_event e ON e.id = u.audit_event_id AND e.id = d.audit_event_id
                                            AND e.action = 'application.approved'
                          JOIN letter l ON l.id = a.letter_id AND l.sha256 = d.letter_sha256
                          JOIN csr c ON c.id = a.csr_id AND c.sha256 = d.csr_sha256 AND c.spki_sha256 = d.spki_sha256
                          JOIN product p ON p.code = a.product_code AND p.profile_hash = d.profile_hash
                         WHERE a.number = ? AND a.state = 'APPROVED' AND a.approved_at IS NOT NULL
                           AND d.application_version = ? AND d.officer_account_id = ? AND d.outcome = 'APPROVE'
                           AND d.checklist LIKE '%"letter-readable":{"value":"YES"%'
                        """, file.number(), seen, officer.account())).isOne();
        assertThat(fixture.actions(file.number()))
                .endsWith("application.submitted", "application.claimed", "application.approved");
    }

    @Test
    void theApplicantCannotDecideOnTheirOwnFile() {
        var applicant = fixture.someone(List.of("APPLICANT", "OFFICER"));
        ApplicationView file = fixture.submitted(applicant);
        assertRefused(Problem.DECISION_NOT_YOURS, () -> fixture.claimed(applicant, file));
        ReviewView review = fixture.claimed(officer, file);
        assertRefused(
                Problem.DECISION_NOT_YOURS,
                () -> fixture.reviews.decide(
                        applicant.actor(), file.number(), review.application().version(), approval(review)));
        assertThat(fixture.refusals(file.number()))
                .hasSize(2)
                .allSatisfy(leaf -> assertThat(leaf).contains("decision-not-yours"));
        assertThat(fixture.state(file.number())).isEqualTo(ApplicationState.IN_REVIEW);
    }

    @Test
    void whoContributedToAFileOrMadeTheAccountCannotDecideOnIt() {
        var applicant = fixture.applicant();
        ApplicationView file = fixture.submitted(applicant);
        var contributor = fixture.officer();
        var maker = fixture.officer();
        fixture.superuser().useHandle(handle -> {
            handle.execute(
                    "INSERT INTO application_contributor SELECT id, ? FROM application WHERE number = ?",
                    contributor.person(),
                    file.number());
            handle.execute(
                    "UPDATE account SET created_by_person = ? WHERE id = ?", maker.person(), applicant.account());
        });
        assertRefused(Problem.DECISION_NOT_YOURS, () -> fixture.claimed(contributor, file));
        assertRefused(Problem.DECISION_NOT_YOURS, () -> fixture.claimed(maker, file));
    }

    @Test
    void theDatabaseHoldsTheSameRulesAndItsRefusalReadsTheSame() {
        var applicant = fixture.applicant();
        ApplicationView file = fixture.submitted(applicant);
        ReviewView review = fixture.claimed(officer, file);
        fixture.reviews.decide(
                officer.actor(), file.number(), review.application().version(), approval(review));
        var contributor = fixture.officer();
        fixture.superuser()
                .useHandle(handle -> handle.execute(
                        "INSERT INTO application_contributor SELECT id, ? FROM application WHERE number = ?",
                        contributor.person(),
                        file.number()));
        assertThat(copyDecisionAs(file.number(), applicant)).isEqualTo("nobody_decides_on_a_file_they_changed");
        fixture.superuser()
                .useHandle(handle ->
                        handle.execute("DELETE FROM application_contributor WHERE person_id = ?", applicant.person()));
        assertThat(copyDecisionAs(file.number(), applicant)).isEqualTo("nobody_decides_on_their_own_application");
        assertThat(copyDecisionAs(file.number(), contributor)).isEqualTo("nobody_decides_on_a_file_they_changed");
        assertThat(copyDecisionAs(file.number(), officer)).isEqualTo("nobody_approves_twice");
        Attempts attempts = new Attempts(fixture.web, fixture.registration.audit());
        assertRefused(
                Problem.DECISION_NOT_YOURS,
                () -> attempts.of(applicant.actor(), "decision", file.number(), () -> {
                    insertDecisionAs(file.number(), applicant);
                    return true;
                }));
    }

    @Test
    void theSamePersonDoesNotDecideTwice() {
        ApplicationView file = fixture.submitted(fixture.applicant());
        ReviewView review = fixture.claimed(officer, file);
        DecisionResult result = fixture.reviews.decide(
                officer.actor(), file.number(), review.application().version(), approval(review));
        assertRefused(
                Problem.WRONG_STATE,
                () -> fixture.reviews.decide(officer.actor(), file.number(), result.version(), approval(review)));
        assertRefused(
                Problem.STALE_VERSION,
                () -> fixture.reviews.decide(
                        officer.actor(), file.number(), review.application().version(), approval(review)));
        assertThat(fixture.refusals(file.number())).hasSize(2);
        assertThat(fixture.count("""
                        SELECT count(*) FROM decision d JOIN application a ON a.id = d.application_id WHERE a.number = ?
                        """, file.number())).isOne();
    }

    @Test
    void aDecisionOnAnOldVersionIsStale() {
        ApplicationView file = fixture.submitted(fixture.applicant());
        ReviewView review = fixture.claimed(officer, file);
        assertRefused(
                Problem.STALE_VERSION,
                () -> fixture.reviews.decide(
                        officer.actor(), file.number(), review.application().version() - 1, approval(review)));
        assertThat(fixture.state(file.number())).isEqualTo(ApplicationState.IN_REVIEW);
    }

    @Test
    void onlyWhoHoldsTheFileDecides() {
        ApplicationView file = fixture.submitted(fixture.applicant());
        var other = fixture.officer();
        DecisionRequest early = new DecisionRequest(Outcome.APPROVE, Map.of(), List.of());
        assertRefused(
                Problem.WRONG_STATE, () -> fixture.reviews.decide(other.actor(), file.number(), file.version(), early));
        ReviewView review = fixture.claimed(officer, file);
        assertRefused(
                Problem.DECISION_NOT_YOURS,
                () -> fixture.reviews.decide(
                        other.actor(), file.number(), review.application().version(), approval(review)));
    }

    @Test
    void whoIsNoOfficerAnyMoreDecidesNothing() {
        ApplicationView file = fixture.submitted(fixture.applicant());
        var demoted = fixture.officer();
        ReviewView review = fixture.claimed(demoted, file);
        fixture.superuser()
                .useHandle(handle -> handle.execute(
                        "UPDATE account_role SET role = 'APPLICANT' WHERE account_id = ?", demoted.account()));
        assertRefused(
                Problem.NOT_PERMITTED,
                () -> fixture.reviews.decide(
                        demoted.actor(), file.number(), review.application().version(), approval(review)));
    }

    @Test
    void ofTwoClaimsAtOnceOneWins() throws Exception {
        ApplicationView file = fixture.submitted(fixture.applicant());
        List<RegistrationFixture.Someone> officers = List.of(fixture.officer(), fixture.officer());
        CyclicBarrier together = new CyclicBarrier(2);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        List<Problem> refused = new ArrayList<>();
        try {
            List<Callable<Object>> claims = new ArrayList<>();
            for (var one : officers) {
                claims.add(() -> {
                    together.await(20, TimeUnit.SECONDS);
                    try {
                        return fixture.claimed(one, file);
                    } catch (RefusedException e) {
                        return e.problem();
                    }
                });
            }
            for (Future<Object> claim : threads.invokeAll(claims, 60, TimeUnit.SECONDS)) {
                if (claim.get() instanceof Problem problem) {
                    refused.add(problem);
                }
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(refused).containsExactly(Problem.STALE_VERSION);
    }

    @Test
    void whatChangedAtTheApplicantStopsTheApproval() {
        var applicant = fixture.applicant();
        ApplicationView file = fixture.submitted(applicant);
        ReviewView review = fixture.claimed(officer, file);
        int version = review.application().version();
        fixture.superuser()
                .useHandle(handle ->
                        handle.execute("UPDATE person SET full_name = 'Nama Lain' WHERE id = ?", applicant.person()));
        assertThat(faults(assertRefused(
                        Problem.CSR_REFUSED,
                        () -> fixture.reviews.decide(officer.actor(), file.number(), version, approval(review)))))
                .containsExactly("csr.common-name-mismatch");
        fixture.superuser()
                .useHandle(handle ->
                        handle.execute("UPDATE person SET state = 'SUSPENDED' WHERE id = ?", applicant.person()));
        assertRefused(
                Problem.ACCOUNT_NOT_ACTIVE,
                () -> fixture.reviews.decide(officer.actor(), file.number(), version, approval(review)));
    }

    @Test
    void aBlockedKeyStopsTheApproval() {
        ApplicationView file = fixture.submitted(fixture.applicant());
        ReviewView review = fixture.claimed(officer, file);
        fixture.superuser().useHandle(handle -> handle.execute("""
                UPDATE public_key SET blocked_at = now(), blocked_reason = 'uji'
                 WHERE spki_sha256 = (SELECT c.spki_sha256 FROM csr c JOIN application a ON a.csr_id = c.id
                                       WHERE a.number = ?)
                """, file.number()));
        assertThat(faults(assertRefused(
                        Problem.CSR_REFUSED,
                        () -> fixture.reviews.decide(
                                officer.actor(),
                                file.number(),
                                review.application().version(),
                                approval(review)))))
                .containsExactly("csr.key-unusable");
    }

    @Test
    void aListenerThatFailsDoesNotUndoAnApproval() {
        ApplicationView file = fixture.submitted(fixture.applicant());
        Reviews reviews = new Reviews(fixture.registration, fixture.letters, fixture.people, id -> {
            throw new IllegalStateException("the issuer sleeps");
        });
        ReviewView review = reviews.claim(officer.actor(), file.number(), file.version());
        assertThat(reviews.decide(
                                officer.actor(),
                                file.number(),
                                review.application().version(),
                                approval(review))
                        .state())
                .isEqualTo(ApplicationState.APPROVED);
    }

    private String copyDecisionAs(String number, RegistrationFixture.Someone someone) {
        return Database.violatedConstraint(catchThrowable(() -> insertDecisionAs(number, someone)));
    }

    private void insertDecisionAs(String number, RegistrationFixture.Someone someone) {
        fixture.web.useTransaction(transaction -> transaction
                .createUpdate("""
                        INSERT INTO decision (application_id, applicant_person_id, application_version, round, outcome,
                                officer_account_id, officer_person_id, letter_id, letter_sha256, csr_id, csr_sha256,
                                spki_sha256, profile_hash, checklist_version, checklist, reasons, audit_event_id)
                        SELECT d.application_id, d.applicant_person_id, d.application_version, d.round, d.outcome,
                               :account, :person, d.letter_id, d.letter_sha256, d.csr_id, d.csr_sha256,
                               d.spki_sha256, d.profile_hash, d.checklist_version, d.checklist, d.reasons, d.audit_event_id
                          FROM decision d JOIN application a ON a.id = d.application_id WHERE a.number = :number
                        """)
                .bind("account", someone.account())
                .bind("person", someone.person())
                .bind("number", number)
                .execute());
    }
}
