package id.segel.ca.ceremony;

import id.segel.ca.audit.Actor;
import id.segel.ca.audit.AuditAction;
import id.segel.ca.audit.AuditEvent;
import id.segel.ca.audit.AuditLog;
import id.segel.ca.profile.CertificateProfile;
import id.segel.ca.profile.Profiles;
import id.segel.ca.store.Database;
import id.segel.ca.store.Sha256;
import id.segel.ca.store.SqlArrays;
import id.segel.hsm.SignatureScheme;
import id.segel.hsm.TokenPurpose;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.x509.Certificate;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What a ceremony writes. Each method is one transaction with its audit event. */
final class CeremonyDao {
    static final Actor CEREMONY = Actor.system("ceremony");

    private final Database database;
    private final AuditLog audit;
    private final CeremonyKeys keys;

    CeremonyDao(Database database, AuditLog audit) {
        this.database = database;
        this.audit = audit;
        this.keys = new CeremonyKeys(database, audit);
    }

    /**
     * @param ceremonyId the stored file
     * @param authorisationId what its certificates are authorised by
     * @param at the database's time when it began
     */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    record Begun(long ceremonyId, long authorisationId, byte[] fileSha256, Instant at) {}

    /** An earlier ceremony of the same file; outcome null while it is not over. */
    record Earlier(long id, @Nullable String outcome) {}

    Instant databaseTime() {
        return database.read(handle -> handle.createQuery("SELECT clock_timestamp()")
                        .mapTo(OffsetDateTime.class)
                        .one())
                .toInstant();
    }

    Begun begin(String title, String text) {
        return database.inTransaction(transaction -> {
            long id = transaction
                    .createQuery("INSERT INTO ceremony (title, file, file_sha256) VALUES (:title, :file,"
                            + " sha256(convert_to(:file, 'UTF8'))) RETURNING id")
                    .bind("title", title)
                    .bind("file", text)
                    .mapTo(Long.class)
                    .one();
            byte[] hash = transaction
                    .createQuery("SELECT file_sha256 FROM ceremony WHERE id = :id")
                    .bind("id", id)
                    .mapTo(byte[].class)
                    .one();
            Instant at = transaction
                    .createQuery("SELECT started_at FROM ceremony WHERE id = :id")
                    .bind("id", id)
                    .mapTo(OffsetDateTime.class)
                    .one()
                    .toInstant();
            long event = audit.append(
                    transaction,
                    AuditEvent.of(AuditAction.CEREMONY_STARTED, CEREMONY, "ceremony", Long.toString(id))
                            .with("fileSha256", HexFormat.of().formatHex(hash)));
            long authorisation = transaction
                    .createQuery("""
                        INSERT INTO authorisation (kind, ceremony_id, audit_event_id) VALUES ('CEREMONY', :ceremony, :event) RETURNING id
                        """)
                    .bind("ceremony", id)
                    .bind("event", event)
                    .mapTo(Long.class)
                    .one();
            return new Begun(id, authorisation, hash, at);
        });
    }

    List<Earlier> earlier(byte[] fileSha256) {
        return database.read(
                handle -> handle.createQuery("SELECT id, outcome FROM ceremony WHERE file_sha256 = :hash ORDER BY id")
                        .bind("hash", fileSha256)
                        .map((row, context) -> new Earlier(row.getLong("id"), row.getString("outcome")))
                        .list());
    }

    /** Names of the steps that earlier ceremonies of the same file have carried out. */
    Set<String> stepsDone(byte[] fileSha256) {
        return new HashSet<>(database.read(handle -> handle.createQuery("""
            SELECT s.step FROM ceremony_step s JOIN ceremony c ON c.id = s.ceremony_id WHERE c.file_sha256 = :hash
            """)
                .bind("hash", fileSha256)
                .mapTo(String.class)
                .list()));
    }

    /** May be said twice: a step that notes its end together with its last change is noted once more by the engine. */
    void stepDone(long ceremonyId, String step) {
        database.useTransaction(transaction -> stepDone(transaction, ceremonyId, step));
    }

    static void stepDone(Handle transaction, long ceremonyId, String step) {
        transaction
                .createUpdate("INSERT INTO ceremony_step (ceremony_id, step) VALUES (:ceremony, :step) ON CONFLICT DO"
                        + " NOTHING")
                .bind("ceremony", ceremonyId)
                .bind("step", step)
                .execute();
    }

    Optional<String> authorityState(String name) {
        return database.read(
                handle -> handle.createQuery("SELECT state FROM authority WHERE name = :name AND state <> 'ABANDONED'")
                        .bind("name", name)
                        .mapTo(String.class)
                        .findOne());
    }

    void storeProfile(CertificateProfile profile) {
        database.useTransaction(transaction -> Profiles.store(transaction, profile));
    }

    /** A PENDING authority; a root's issuer is itself. */
    int insertAuthority(
            Begun begun,
            String name,
            byte[] subject,
            @Nullable Integer issuerId,
            boolean external,
            String keyLabel,
            TokenPurpose keyToken,
            byte[] spki,
            SignatureScheme scheme,
            int crlShards) {
        return database.inTransaction(transaction -> transaction
                .createQuery("""
                    INSERT INTO authority (name, subject, issuer_id, external_issuer, key_label, key_token, spki, spki_sha256, signature_scheme,
                                           crl_shards, ceremony_id)
                    VALUES (:name, :subject, :issuer, :external, :label, :token, :spki, sha256(:spki), :scheme, :shards, :ceremony) RETURNING id
                    """)
                .bind("name", name)
                .bind("subject", subject)
                .bind("issuer", issuerId)
                .bind("external", external)
                .bind("label", keyLabel)
                .bind("token", keyToken.name())
                .bind("spki", spki)
                .bind("scheme", scheme.name())
                .bind("shards", crlShards)
                .bind("ceremony", begun.ceremonyId())
                .mapTo(Integer.class)
                .one());
    }

    /** The authority has its certificate, its key is at its end, and its step is done: together. */
    void activateAuthority(
            Begun begun, String step, int id, String name, byte[] certificate, List<byte[]> issuersOutside) {
        OffsetDateTime notAfter = Certificate.getInstance(certificate)
                .getEndDate()
                .getDate()
                .toInstant()
                .atOffset(ZoneOffset.UTC);
        database.useTransaction(transaction -> {
            int changed = transaction
                    .createUpdate("""
                        UPDATE authority SET state = 'ACTIVE', certificate = :certificate, not_after = :notAfter, crl_requested_at = now(),
                               issuer_chain = :chain
                         WHERE id = :id AND state = 'PENDING'
                        """)
                    .bind("certificate", certificate)
                    .bind("notAfter", notAfter)
                    .bind("chain", SqlArrays.of("bytea", issuersOutside.toArray(byte[][]::new)))
                    .bind("id", id)
                    .execute();
            if (changed != 1) {
                throw new IllegalStateException("authority " + name + " is not PENDING any more; nothing was changed");
            }
            CeremonyKeys.done(transaction, begun, certificate);
            stepDone(transaction, begun.ceremonyId(), step);
            audit.append(
                    transaction,
                    AuditEvent.of(AuditAction.AUTHORITY_ACTIVATED, CEREMONY, "authority", name)
                            .with("ceremony", begun.ceremonyId())
                            .with("sha256", Sha256.hex(certificate)));
        });
    }

    /** The CertificationRequestInfo of an authority that waits for an answer: stored before its key signs it. */
    void storeRequestInfo(int authorityId, byte[] info) {
        database.useTransaction(transaction -> transaction
                .createUpdate("UPDATE authority SET request = :info WHERE id = :id AND state = 'PENDING'")
                .bind("info", info)
                .bind("id", authorityId)
                .execute());
    }

    /** The whole PKCS#10 request; its key and step are at their end. */
    void requestMade(Begun begun, String step, int authorityId, String name, byte[] keyId, byte[] request) {
        database.useTransaction(transaction -> {
            transaction
                    .createUpdate("UPDATE authority SET request = :request WHERE id = :id AND state = 'PENDING'")
                    .bind("request", request)
                    .bind("id", authorityId)
                    .execute();
            CeremonyKeys.done(transaction, begun.ceremonyId(), keyId);
            stepDone(transaction, begun.ceremonyId(), step);
            audit.append(
                    transaction,
                    AuditEvent.of(AuditAction.AUTHORITY_REQUESTED, CEREMONY, "authority", name)
                            .with("ceremony", begun.ceremonyId())
                            .with("sha256", Sha256.hex(request)));
        });
    }

    /** Offers a product; an active version of the same code is retired in the same transaction. */
    void insertProduct(
            Begun begun, String step, CeremonyFile.ProductEntry product, byte[] profileHash, int authorityId) {
        database.useTransaction(transaction -> {
            transaction
                    .createUpdate("UPDATE product SET active = false WHERE code = :code AND active")
                    .bind("code", product.code())
                    .execute();
            transaction
                    .createUpdate("""
                        INSERT INTO product (code, version, name_id, name_en, service_type, procedure, profile_hash, authority_id, checklist, second_approver)
                        SELECT :code, coalesce(max(version), 0) + 1, :nameId, :nameEn, 'INDIVIDUAL', :procedure, :profile, :authority, :checklist, :second
                          FROM product WHERE code = :code
                        """)
                    .bind("code", product.code())
                    .bind("nameId", product.nameId())
                    .bind("nameEn", product.nameEn())
                    .bind("procedure", product.procedure())
                    .bind("profile", profileHash)
                    .bind("authority", authorityId)
                    .bind("checklist", product.checklist())
                    .bind("second", product.secondApprover())
                    .execute();
            stepDone(transaction, begun.ceremonyId(), step);
            audit.append(
                    transaction,
                    AuditEvent.of(AuditAction.PRODUCT_OFFERED, CEREMONY, "product", product.code())
                            .with("ceremony", begun.ceremonyId()));
        });
    }

    /** A key of the service has its certificate, and the service may certify it again before that ends. */
    void serviceKeyDone(
            Begun begun, String step, byte[] certificate, StandingPolicies.@Nullable Definition renewedByTheService) {
        database.useTransaction(transaction -> {
            if (renewedByTheService != null) {
                StandingPolicies.store(transaction, begun.ceremonyId(), renewedByTheService);
            }
            CeremonyKeys.done(transaction, begun, certificate);
            stepDone(transaction, begun.ceremonyId(), step);
        });
    }

    /**
     * The ceremony is over.
     *
     * @param outcome DONE or FAILED
     */
    void finish(long ceremonyId, String outcome, String transcript) {
        database.useTransaction(transaction -> {
            int changed = transaction
                    .createUpdate("""
                        UPDATE ceremony SET transcript = :transcript, outcome = :outcome, finished_at = now() WHERE id = :id AND outcome IS NULL
                        """)
                    .bind("transcript", transcript)
                    .bind("outcome", outcome)
                    .bind("id", ceremonyId)
                    .execute();
            if (changed != 1) {
                throw new IllegalStateException("ceremony " + ceremonyId + " was ended by somebody else");
            }
            audit.append(
                    transaction,
                    AuditEvent.of(
                                    outcome.equals("DONE")
                                            ? AuditAction.CEREMONY_FINISHED
                                            : AuditAction.CEREMONY_FAILED,
                                    CEREMONY,
                                    "ceremony",
                                    Long.toString(ceremonyId))
                            .with("transcriptSha256", Sha256.hex(transcript.getBytes(StandardCharsets.UTF_8))));
        });
    }

    void signed(long ceremonyId, byte[] signature, byte[] spki) {
        database.useTransaction(transaction -> transaction
                .createUpdate("UPDATE ceremony SET signature = :signature, signature_spki = :spki WHERE id = :id")
                .bind("signature", signature)
                .bind("spki", spki)
                .bind("id", ceremonyId)
                .execute());
    }

    void crossCertified(Begun begun, String issuer, String subject, byte[] certificate) {
        database.useTransaction(transaction -> audit.append(
                transaction,
                AuditEvent.of(AuditAction.AUTHORITY_CROSS_CERTIFIED, CEREMONY, "authority", subject)
                        .with("ceremony", begun.ceremonyId())
                        .with("by", issuer)
                        .with("sha256", Sha256.hex(certificate))));
    }

    /** What changes hands between generations. */
    Moves moves() {
        return new Moves(database, audit);
    }

    /** The keys of ceremonies. */
    CeremonyKeys keys() {
        return keys;
    }
}
