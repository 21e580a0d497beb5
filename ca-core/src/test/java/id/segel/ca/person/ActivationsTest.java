package id.segel.ca.person;

import static id.segel.ca.person.PeopleFixture.OFFICE;
import static id.segel.ca.person.PeopleFixture.PASSWORD;
import static id.segel.ca.person.PeopleFixture.assertRefused;
import static id.segel.ca.person.PeopleFixture.faults;
import static org.assertj.core.api.Assertions.assertThat;

import id.segel.ca.refusal.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ActivationsTest {
    private static final Duration DAY = Duration.ofDays(1);

    private PeopleFixture fixture;

    @BeforeEach
    void open() {
        fixture = PeopleFixture.open();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private PendingAccount pending(Role... roles) {
        return fixture.activations.create(OFFICE, fixture.accountDraft(roles), DAY);
    }

    @Test
    void theOwnerTakesTheAccountWithTheLinkAndTheAgreement() {
        PendingAccount pending = pending(Role.ADMIN);
        String secret = pending.activationSecret().reveal();
        Activation shown = fixture.activations.find(secret).orElseThrow();
        assertThat(shown.username()).isEqualTo(pending.account().username());
        assertThat(shown.needsTotp()).isTrue();
        assertThat(pending.account().state()).isEqualTo(AccountState.PENDING);

        CreatedAccount active = fixture.activations.activate(
                secret, PASSWORD, fixture.agreements.current().version());

        assertThat(active.account().state()).isEqualTo(AccountState.ACTIVE);
        assertThat(active.totpSecret()).isNotNull();
        assertThat(fixture.accounts.anyAdministrator()).isTrue();
        assertThat(fixture.events("account", Long.toString(active.account().id())))
                .hasSize(3)
                .satisfies(events -> assertThat(events.get(1)).contains("account.activated"))
                .satisfies(events ->
                        assertThat(events.get(2)).contains("agreement.accepted").contains("\"version\":1"));
    }

    @Test
    void aLinkWorksOnce() {
        String secret = pending(Role.APPLICANT).activationSecret().reveal();
        fixture.activations.activate(secret, PASSWORD, 1);

        assertThat(fixture.activations.find(secret)).isEmpty();
        assertRefused(Problem.NOT_FOUND, () -> fixture.activations.activate(secret, PASSWORD, 1));
    }

    @Test
    void ofTwoWhoUseALinkAtOnceExactlyOneGetsTheAccount() throws Exception {
        String secret = pending(Role.APPLICANT).activationSecret().reveal();
        ExecutorService two = Executors.newFixedThreadPool(2);
        try {
            Callable<Boolean> take =
                    () -> PeopleFixture.refusal(() -> fixture.activations.activate(secret, PASSWORD, 1)) == null;
            int done = 0;
            for (Future<Boolean> result : two.invokeAll(List.of(take, take))) {
                done += result.get() ? 1 : 0;
            }
            assertThat(done).isEqualTo(1);
        } finally {
            two.shutdownNow();
        }
    }

    @Test
    void aLinkEnds() {
        String secret = pending(Role.APPLICANT).activationSecret().reveal();
        fixture.clock.advance(DAY.plusSeconds(1));

        assertThat(fixture.activations.find(secret)).isEmpty();
        assertRefused(Problem.NOT_FOUND, () -> fixture.activations.activate(secret, PASSWORD, 1));
    }

    @Test
    void aWrongLinkIsNotFound() {
        pending(Role.APPLICANT);

        assertThat(fixture.activations.find("")).isEmpty();
        assertThat(fixture.activations.find("ac_" + "A".repeat(43))).isEmpty();
        assertRefused(Problem.NOT_FOUND, () -> fixture.activations.activate("ac_" + "A".repeat(43), PASSWORD, 1));
    }

    @Test
    void aRefusedPasswordOrAgreementLeavesTheLinkAsItWas() {
        PendingAccount pending = pending(Role.APPLICANT);
        String secret = pending.activationSecret().reveal();

        assertThat(faults(() -> fixture.activations.activate(secret, "pendek", 1)))
                .containsExactly("/password password.length");
        assertThat(faults(() -> fixture.activations.activate(
                        secret, "xx" + pending.account().username() + "-12345", 1)))
                .containsExactly("/password password.contains-username");
        assertRefused(Problem.NOT_FOUND, () -> fixture.activations.activate(secret, PASSWORD, 2));
        assertThat(fixture.activations.activate(secret, PASSWORD, 1).account().state())
                .isEqualTo(AccountState.ACTIVE);
    }

    @Test
    void aNewLinkEndsTheOldOne() {
        PendingAccount pending = pending(Role.OFFICER);
        PendingAccount renewed =
                fixture.activations.renew(OFFICE, pending.account().id(), DAY);

        assertThat(fixture.activations.find(pending.activationSecret().reveal()))
                .isEmpty();
        assertThat(fixture.activations.find(renewed.activationSecret().reveal()))
                .isPresent();
        fixture.activations.activate(renewed.activationSecret().reveal(), PASSWORD, 1);
        assertRefused(
                Problem.WRONG_STATE,
                () -> fixture.activations.renew(OFFICE, pending.account().id(), DAY));
        assertRefused(Problem.NOT_FOUND, () -> fixture.activations.renew(OFFICE, Long.MAX_VALUE, DAY));
    }

    @Test
    void rolesGivenToAPendingAccountBringTheirSecretWithActivation() {
        PendingAccount pending = pending(Role.APPLICANT);
        CreatedAccount changed = fixture.accounts.setRoles(
                OFFICE, pending.account().id(), pending.account().version(), Set.of(Role.OFFICER));

        assertThat(changed.totpSecret()).isNull();
        assertThat(fixture.activations
                        .activate(pending.activationSecret().reveal(), PASSWORD, 1)
                        .totpSecret())
                .isNotNull();
    }

    @Test
    void onlyTheHashOfALinkIsKept() {
        String secret = pending(Role.APPLICANT).activationSecret().reveal();

        String row = fixture.superuser()
                .withHandle(handle -> handle.createQuery("SELECT a::text FROM activation a")
                        .mapTo(String.class)
                        .one());
        assertThat(secret).matches("ac_[A-Za-z0-9_-]{43}");
        assertThat(row).doesNotContain(secret);
    }
}
