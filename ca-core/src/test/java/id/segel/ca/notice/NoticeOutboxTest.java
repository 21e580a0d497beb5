package id.segel.ca.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.segel.ca.person.Language;
import id.segel.ca.person.PeopleFixture;
import id.segel.ca.person.Person;
import id.segel.ca.store.Database;
import id.segel.ca.store.DatabaseRole;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class NoticeOutboxTest {
    private static NoticeFixture fixture;

    @BeforeAll
    static void open() {
        fixture = new NoticeFixture();
    }

    @AfterAll
    static void close() {
        fixture.close();
    }

    @Test
    void aNoticeIsThereWithItsChangeOrNotAtAll() {
        Person person = fixture.person(Language.ID);
        long application = fixture.application(person);

        assertThatThrownBy(() -> fixture.people.web.useTransaction(handle -> {
                    fixture.outbox.queue(handle, NoticeKind.SUBMITTED, person.id(), application, null, null);
                    throw new IllegalStateException("the change fails");
                }))
                .hasMessage("the change fails");
        assertThat(new Notices(fixture.people.web).ofPerson(person.id(), null, 10))
                .isEmpty();

        fixture.queue(NoticeKind.SUBMITTED, person, application, null);
        assertThat(new Notices(fixture.people.web).ofPerson(person.id(), null, 10))
                .hasSize(1);
    }

    @Test
    void nothingIsQueuedOutsideATransaction() {
        assertThatThrownBy(() -> fixture.people.web.read(
                        handle -> fixture.outbox.queue(handle, NoticeKind.SUSPENDED, 1, null, null, null)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("inside the transaction");
    }

    @Test
    void aNoticeNamesWhatItTellsOf() {
        Person person = fixture.person(Language.ID);
        long application = fixture.application(person);

        assertThatThrownBy(() -> fixture.queue(NoticeKind.SUBMITTED, person, null, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("names its application");
        assertThatThrownBy(() -> fixture.queue(NoticeKind.ISSUED, person, application, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("names its certificate");
        assertThatThrownBy(() -> fixture.queue(NoticeKind.REVOKED, person, null, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("names its certificate");
        assertThatThrownBy(() -> fixture.people.web.inTransaction(
                        handle -> fixture.outbox.queue(handle, NoticeKind.REVOKED, person.id(), null, 1, null)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theIssuerMayQueueToo() {
        Person person = fixture.person(Language.ID);
        long application = fixture.application(person);
        NoticeFixture.Certificate certificate = fixture.certificate();

        try (Database issuer = PeopleFixture.open(fixture.people.database, DatabaseRole.ISSUER)) {
            long id = issuer.inTransaction(handle -> fixture.outbox.queue(
                    handle, NoticeKind.ISSUED, person.id(), application, certificate.issuerId(), certificate.serial()));
            assertThat(fixture.state(id)).isEqualTo("QUEUED 0");
        }
    }
}
