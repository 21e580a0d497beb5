package id.segel.ca.person;

import static id.segel.ca.person.PeopleFixture.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import id.segel.ca.audit.Actor;
import id.segel.ca.refusal.Problem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AgreementsTest {
    private PeopleFixture fixture;

    @BeforeEach
    void open() {
        fixture = PeopleFixture.open();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void theHighestVersionIsInForceAndReadsInBothLanguages() {
        publish(2);

        Agreement current = fixture.agreements.current();

        assertThat(current.version()).isEqualTo(2);
        assertThat(current.text().indonesian()).isEqualTo("dua");
        assertThat(current.text().english()).isEqualTo("two");
    }

    @Test
    void acceptingIsKeptOnce() {
        Account account = fixture.account(Role.APPLICANT).account();
        Actor owner = Actor.account(account.id(), account.personId());

        fixture.agreements.accept(owner, 1);
        fixture.agreements.accept(owner, 1);

        assertThat(fixture.events("account", Long.toString(account.id())))
                .filteredOn(event -> event.contains("agreement.accepted"))
                .hasSize(1);
    }

    @Test
    void onlyTheVersionInForceCanBeAccepted() {
        Account account = fixture.account(Role.APPLICANT).account();
        Actor owner = Actor.account(account.id(), account.personId());
        publish(2);

        assertRefused(Problem.WRONG_STATE, () -> fixture.agreements.accept(owner, 1));
        assertRefused(Problem.NOT_FOUND, () -> fixture.agreements.accept(owner, 3));
    }

    private void publish(int version) {
        fixture.superuser()
                .useHandle(handle -> handle.execute(
                        "INSERT INTO agreement (version, text_id, text_en) VALUES (?, 'dua', 'two')", version));
    }
}
