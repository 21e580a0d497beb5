package id.segel.ca.issuance;

import id.segel.ca.audit.Actor;
import id.segel.ca.audit.AuditAction;
import id.segel.ca.audit.AuditEvent;
import id.segel.ca.audit.AuditLog;
import id.segel.ca.store.Sha256;
import id.segel.csr.Challenge;
import id.segel.softhsm.TestDatabase;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.pkcs.CertificationRequest;
import org.bouncycastle.asn1.pkcs.CertificationRequestInfo;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;

/** Approved applications as the registration side would have written them, and a look at what became of them. */
final class ApprovedApplications {
    private static final AtomicInteger NUMBERS = new AtomicInteger();
    private static final AuditLog AUDIT = new AuditLog(Clock.systemUTC(), new SecureRandom());

    private final Jdbi superuser;

    ApprovedApplications(TestDatabase database) {
        this.superuser = Jdbi.create(database.superuserUrl());
    }

    static KeyPair newKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * A person with an approved application, written as the registration side would.
     *
     * @return the application's id
     */
    long approve() {
        return approve("Siti Rahma", newKey().getPublic().getEncoded());
    }

    long approve(String fullName, byte[] spki) {
        int n = NUMBERS.incrementAndGet();
        return superuser.inTransaction(handle -> {
            long agency = one(handle.createQuery(
                            "INSERT INTO agency (name) VALUES (:n) ON CONFLICT (name) DO UPDATE SET version = 1 RETURNING id")
                    .bind("n", "Dinas Contoh"));
            long person = person(handle, "PERSON" + n, fullName, agency);
            long officer = person(handle, "OFFICE" + n, "Petugas " + n, agency);
            handle.execute(
                    "INSERT INTO account (person_id, username, password_hash) VALUES (?, ?, '$argon2id$x')",
                    person,
                    "applicant-" + n);
            long officerAccount = one(handle.createQuery(
                            "INSERT INTO account (person_id, username, password_hash) VALUES (:p, :u, '$argon2id$x') RETURNING id")
                    .bind("p", officer)
                    .bind("u", "officer-" + n));
            byte[] spkiHash = Sha256.of(spki);
            handle.execute("INSERT INTO public_key (spki_sha256, person_id) VALUES (?, ?)", spkiHash, person);
            long application = one(handle.createQuery("""
                            INSERT INTO application (number, person_id, product_code, product_version, challenge)
                            VALUES (:number, :person, 'osd-lu-kelas-2-individu', 1, :challenge) RETURNING id
                            """)
                    .bind("number", String.format("OSD-2026-%06d", n))
                    .bind("person", person)
                    .bind("challenge", new byte[32]));
            long letter = one(handle.createQuery("""
                            INSERT INTO letter (application_id, version, sha256, size_octets, pages, ciphertext, wrapped_key, wrapping_key_label, uploaded_by)
                            SELECT :a, 1, sha256('letter'), 6, 1, 'x', 'x', 'w', min(id) FROM account RETURNING id
                            """).bind("a", application));
            byte[] csrDer = csr(fullName, spki);
            long csr = one(handle.createQuery("""
                            INSERT INTO csr (application_id, version, der, sha256, spki, spki_sha256, report, via)
                            VALUES (:a, 1, :der, sha256(:der), :spki, :hash, '[]', 'PORTAL') RETURNING id
                            """)
                    .bind("a", application)
                    .bind("der", csrDer)
                    .bind("spki", spki)
                    .bind("hash", spkiHash));
            long event = AUDIT.append(
                    handle,
                    AuditEvent.of(
                            AuditAction.APPLICATION_APPROVED,
                            Actor.account(officerAccount, officer),
                            "application",
                            Integer.toString(n)));
            long decision = one(handle.createQuery("""
                            INSERT INTO decision (application_id, applicant_person_id, application_version, round, outcome, officer_account_id, officer_person_id,
                                letter_id, letter_sha256, csr_id, csr_sha256, spki_sha256, profile_hash, checklist_version, checklist, reasons, audit_event_id)
                            SELECT :a, :person, 1, 1, 'APPROVE', :account, :officer, :letter, sha256('letter'), :csr, sha256(:der), :hash, profile_hash, 1, '{}', '[]', :event
                              FROM product WHERE code = 'osd-lu-kelas-2-individu' AND version = 1 RETURNING id
                            """)
                    .bind("a", application)
                    .bind("person", person)
                    .bind("account", officerAccount)
                    .bind("officer", officer)
                    .bind("letter", letter)
                    .bind("csr", csr)
                    .bind("der", csrDer)
                    .bind("hash", spkiHash)
                    .bind("event", event));
            handle.execute(
                    "INSERT INTO authorisation (kind, decision_id, audit_event_id) VALUES ('OFFICER_DECISION', ?, ?)",
                    decision,
                    event);
            handle.execute(
                    "UPDATE application SET letter_id = ?, csr_id = ?, approval_id = ?, approved_at = now(), state = 'APPROVED' WHERE id = ?",
                    letter,
                    csr,
                    decision,
                    application);
            return application;
        });
    }

    /**
     * A request as LOCK makes it, but for the signature: the issuer takes the approval's word for the proof of possession of
     * these very bytes.
     */
    static byte[] csr(String commonName, byte[] spki) {
        SubjectPublicKeyInfo key = SubjectPublicKeyInfo.getInstance(spki);
        boolean rsa = key.getAlgorithm().getAlgorithm().equals(PKCSObjectIdentifiers.rsaEncryption);
        AlgorithmIdentifier signature = rsa
                ? new AlgorithmIdentifier(PKCSObjectIdentifiers.sha256WithRSAEncryption, DERNull.INSTANCE)
                : new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
        CertificationRequestInfo info = new CertificationRequestInfo(
                new X500NameBuilder(BCStyle.INSTANCE)
                        .addRDN(BCStyle.C, "ID")
                        .addRDN(BCStyle.CN, commonName)
                        .build(),
                key,
                new DERSet(Challenge.attribute(new byte[Challenge.LENGTH])));
        try {
            return new CertificationRequest(info, signature, new DERBitString(new byte[64])).getEncoded();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long person(Handle handle, String number, String name, long agency) {
        String opaque =
                String.format("%-12s", number.replaceAll("[^A-Z2-7]", "A")).replace(' ', 'A');
        String unique = opaque.substring(0, 4)
                + Long.toString(Math.abs(new SecureRandom().nextLong()) | 1L << 40, 32)
                        .toUpperCase(java.util.Locale.ROOT)
                        .replaceAll("[^A-Z2-7]", "Q")
                        .substring(0, 8);
        return one(handle.createQuery(
                        "INSERT INTO person (subscriber_number, full_name, agency_id, unit, email) VALUES (:s, :n, :a, 'Unit', 'siti@dinas.example') RETURNING id")
                .bind("s", unique)
                .bind("n", name)
                .bind("a", agency));
    }

    private static long one(Query query) {
        return query.mapTo(Long.class).one();
    }

    String state(long id) {
        return superuser.withHandle(handle -> handle.createQuery("SELECT state FROM application WHERE id = :id")
                .bind("id", id)
                .mapTo(String.class)
                .one());
    }

    List<String> certificateStates(long application) {
        return superuser.withHandle(handle -> handle.createQuery(
                        "SELECT state FROM certificate WHERE application_id = :id ORDER BY intended_at")
                .bind("id", application)
                .mapTo(String.class)
                .list());
    }

    byte[] certificate(long application) {
        return Objects.requireNonNull(superuser.withHandle(handle -> handle.createQuery(
                        "SELECT der FROM certificate WHERE application_id = :id AND state = 'ISSUED'")
                .bind("id", application)
                .mapTo(byte[].class)
                .one()));
    }

    int count(String sql) {
        return superuser.withHandle(
                handle -> handle.createQuery(sql).mapTo(Integer.class).one());
    }
}
