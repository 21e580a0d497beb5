package id.segel.ca.status;

import id.segel.ca.audit.Actor;
import id.segel.ca.audit.AuditLog;
import id.segel.ca.profile.CertificateProfile;
import id.segel.ca.profile.Profiles;
import id.segel.ca.store.CoreDatabase;
import id.segel.ca.store.Database;
import id.segel.ca.store.DatabaseRole;
import id.segel.softhsm.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.cert.X509CertificateHolder;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * A migrated database with the authorities of a {@link TestHierarchy}, people, and certificates put there as an issuance
 * would leave them, every constraint met.
 */
final class StatusFixture implements AutoCloseable {
    static final String PRODUCT = "osd-uji";
    private static final String PROFILE = "osd-lu-kelas-2-individu";
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    final TestDatabase database;
    final Database web;
    final Database issuer;
    final AuditLog audit = new AuditLog(java.time.Clock.systemUTC(), new SecureRandom());
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final List<String> notices = new ArrayList<>();
    final StatusChanges changes;
    final int root;
    final int issuing;
    final @Nullable TestHierarchy hierarchy;
    final Person officer;
    final Person colleague;
    private final long ceremonyAuthorisation;

    /** Somebody with an account. */
    record Person(long personId, long accountId) {
        Actor actor() {
            return Actor.account(accountId, personId);
        }
    }

    /** A certificate in the database; der is empty for what was never signed. */
    record Issued(
            int issuerId,
            byte[] serial,
            byte[] der,
            @Nullable Person holder) {
        String hex() {
            return Serials.toHex(serial);
        }
    }

    /** Without a token: certificates are rows whose bytes nobody verifies. */
    static StatusFixture withoutToken() {
        return new StatusFixture(null);
    }

    StatusFixture(@Nullable TestHierarchy hierarchy) {
        this.hierarchy = hierarchy;
        this.database = CoreDatabase.create();
        this.web = open(DatabaseRole.WEB);
        this.issuer = open(DatabaseRole.ISSUER);
        this.changes = new StatusChanges(
                web,
                audit,
                (handle, change, person, application, issuerId, serial) ->
                        notices.add(change + " " + person + " " + Serials.toHex(serial)));
        long ceremony = insert("""
                INSERT INTO ceremony (file, file_sha256) VALUES ('uji', sha256(convert_to('uji', 'UTF8'))) RETURNING id
                """);
        ceremonyAuthorisation = insert(
                "INSERT INTO authorisation (kind, ceremony_id, audit_event_id) VALUES ('CEREMONY', ?, ?) RETURNING id",
                ceremony,
                auditEvent());
        if (hierarchy == null) {
            root = authority("induk-uji", null, new byte[] {1}, new byte[] {2});
            issuing = authority("osd-uji", root, new byte[] {3}, new byte[] {4});
        } else {
            root = authority(hierarchy.root, null);
            issuing = authority(hierarchy.issuing, root);
        }
        superuser().useTransaction(handle -> {
            for (String profile : List.of(PROFILE, "issuing-ca", "ocsp-responder")) {
                Profiles.store(handle, CertificateProfile.bundled(profile));
            }
        });
        execute("""
                INSERT INTO product (code, version, name_id, name_en, service_type, procedure, profile_hash, authority_id, checklist)
                SELECT ?, 1, 'Uji', 'Test', 'INDIVIDUAL', 'uji', ?, ?, min(version) FROM checklist
                """, PRODUCT, CertificateProfile.bundled(PROFILE).hash(), issuing);
        execute("INSERT INTO agency (name) VALUES ('Dinas Uji')");
        officer = person();
        colleague = person();
    }

    Database open(DatabaseRole role) {
        return CoreDatabase.open(database, role, new SimpleMeterRegistry());
    }

    Jdbi superuser() {
        return Jdbi.create(database.superuserUrl());
    }

    void execute(String sql, @Nullable Object... arguments) {
        superuser().useHandle(handle -> handle.execute(sql, arguments));
    }

    private long insert(String sql, @Nullable Object... arguments) {
        return superuser()
                .withHandle(handle ->
                        bound(handle, sql, arguments).mapTo(Long.class).one());
    }

    <T> T one(Class<T> type, String sql, @Nullable Object... arguments) {
        return superuser()
                .withHandle(handle -> bound(handle, sql, arguments).mapTo(type).one());
    }

    List<String> list(String sql, @Nullable Object... arguments) {
        return superuser()
                .withHandle(handle ->
                        bound(handle, sql, arguments).mapTo(String.class).list());
    }

    private static org.jdbi.v3.core.statement.Query bound(Handle handle, String sql, @Nullable Object... arguments) {
        org.jdbi.v3.core.statement.Query query = handle.createQuery(sql);
        for (int i = 0; i < arguments.length; i++) {
            query.bind(i, arguments[i]);
        }
        return query;
    }

    private long auditEvent() {
        return insert("""
                INSERT INTO audit_event (action, object_type, object_id, recorded_at, leaf)
                VALUES ('authorisation.given', 'test', 'test', now(), '\\x00') RETURNING id
                """);
    }

    private int authority(TestHierarchy.Ca ca, @Nullable Integer issuerId) {
        int id = authority(ca.name(), issuerId, subject(ca), ca.spki());
        execute(
                "UPDATE authority SET certificate = ?, key_label = ?, signature_scheme = ?, not_after = ? WHERE id = ?",
                ca.certificate(),
                ca.key().label(),
                ca.scheme().name(),
                certificate(ca.certificate()).getNotAfter(),
                id);
        return id;
    }

    private int authority(String name, @Nullable Integer issuerId, byte[] subject, byte[] spki) {
        return (int) insert("""
                INSERT INTO authority (name, subject, issuer_id, key_label, spki, spki_sha256, signature_scheme, certificate,
                                       not_after, state)
                VALUES (?, ?, ?, 'none', ?, sha256(?), 'RSA_PKCS1_SHA256', '\\x00', now() + interval '10 years', 'ACTIVE')
                RETURNING id
                """, name, subject, issuerId, spki, spki);
    }

    private static byte[] subject(TestHierarchy.Ca ca) {
        try {
            return ca.subject().getEncoded();
        } catch (java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static X509CertificateHolder certificate(byte[] der) {
        try {
            return new X509CertificateHolder(der);
        } catch (java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }

    Person person() {
        int n = NUMBERS.incrementAndGet();
        StringBuilder number = new StringBuilder();
        for (int i = 0, rest = n; i < 12; i++, rest /= 26) {
            number.append((char) ('A' + rest % 26));
        }
        long person = insert("""
                INSERT INTO person (subscriber_number, full_name, agency_id, email)
                SELECT ?, ?, min(id), ? FROM agency RETURNING id
                """, number.toString(), "Orang Uji " + n, "orang" + n + "@instansi.example");
        long account = insert(
                "INSERT INTO account (person_id, username, password_hash) VALUES (?, ?, '$argon2id$uji') RETURNING id",
                person,
                "pengguna" + n);
        return new Person(person, account);
    }

    /** A new key that nobody has yet. */
    static PublicKey key() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            KeyPair pair = generator.generateKeyPair();
            return pair.getPublic();
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    Issued issued() {
        return issued(key());
    }

    /** A person's certificate, issued a day ago for two years. */
    Issued issued(PublicKey key) {
        Instant begin = Instant.now().truncatedTo(ChronoUnit.SECONDS).minus(1, ChronoUnit.DAYS);
        return certificate(key, "ISSUED", begin, begin.plusSeconds(63_071_999));
    }

    /** A person's certificate whose last second is this one. */
    Issued endingAt(Instant notAfter) {
        return certificate(key(), "ISSUED", notAfter.minusSeconds(3_600), notAfter);
    }

    /** A person's certificate that is stored and not signed. */
    Issued intended(PublicKey key) {
        Instant begin = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        return certificate(key, "INTENT", begin, begin.plusSeconds(63_071_999));
    }

    private Issued certificate(PublicKey key, String state, Instant notBefore, Instant notAfter) {
        Person holder = person();
        BigInteger serial = TestHierarchy.serial();
        Bytes bytes = bytes(serial, key, notBefore, notAfter);
        byte[] spki = key.getEncoded();
        execute(
                "INSERT INTO public_key (spki_sha256, person_id) VALUES (sha256(?), ?) ON CONFLICT DO NOTHING",
                spki,
                holder.personId());
        long application =
                insert("""
                INSERT INTO application (number, person_id, product_code, product_version, challenge)
                VALUES (?, ?, ?, 1, sha256(?)) RETURNING id
                """, "UJI-2026-" + (100_000 + NUMBERS.incrementAndGet()), holder.personId(), PRODUCT, spki);
        long authorisation = decided(application, holder, spki);
        boolean signed = "ISSUED".equals(state);
        execute(
                """
                INSERT INTO certificate (issuer_id, serial, kind, state, authorisation_id, authorisation_kind, application_id,
                                         person_id, product_code, tbs, tbs_sha256, spki_sha256, profile_hash, crl_shard,
                                         not_before, not_after, renewable_from, lease_token, lease_expires_at, der, sha256,
                                         issued_at, deliverable_at)
                VALUES (?, ?, 'SUBSCRIBER', ?, ?, 'OFFICER_DECISION', ?, ?, ?, ?, sha256(?), sha256(?), ?, 0, ?, ?, ?,
                        gen_random_uuid(), now(), ?, sha256(?), ?, ?)
                """,
                issuing,
                serial.toByteArray(),
                state,
                authorisation,
                application,
                holder.personId(),
                PRODUCT,
                bytes.tbs(),
                bytes.tbs(),
                spki,
                CertificateProfile.bundled(PROFILE).hash(),
                notBefore,
                notAfter,
                notBefore.plusSeconds(1),
                signed ? bytes.der() : null,
                signed ? bytes.der() : null,
                signed ? notBefore : null,
                signed ? notBefore : null);
        return new Issued(issuing, serial.toByteArray(), signed ? bytes.der() : new byte[0], holder);
    }

    private record Bytes(byte[] tbs, byte[] der) {}

    private Bytes bytes(BigInteger serial, PublicKey key, Instant notBefore, Instant notAfter) {
        if (hierarchy == null) {
            byte[] tbs = softwareTbs(serial, key, notBefore, notAfter);
            return new Bytes(tbs, tbs);
        }
        X509CertificateHolder certificate =
                TestHierarchy.leaf(hierarchy.issuing, serial, "Orang Uji", key, 0, notBefore, notAfter);
        try {
            return new Bytes(certificate.toASN1Structure().getTBSCertificate().getEncoded(), certificate.getEncoded());
        } catch (java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] softwareTbs(BigInteger serial, PublicKey key, Instant notBefore, Instant notAfter) {
        org.bouncycastle.asn1.x509.V3TBSCertificateGenerator generator =
                new org.bouncycastle.asn1.x509.V3TBSCertificateGenerator();
        generator.setSerialNumber(new org.bouncycastle.asn1.ASN1Integer(serial));
        generator.setSignature(
                id.segel.ca.authority.SignatureAlgorithms.identifier(id.segel.hsm.SignatureScheme.RSA_PKCS1_SHA256));
        generator.setIssuer(new org.bouncycastle.asn1.x500.X500Name("CN=OSD"));
        generator.setStartDate(new org.bouncycastle.asn1.x509.Time(java.util.Date.from(notBefore)));
        generator.setEndDate(new org.bouncycastle.asn1.x509.Time(java.util.Date.from(notAfter)));
        generator.setSubject(new org.bouncycastle.asn1.x500.X500Name("CN=Orang Uji"));
        generator.setSubjectPublicKeyInfo(
                org.bouncycastle.asn1.x509.SubjectPublicKeyInfo.getInstance(key.getEncoded()));
        try {
            return generator.generateTBSCertificate().getEncoded();
        } catch (java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private long decided(long application, Person holder, byte[] spki) {
        long letter = insert("""
                INSERT INTO letter (application_id, version, sha256, size_octets, pages, ciphertext, wrapped_key,
                                    wrapping_key_label, uploaded_by)
                VALUES (?, 1, sha256('surat'), 5, 1, '\\x00', '\\x00', 'uji', ?) RETURNING id
                """, application, holder.accountId());
        long csr = insert("""
                INSERT INTO csr (application_id, version, der, sha256, spki, spki_sha256, report, via)
                VALUES (?, 1, ?, sha256(?), ?, sha256(?), '{}', 'LOCK') RETURNING id
                """, application, spki, spki, spki, spki);
        long decision = insert(
                """
                INSERT INTO decision (application_id, applicant_person_id, application_version, round, outcome,
                                      officer_account_id, officer_person_id, letter_id, letter_sha256, csr_id, csr_sha256,
                                      spki_sha256, profile_hash, checklist_version, checklist, reasons, audit_event_id)
                SELECT ?, ?, 1, 1, 'APPROVE', ?, ?, ?, sha256('surat'), ?, sha256(?), sha256(?), ?, min(version), '{}', '', ?
                  FROM checklist RETURNING id
                """,
                application,
                holder.personId(),
                officer.accountId(),
                officer.personId(),
                letter,
                csr,
                spki,
                spki,
                CertificateProfile.bundled(PROFILE).hash(),
                auditEvent());
        return insert(
                "INSERT INTO authorisation (kind, decision_id, audit_event_id) VALUES ('OFFICER_DECISION', ?, ?) RETURNING id",
                decision,
                auditEvent());
    }

    /** The issuing CA's own certificate as the root issued it, by ceremony. */
    Issued issuingCertificate() {
        TestHierarchy made = java.util.Objects.requireNonNull(hierarchy);
        X509CertificateHolder certificate = certificate(made.issuing.certificate());
        byte[] serial = certificate.getSerialNumber().toByteArray();
        try {
            execute(
                    """
                    INSERT INTO certificate (issuer_id, serial, kind, state, authorisation_id, authorisation_kind, tbs,
                                             tbs_sha256, spki_sha256, profile_hash, crl_shard, not_before, not_after,
                                             renewable_from, lease_token, lease_expires_at, der, sha256, issued_at)
                    VALUES (?, ?, 'CA', 'ISSUED', ?, 'CEREMONY', ?, sha256(?), sha256(?), ?, 0, ?, ?, ?, gen_random_uuid(),
                            now(), ?, sha256(?), now())
                    """,
                    root,
                    serial,
                    ceremonyAuthorisation,
                    certificate.toASN1Structure().getTBSCertificate().getEncoded(),
                    certificate.toASN1Structure().getTBSCertificate().getEncoded(),
                    made.issuing.spki(),
                    CertificateProfile.bundled("issuing-ca").hash(),
                    certificate.getNotBefore(),
                    certificate.getNotAfter(),
                    certificate.getNotAfter(),
                    made.issuing.certificate(),
                    made.issuing.certificate());
        } catch (java.io.IOException e) {
            throw new IllegalStateException(e);
        }
        return new Issued(root, serial, made.issuing.certificate(), null);
    }

    static StatusRequest request(Person who, Party party, Issued certificate) {
        return new StatusRequest(who.actor(), party, null, certificate.serial(), null);
    }

    StatusRequest byOfficer(Issued certificate) {
        return request(officer, Party.OFFICER, certificate);
    }

    StatusRequest byColleague(Issued certificate) {
        return request(colleague, Party.OFFICER, certificate);
    }

    String state(Issued certificate) {
        return one(
                String.class,
                "SELECT state FROM certificate WHERE issuer_id = ? AND serial = ?",
                certificate.issuerId(),
                certificate.serial());
    }

    /** Every change of a certificate's status, oldest first, as "CHANGE reason". */
    List<String> history(Issued certificate) {
        return list(
                "SELECT change || ' ' || reason FROM status_change WHERE issuer_id = ? AND serial = ? ORDER BY id",
                certificate.issuerId(),
                certificate.serial());
    }

    /** The leaves of an object's events, oldest first. */
    List<String> events(String objectType, String objectId) {
        return superuser()
                .withHandle(handle -> handle
                        .createQuery(
                                "SELECT leaf FROM audit_event WHERE object_type = :type AND object_id = :id ORDER BY id")
                        .bind("type", objectType)
                        .bind("id", objectId)
                        .mapTo(byte[].class)
                        .list()
                        .stream()
                        .map(leaf -> new String(leaf, StandardCharsets.UTF_8))
                        .toList());
    }

    boolean isCrlRequested(int authority) {
        return one(Boolean.class, "SELECT crl_requested_at IS NOT NULL FROM authority WHERE id = ?", authority);
    }

    @Override
    public void close() {
        web.close();
        issuer.close();
        database.close();
    }
}
