package id.segel.ca.notice;

import static org.assertj.core.api.Assertions.assertThat;

import id.segel.ca.person.Language;
import id.segel.ca.person.Person;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class NoticesTest {
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
    void aPersonSeesTheirOwnNoticesNewestFirstPageByPage() {
        Person person = fixture.person(Language.ID);
        long application = fixture.application(person);
        long first = fixture.queue(NoticeKind.SUBMITTED, person, application, null);
        long second = fixture.queue(NoticeKind.SUSPENDED, person, null, null);
        fixture.queue(NoticeKind.SUSPENDED, fixture.person(Language.ID), null, null);
        Notices notices = new Notices(fixture.people.web);

        List<Notice> all = notices.ofPerson(person.id(), null, 10);

        assertThat(all).extracting(Notice::id).containsExactly(second, first);
        assertThat(all.get(0).applicationNumber()).isNull();
        assertThat(all.get(1).applicationNumber()).isEqualTo(fixture.number(application));
        assertThat(all.get(1).state()).isEqualTo(NoticeState.QUEUED);
        assertThat(all.get(1).sentAt()).isNull();
        assertThat(notices.ofPerson(person.id(), null, 1))
                .extracting(Notice::id)
                .containsExactly(second);
        assertThat(notices.ofPerson(person.id(), second, 10))
                .extracting(Notice::id)
                .containsExactly(first);
    }

    @Test
    void anIssuedCertificateIsToldOfOnlyWhenItCanBeHad() {
        Person person = fixture.person(Language.ID);
        NoticeFixture.Certificate certificate = fixture.certificate();
        fixture.queue(NoticeKind.ISSUED, person, fixture.application(person), certificate);
        Notices notices = new Notices(fixture.people.web);

        assertThat(notices.ofPerson(person.id(), null, 10)).isEmpty();
        fixture.makeDeliverable(certificate);
        assertThat(notices.ofPerson(person.id(), null, 10)).hasSize(1);
    }
}
