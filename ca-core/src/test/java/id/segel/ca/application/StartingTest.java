package id.segel.ca.application;

import static id.segel.ca.application.RegistrationFixture.PRODUCT;
import static id.segel.ca.application.RegistrationFixture.PRODUCT_OF_TWO;
import static id.segel.ca.application.RegistrationFixture.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import id.segel.ca.procedure.TimelineView;
import id.segel.ca.refusal.Problem;
import id.segel.ca.refusal.RefusedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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
class StartingTest {
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
    void anApplicationBeginsAsADraftWithANumberAndThirtyDays() {
        var applicant = fixture.applicant();
        ApplicationView view = fixture.started(applicant);
        assertThat(view.number()).matches("OSD-20[0-9]{2}-[0-9]{6}");
        assertThat(view.state()).isEqualTo(ApplicationState.DRAFT);
        assertThat(view.version()).isEqualTo(1);
        assertThat(view.product()).isEqualTo(PRODUCT);
        assertThat(view.productVersion()).isEqualTo(1);
        assertThat(view.expiresAt()).isEqualTo(fixture.clock.instant().plus(Duration.ofDays(30)));
        assertThat(fixture.challenge(view.number())).hasSize(32);
        assertThat(fixture.actions(view.number())).containsExactly("application.started");
        assertThat(fixture.count("""
                        SELECT count(*) FROM application_contributor c JOIN application a ON a.id = c.application_id
                         WHERE a.number = ? AND c.person_id = ?
                        """, view.number(), applicant.person())).isOne();
        assertThat(fixture.applications.list(applicant.actor()))
                .extracting(ApplicationView::number)
                .containsExactly(view.number());
    }

    @Test
    void theFirstTwoStepsAreTimedFromTheSession() {
        var applicant = fixture.applicant();
        String number = fixture.started(applicant).number();
        TimelineView timeline = fixture.applications.timeline(applicant.actor(), number);
        assertThat(step(timeline, 1).workingSeconds()).isEqualTo(30.0);
        assertThat(step(timeline, 1).overNorm()).isFalse();
        assertThat(step(timeline, 2).workingSeconds()).isEqualTo(10.0);
        assertThat(step(timeline, 3).running()).isTrue();
        assertThat(timeline.normSeconds()).isEqualTo(780);
    }

    @Test
    void withoutAListOfProductsTheWholeTimeIsStepOne() {
        var applicant = fixture.applicant();
        String number = fixture.applications
                .start(applicant.actor(), PRODUCT, fixture.clock.instant().minusSeconds(45), null)
                .number();
        TimelineView timeline = fixture.applications.timeline(applicant.actor(), number);
        assertThat(step(timeline, 1).workingSeconds()).isEqualTo(45.0);
        assertThat(step(timeline, 1).overNorm()).isTrue();
        assertThat(step(timeline, 2).workingSeconds()).isZero();
    }

    @Test
    void aSecondOpenApplicationIsRefusedNamingTheFirst() {
        var applicant = fixture.applicant();
        String first = fixture.started(applicant).number();
        RefusedException refusal = assertRefused(Problem.APPLICATION_ALREADY_OPEN, () -> fixture.started(applicant));
        assertThat(refusal.location()).isEqualTo("/api/v1/applications/" + first);
        assertThat(fixture.refusals("new"))
                .anyMatch(leaf -> leaf.contains("\"problem\":\"application-already-open\"")
                        && leaf.contains("\"account\":" + applicant.account()));
    }

    @Test
    void anApplicationForAnotherProductMayBeOpenBesideIt() {
        var applicant = fixture.applicant();
        fixture.started(applicant);
        assertThat(fixture.started(applicant, PRODUCT_OF_TWO).state()).isEqualTo(ApplicationState.DRAFT);
    }

    @Test
    void afterAWithdrawalANewOneMayBegin() {
        var applicant = fixture.applicant();
        ApplicationView first = fixture.started(applicant);
        fixture.applications.withdraw(applicant.actor(), first.number(), first.version());
        assertThat(fixture.started(applicant).number()).isNotEqualTo(first.number());
    }

    @Test
    void ofTwentyStartsAtOnceOneWins() throws Exception {
        var applicant = fixture.applicant();
        CyclicBarrier together = new CyclicBarrier(20);
        ExecutorService threads = Executors.newFixedThreadPool(20);
        List<String> started = new ArrayList<>();
        List<RefusedException> refused = new ArrayList<>();
        try {
            List<Callable<Object>> clicks = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                clicks.add(() -> {
                    together.await(20, TimeUnit.SECONDS);
                    try {
                        return fixture.started(applicant).number();
                    } catch (RefusedException e) {
                        return e;
                    }
                });
            }
            for (Future<Object> click : threads.invokeAll(clicks, 60, TimeUnit.SECONDS)) {
                Object outcome = click.get();
                if (outcome instanceof RefusedException refusal) {
                    refused.add(refusal);
                } else {
                    started.add((String) outcome);
                }
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(started).hasSize(1);
        assertThat(refused).hasSize(19).allSatisfy(refusal -> {
            assertThat(refusal.problem()).isEqualTo(Problem.APPLICATION_ALREADY_OPEN);
            assertThat(refusal.location()).isEqualTo("/api/v1/applications/" + started.get(0));
        });
        assertThat(fixture.count("SELECT count(*) FROM application WHERE person_id = ?", applicant.person()))
                .isOne();
    }

    @Test
    void anActiveCertificateOutsideItsLastThirtyDaysStandsInTheWay() {
        var applicant = fixture.applicant();
        var key = TestAuthority.ecKey();
        String number = fixture.issued(fixture.submitted(applicant), key, true);
        assertRefused(Problem.CERTIFICATE_STILL_ACTIVE, () -> fixture.started(applicant));
        fixture.superuser().useHandle(handle -> handle.execute("""
                UPDATE certificate SET state = 'REVOKED', revoked_at = now(), revocation_reason = 4
                 WHERE application_id = (SELECT id FROM application WHERE number = ?)
                """, number));
        assertThat(fixture.started(applicant).state()).isEqualTo(ApplicationState.DRAFT);
    }

    @Test
    void inTheLastThirtyDaysOfACertificateANewApplicationMayBegin() {
        RegistrationFixture own = fixture;
        var applicant = own.applicant();
        own.issued(own.submitted(applicant), TestAuthority.ecKey(), true);
        own.clock.advance(Duration.ofDays(701));
        assertThat(own.started(applicant).state()).isEqualTo(ApplicationState.DRAFT);
    }

    @Test
    void whoIsNotActiveCannotStartAndSeesWhy() {
        for (String change : List.of(
                "UPDATE account SET state = 'SUSPENDED' WHERE id = :account",
                "UPDATE person SET state = 'RETIRED' WHERE id = :person",
                "UPDATE agency SET state = 'SUSPENDED' WHERE id = (SELECT agency_id FROM person WHERE id = :person)")) {
            var applicant = fixture.applicant();
            fixture.superuser().useHandle(handle -> {
                var update = handle.createUpdate(change);
                if (change.contains(":account")) {
                    update.bind("account", applicant.account());
                } else {
                    update.bind("person", applicant.person());
                }
                update.execute();
            });
            RefusedException refusal = assertRefused(Problem.ACCOUNT_NOT_ACTIVE, () -> fixture.started(applicant));
            assertThat(refusal.detail()).isNotEqualTo(Problem.ACCOUNT_NOT_ACTIVE.sentence());
        }
    }

    @Test
    void aProductThatIsNotOfferedIsRefused() {
        var applicant = fixture.applicant();
        RefusedException refusal = assertRefused(Problem.INVALID, () -> fixture.started(applicant, "osd-lu-kelas-9"));
        assertThat(refusal.faults()).hasSize(1);
        assertThat(Objects.requireNonNull(refusal.faults().get(0)).pointer()).isEqualTo("/product");
    }

    private static TimelineView.Step step(TimelineView timeline, int step) {
        return timeline.steps().stream()
                .filter(candidate -> candidate.step() == step)
                .findFirst()
                .orElseThrow();
    }
}
