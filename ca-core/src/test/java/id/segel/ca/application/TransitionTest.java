package id.segel.ca.application;

import static id.segel.ca.application.RegistrationFixture.assertRefused;
import static id.segel.ca.application.RegistrationFixture.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import id.segel.ca.refusal.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Walks every pair of state and trigger on the database. The table is written down here a second time, from DESIGN 3. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TransitionTest {
    private static final Map<String, String> DESIGN = Map.ofEntries(
            Map.entry("DRAFT", "SUBMITTED WITHDRAWN EXPIRED"),
            Map.entry("SUBMITTED", "IN_REVIEW DRAFT WITHDRAWN"),
            Map.entry("IN_REVIEW", "APPROVED AWAITING_SECOND RETURNED REJECTED SUBMITTED WITHDRAWN"),
            Map.entry("AWAITING_SECOND", "APPROVED IN_REVIEW WITHDRAWN"),
            Map.entry("RETURNED", "SUBMITTED WITHDRAWN EXPIRED"),
            Map.entry("APPROVED", "ISSUING WITHDRAWN SUBMITTED"),
            Map.entry("ISSUING", "ISSUED ISSUE_FAILED APPROVED"),
            Map.entry("ISSUE_FAILED", "ISSUING WITHDRAWN SUBMITTED"),
            Map.entry("ISSUED", "COMPLETED"),
            Map.entry("COMPLETED", ""),
            Map.entry("REJECTED", ""),
            Map.entry("WITHDRAWN", ""),
            Map.entry("EXPIRED", ""));

    /** Made by the issuer, which carries a lease; here only the refusals are walked for them. */
    private static final Set<Trigger> OF_THE_ISSUER =
            EnumSet.of(Trigger.START_ISSUING, Trigger.LAPSE_LEASE, Trigger.FAIL_ISSUING, Trigger.ISSUE);

    private RegistrationFixture fixture;
    private RegistrationFixture.Someone officer;
    private long id;
    private String number;

    @BeforeAll
    void open() {
        fixture = RegistrationFixture.open();
        officer = fixture.officer();
        ApplicationView file = fixture.submitted(fixture.applicant());
        ReviewView review = fixture.claimed(officer, file);
        fixture.reviews.decide(
                officer.actor(), file.number(), review.application().version(), RegistrationFixture.approval(review));
        number = file.number();
        id = fixture.count("SELECT id FROM application WHERE number = ?", number);
    }

    @AfterAll
    void close() {
        fixture.close();
    }

    @Test
    void theTableIsThatOfTheDesign() {
        for (ApplicationState from : ApplicationState.values()) {
            Set<String> to = EnumSet.allOf(Trigger.class).stream()
                    .filter(trigger -> TransitionTable.allows(from, trigger))
                    .map(trigger -> TransitionTable.to(trigger).name())
                    .collect(java.util.stream.Collectors.toSet());
            String design = DESIGN.getOrDefault(from.name(), "missing");
            assertThat(to).as(from.name()).isEqualTo(design.isEmpty() ? Set.of() : Set.of(design.split(" ")));
        }
    }

    @Test
    void everyPairOfStateAndTriggerMovesOrIsRefusedAndAudited() {
        Attempts attempts = new Attempts(fixture.web, fixture.registration.audit());
        List<String> walked = new ArrayList<>();
        long refused = 0;
        for (ApplicationState state : ApplicationState.values()) {
            for (Trigger trigger : Trigger.values()) {
                boolean allowed = TransitionTable.allows(state, trigger);
                if (allowed && OF_THE_ISSUER.contains(trigger)) {
                    continue;
                }
                int version = put(state);
                StateChange change = change(trigger, version);
                String pair = state + " " + trigger;
                if (allowed) {
                    int after = fixture.web.inTransaction(transaction -> Transitions.apply(transaction, change));
                    assertThat(after).as(pair).isEqualTo(version + 1);
                    assertThat(fixture.state(number)).as(pair).isEqualTo(TransitionTable.to(trigger));
                } else {
                    var refusal = refusal(() -> attempts.of(
                            officer.actor(),
                            trigger.wireName(),
                            number,
                            () -> fixture.web.inTransaction(transaction -> Transitions.apply(transaction, change))));
                    assertThat(refusal.problem()).as(pair).isEqualTo(Problem.WRONG_STATE);
                    assertThat(fixture.state(number)).as(pair).isEqualTo(state);
                    assertThat(version()).as(pair).isEqualTo(version);
                    refused++;
                }
                walked.add(pair);
            }
        }
        assertThat(walked).hasSize(13 * 17 - 5);
        assertThat(fixture.refusals(number))
                .hasSize(Math.toIntExact(refused))
                .allSatisfy(leaf -> assertThat(leaf).contains("\"problem\":\"wrong-state\""));
    }

    @Test
    void aVersionThatIsNoLongerTrueIsStaleBeforeItIsAnythingElse() {
        int version = put(ApplicationState.SUBMITTED);
        assertRefused(
                Problem.STALE_VERSION,
                () -> fixture.web.inTransaction(
                        transaction -> Transitions.apply(transaction, change(Trigger.CLAIM, version - 1))));
        assertRefused(
                Problem.STALE_VERSION,
                () -> fixture.web.inTransaction(
                        transaction -> Transitions.apply(transaction, change(Trigger.APPROVE, version - 1))));
    }

    private StateChange change(Trigger trigger, int version) {
        StateChange change = StateChange.of(id, trigger, version, fixture.clock.instant());
        return switch (trigger) {
            case CLAIM, DISAGREE -> change.heldBy(officer.account());
            case RECALL, RETURN -> change.lapsing(fixture.clock.instant().plus(Duration.ofDays(1)));
            default -> change;
        };
    }

    private int version() {
        return Math.toIntExact(fixture.count("SELECT version FROM application WHERE id = ?", id));
    }

    /** Puts the file into a state, as nobody but a superuser can. */
    private int put(ApplicationState state) {
        fixture.superuser()
                .useHandle(handle -> handle.createUpdate("""
                        UPDATE application
                           SET state = :state, version = version + 1,
                               claimed_by = CASE WHEN :state = 'IN_REVIEW' THEN CAST(:officer AS bigint) END,
                               claimed_at = CASE WHEN :state = 'IN_REVIEW' THEN now() END,
                               claim_used_at = CASE WHEN :state = 'IN_REVIEW' THEN now() END,
                               lease_token = CASE WHEN :state = 'ISSUING' THEN gen_random_uuid() END,
                               lease_expires_at = CASE WHEN :state = 'ISSUING' THEN now() END,
                               expires_at = CASE WHEN :state IN ('DRAFT', 'RETURNED') THEN now() END
                         WHERE id = :id
                        """)
                        .bind("state", state.name())
                        .bind("officer", officer.account())
                        .bind("id", id)
                        .execute());
        return version();
    }
}
