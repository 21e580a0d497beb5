package id.segel.ca.application;

import id.segel.ca.audit.Actor;
import id.segel.ca.audit.AuditLog;
import id.segel.ca.authority.Authorities;
import id.segel.ca.document.LetterConfiguration;
import id.segel.ca.document.Letters;
import id.segel.ca.document.PdfBoxLetterInspector;
import id.segel.ca.document.TestPdfs;
import id.segel.ca.keyring.WrappingKeys;
import id.segel.ca.notice.NoticeOutbox;
import id.segel.ca.person.IndexKeys;
import id.segel.ca.person.People;
import id.segel.ca.person.PersonalDataCipher;
import id.segel.ca.procedure.Timeline;
import id.segel.ca.profile.Profiles;
import id.segel.ca.refusal.Problem;
import id.segel.ca.refusal.RefusedException;
import id.segel.ca.request.CsrFindingMeters;
import id.segel.ca.store.CoreDatabase;
import id.segel.ca.store.Database;
import id.segel.ca.store.DatabaseRole;
import id.segel.ca.subjectkey.RsaModuli;
import id.segel.csr.CsrChecker;
import id.segel.hsm.KeySpec;
import id.segel.hsm.NewKey;
import id.segel.hsm.Pin;
import id.segel.hsm.SigningKey;
import id.segel.hsm.Token;
import id.segel.hsm.TokenConfiguration;
import id.segel.hsm.TokenPurpose;
import id.segel.softhsm.TestDatabase;
import id.segel.softhsm.TestToken;
import id.segel.softhsm.TestTokens;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * A migrated database with a test hierarchy and two products, a data token with its keys, the services of this package
 * upon them as the web role, and people to test with.
 */
final class RegistrationFixture implements AutoCloseable {
    static final String PRODUCT = "osd-lu-kelas-2-individu";
    static final String PRODUCT_OF_TWO = "dua-petugas";
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    final TestDatabase database;
    final Database web;
    final TestClock clock = new TestClock();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final Token token;
    final SigningKey enrolmentKey;
    final TestAuthority authority = new TestAuthority();
    final Registration registration;
    final Letters letters;
    final People people;
    final Applications applications;
    final Reviews reviews;
    final ApplicationHousekeeping housekeeping;
    final List<Long> approved = new CopyOnWriteArrayList<>();
    final List<String> compromised = new CopyOnWriteArrayList<>();

    /**
     * Somebody with an account.
     *
     * @param account primary key
     * @param person primary key
     * @param subscriberNumber as in the CSR
     * @param fullName as in the CSR
     * @param agency as in the CSR
     */
    record Someone(long account, long person, String subscriberNumber, String fullName, String agency) {
        Actor actor() {
            return Actor.account(account, person);
        }
    }

    private RegistrationFixture(TestDatabase database, int issueLimit) {
        this.database = database;
        this.web = CoreDatabase.open(database, DatabaseRole.WEB, new SimpleMeterRegistry());
        SecureRandom random = new SecureRandom();
        AuditLog audit = new AuditLog(clock, random);
        this.token = openToken();
        NewKey made = token.generateKeyPair("segel-enrolment", KeySpec.EC_P256);
        token.storeCertificate("segel-enrolment", authority.issue("CN=Penanda berkas UJI", made.publicKey()));
        token.generateWrappingKey("segel-wrapping");
        token.generateMacKey("segel-blind-index");
        this.enrolmentKey = token.signingKey("segel-enrolment");
        TestProducts.seed(superuser(), authority);
        RegistrationConfiguration standard = RegistrationConfiguration.standard(URI.create("http://ams.example:8080"));
        this.registration = new Registration(
                web,
                audit,
                clock,
                random,
                new Profiles(web),
                new Authorities(web),
                new Timeline(web, meters),
                new NoticeOutbox(),
                CsrChecker.standard(),
                new RsaModuli(web),
                new CsrFindingMeters(meters),
                new RegistrationConfiguration(
                        standard.publicUrl(),
                        standard.numberPrefix(),
                        standard.zone(),
                        standard.draftLife(),
                        standard.returnedLife(),
                        standard.expiryNotice(),
                        standard.claimIdle(),
                        standard.uploadTokenLife(),
                        standard.receiptLife(),
                        standard.receiptAfterIssue(),
                        issueLimit,
                        standard.issueRetryAfter()));
        this.letters = new Letters(
                web,
                WrappingKeys.only(token.wrappingKey("segel-wrapping")),
                random,
                new PdfBoxLetterInspector(LetterConfiguration.standard()),
                LetterConfiguration.standard());
        this.people = new People(
                web,
                audit,
                new PersonalDataCipher(
                        web,
                        WrappingKeys.only(token.wrappingKey("segel-wrapping")),
                        IndexKeys.only(token.macKey("segel-blind-index")),
                        random),
                clock,
                random);
        this.applications = new Applications(
                registration,
                letters,
                () -> enrolmentKey,
                hash -> compromised.add(java.util.HexFormat.of().formatHex(hash)));
        this.reviews = new Reviews(registration, letters, people, approved::add);
        this.housekeeping = new ApplicationHousekeeping(registration);
    }

    static RegistrationFixture open() {
        return open(10_000);
    }

    static RegistrationFixture open(int issueLimit) {
        return new RegistrationFixture(CoreDatabase.create(), issueLimit);
    }

    private static Token openToken() {
        TestToken taken = TestTokens.take();
        return Token.open(
                new TokenConfiguration(
                        TokenPurpose.DATA,
                        taken.module(),
                        taken.label(),
                        Pin.of(taken.userPin()),
                        4,
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(20),
                        List.of()),
                new SimpleMeterRegistry());
    }

    /** Everything is permitted here: what other packages and people would have done. */
    Jdbi superuser() {
        return Jdbi.create(database.superuserUrl());
    }

    Someone applicant() {
        return someone(List.of("APPLICANT"));
    }

    Someone officer() {
        return someone(List.of("OFFICER"));
    }

    Someone someone(List<String> roles) {
        int n = NUMBERS.incrementAndGet();
        String letters = n < 26 * 26 ? "" + (char) ('A' + n / 26) + (char) ('A' + n % 26) : "ZZ";
        String number = "ABCDEFGH22" + letters;
        String agency = "Dinas Contoh " + n;
        String name = "Siti Contoh " + letters;
        return superuser().inTransaction(handle -> {
            long agencyId = one(handle, "INSERT INTO agency (name) VALUES (?) RETURNING id", agency);
            long person = one(handle, """
                    INSERT INTO person (subscriber_number, full_name, agency_id, unit, position, email)
                    VALUES (?, ?, ?, 'Bidang Persandian', 'Analis', ?) RETURNING id
                    """, number, name, agencyId, "siti" + n + "@instansi.example");
            long account = one(
                    handle,
                    "INSERT INTO account (person_id, username, password_hash) VALUES (?, ?, '$argon2id$x') RETURNING id",
                    person,
                    "siti" + n);
            for (String role : roles) {
                handle.execute("INSERT INTO account_role (account_id, role) VALUES (?, ?)", account, role);
            }
            return new Someone(account, person, number, name, agency);
        });
    }

    private static long one(Handle handle, String sql, Object... values) {
        var query = handle.createQuery(sql);
        for (int i = 0; i < values.length; i++) {
            query.bind(i, values[i]);
        }
        return query.mapTo(Long.class).one();
    }

    ApplicationView started(Someone applicant) {
        return started(applicant, PRODUCT);
    }

    ApplicationView started(Someone applicant, String product) {
        return applications.start(
                applicant.actor(),
                product,
                clock.instant().minusSeconds(40),
                clock.instant().minusSeconds(10));
    }

    byte[] csr(Someone applicant, String number, KeyPair key) {
        return Csrs.der(applicant, key, challenge(number));
    }

    byte[] challenge(String number) {
        return superuser()
                .withHandle(handle -> handle.createQuery("SELECT challenge FROM application WHERE number = ?")
                        .bind(0, number)
                        .mapTo(byte[].class)
                        .one());
    }

    /** A file with letter and CSR, handed in. */
    ApplicationView submitted(Someone applicant) {
        return submitted(applicant, PRODUCT);
    }

    ApplicationView submitted(Someone applicant, String product) {
        String number = started(applicant, product).number();
        applications.putLetter(applicant.actor(), number, TestPdfs.letter("Rekomendasi " + number));
        applications.putCsr(applicant.actor(), number, csr(applicant, number, TestAuthority.ecKey()));
        return applications.submit(applicant.actor(), number, null);
    }

    /** A file an officer took. */
    ReviewView claimed(Someone officer, ApplicationView file) {
        return reviews.claim(officer.actor(), file.number(), file.version());
    }

    /** Every item answered with yes. */
    static Map<String, Answer> allYes(ReviewView view) {
        return view.checklist().stream()
                .collect(Collectors.toMap(ChecklistItem::id, item -> new Answer(Answer.Value.YES, null)));
    }

    static DecisionRequest approval(ReviewView view) {
        return new DecisionRequest(Outcome.APPROVE, allYes(view), List.of());
    }

    static DecisionRequest returning(String item) {
        return new DecisionRequest(Outcome.RETURN, Map.of(), List.of(new Reason(item, "unclear", "Mohon diperbaiki.")));
    }

    /** The file as the issuer leaves it: ISSUED, with a certificate that may be delivered or not yet. */
    String issued(ApplicationView file, KeyPair key, boolean deliverable) {
        Someone officer = officer();
        ReviewView view = claimed(officer, file);
        reviews.decide(officer.actor(), file.number(), view.application().version(), approval(view));
        byte[] der = authority.issue("CN=Siti Contoh", key.getPublic());
        superuser().useTransaction(handle -> {
            handle.createUpdate("""
                            INSERT INTO certificate (issuer_id, serial, kind, authorisation_id, authorisation_kind,
                                    application_id, person_id, product_code, tbs, tbs_sha256, spki_sha256, profile_hash,
                                    crl_shard, not_before, not_after, renewable_from, lease_token, lease_expires_at)
                            SELECT (SELECT id FROM authority WHERE name = 'osd-uji'), decode('01' || md5(CAST(random() AS text)), 'hex'),
                                   'SUBSCRIBER', u.id, u.kind, a.id, a.person_id, a.product_code, '\\x30', sha256('\\x30'),
                                   d.spki_sha256, d.profile_hash, 0, :now, CAST(:now AS timestamptz) + interval '730 days',
                                   CAST(:now AS timestamptz) + interval '700 days', gen_random_uuid(), :now
                              FROM application a JOIN decision d ON d.id = a.approval_id
                              JOIN authorisation u ON u.decision_id = d.id
                             WHERE a.number = :number
                            """)
                    .bind("now", clock.instant())
                    .bind("number", file.number())
                    .execute();
            handle.createUpdate("""
                            UPDATE certificate SET state = 'ISSUED', der = :der, sha256 = sha256(:der), issued_at = :now,
                                   deliverable_at = CASE WHEN :deliverable THEN CAST(:now AS timestamptz) END
                             WHERE application_id = (SELECT id FROM application WHERE number = :number)
                            """)
                    .bind("der", der)
                    .bind("now", clock.instant())
                    .bind("deliverable", deliverable)
                    .bind("number", file.number())
                    .execute();
            handle.execute(
                    "UPDATE application SET state = 'ISSUED', version = version + 1 WHERE number = ?", file.number());
        });
        return file.number();
    }

    void deliverable(String number) {
        superuser()
                .useHandle(handle -> handle.createUpdate("""
                        UPDATE certificate SET deliverable_at = :now
                         WHERE application_id = (SELECT id FROM application WHERE number = :number)
                        """)
                        .bind("now", clock.instant())
                        .bind("number", number)
                        .execute());
    }

    ApplicationState state(String number) {
        return ApplicationState.valueOf(superuser()
                .withHandle(handle -> handle.createQuery("SELECT state FROM application WHERE number = ?")
                        .bind(0, number)
                        .mapTo(String.class)
                        .one()));
    }

    /** Actions told of an object, oldest first. */
    List<String> actions(String objectId) {
        return superuser()
                .withHandle(
                        handle -> handle.createQuery("SELECT action FROM audit_event WHERE object_id = ? ORDER BY id")
                                .bind(0, objectId)
                                .mapTo(String.class)
                                .list());
    }

    /** The leaves of refused attempts on an object, oldest first. */
    List<String> refusals(String objectId) {
        return superuser()
                .withHandle(handle -> handle.createQuery("""
                        SELECT convert_from(leaf, 'UTF8') FROM audit_event
                         WHERE object_id = ? AND action = 'attempt.refused' ORDER BY id
                        """)
                        .bind(0, objectId)
                        .mapTo(String.class)
                        .list());
    }

    List<String> notices(String number) {
        return superuser()
                .withHandle(handle -> handle.createQuery("""
                        SELECT n.kind FROM notice n JOIN application a ON a.id = n.application_id
                         WHERE a.number = ? ORDER BY n.id
                        """)
                        .bind(0, number)
                        .mapTo(String.class)
                        .list());
    }

    long count(String sql, Object... values) {
        return superuser().withHandle(handle -> one(handle, sql, values));
    }

    static RefusedException refusal(ThrowingCallable work) {
        RefusedException refusal = Assertions.catchThrowableOfType(RefusedException.class, work);
        Assertions.assertThat(refusal).as("a refusal").isNotNull();
        return refusal;
    }

    static RefusedException assertRefused(Problem problem, ThrowingCallable work) {
        RefusedException refusal = refusal(work);
        Assertions.assertThat(refusal.problem()).as(refusal.getMessage()).isEqualTo(problem);
        return refusal;
    }

    static List<String> faults(RefusedException refusal) {
        return refusal.faults().stream().map(fault -> fault.id()).toList();
    }

    @Override
    public void close() {
        token.close();
        web.close();
        database.close();
    }
}
