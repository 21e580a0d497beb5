package id.segel.ca.notice;

import id.segel.ca.person.Language;
import id.segel.ca.person.PeopleFixture;
import id.segel.ca.person.Person;
import id.segel.ca.person.PersonDraft;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** People, and applications and certificates for notices to tell of. */
final class NoticeFixture implements AutoCloseable {
    static final String SERVICE = NoticeSettings.DEFAULT_SERVICE_NAME;
    static final URI PORTAL = URI.create("https://ams.instansi.example");
    static final String FROM = "ams@instansi.example";

    private static final AtomicInteger NUMBERS = new AtomicInteger();

    final PeopleFixture people = PeopleFixture.open();
    final NoticeOutbox outbox = new NoticeOutbox();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    /** What a notice may refer to. */
    @SuppressWarnings("ArrayRecordComponent") // Nobody compares them.
    record Certificate(int issuerId, byte[] serial) {}

    NoticeSender sender(MailTransport transport) {
        return new NoticeSender(people.web, people.audit, transport, settings(), meters);
    }

    static NoticeSettings settings() {
        return NoticeSettings.standard(SERVICE, PORTAL, FROM);
    }

    Person person(Language language) {
        PersonDraft draft = people.draft();
        return people.people.create(
                PeopleFixture.OFFICE,
                new PersonDraft(
                        draft.fullName(),
                        draft.agencyId(),
                        draft.unit(),
                        draft.position(),
                        draft.email(),
                        language,
                        draft.nik(),
                        draft.nip(),
                        draft.phone()));
    }

    /** A row that a notice can refer to; what an application refers to is not this package's business. */
    long application(Person person) {
        return people.superuser().inTransaction(handle -> {
            handle.execute("SET LOCAL session_replication_role = replica");
            return handle.createQuery("""
                            INSERT INTO application (number, person_id, product_code, product_version, challenge)
                            VALUES (:number, :person, 'P' || :n, 1, sha256('x'))
                            RETURNING id
                            """)
                    .bind("number", "OSD-2026-%06d".formatted(NUMBERS.incrementAndGet()))
                    .bind("person", person.id())
                    .bind("n", NUMBERS.get())
                    .mapTo(Long.class)
                    .one();
        });
    }

    String number(long applicationId) {
        return people.superuser()
                .withHandle(handle -> handle.createQuery("SELECT number FROM application WHERE id = :id")
                        .bind("id", applicationId)
                        .mapTo(String.class)
                        .one());
    }

    /** An issued certificate that is not deliverable yet. */
    Certificate certificate() {
        byte[] serial = new byte[17];
        people.random.nextBytes(serial);
        serial[0] = 1;
        people.superuser().useTransaction(handle -> {
            handle.execute("SET LOCAL session_replication_role = replica");
            handle.createUpdate("""
                            INSERT INTO certificate (issuer_id, serial, kind, state, authorisation_id, authorisation_kind, tbs,
                                tbs_sha256, spki_sha256, profile_hash, crl_shard, not_before, not_after, renewable_from,
                                lease_token, lease_expires_at, der, sha256, issued_at)
                            VALUES (1, :serial, 'CA', 'ISSUED', 1, 'CEREMONY', 'tbs', sha256('tbs'), sha256('spki'),
                                sha256('profile'), 0, now(), now() + interval '2 years', now() + interval '1 year',
                                gen_random_uuid(), now(), 'der', sha256('der'), now())
                            """).bind("serial", serial).execute();
        });
        return new Certificate(1, serial);
    }

    void makeDeliverable(Certificate certificate) {
        people.superuser()
                .useHandle(handle -> handle.execute(
                        "UPDATE certificate SET deliverable_at = now() WHERE serial = ?", certificate.serial()));
    }

    long queue(NoticeKind kind, Person person, @Nullable Long applicationId, @Nullable Certificate certificate) {
        return people.web.inTransaction(handle -> outbox.queue(
                handle,
                kind,
                person.id(),
                applicationId,
                certificate == null ? null : certificate.issuerId(),
                certificate == null ? null : certificate.serial()));
    }

    /** Makes it due again, as the passing of time would. */
    void makeDue(long noticeId) {
        people.superuser()
                .useHandle(
                        handle -> handle.execute("UPDATE notice SET next_attempt_at = now() WHERE id = ?", noticeId));
    }

    String state(long noticeId) {
        return people.superuser()
                .withHandle(handle -> handle.createQuery(
                                "SELECT state || ' ' || attempts || coalesce(' ' || fault, '') FROM notice WHERE id = :id")
                        .bind("id", noticeId)
                        .mapTo(String.class)
                        .one());
    }

    double counted(String kind, String outcome) {
        return meters.get("segel.notices")
                .tag("kind", kind)
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    @Override
    public void close() {
        people.close();
    }
}
