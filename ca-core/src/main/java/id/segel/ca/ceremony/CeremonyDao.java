package id.segel.ca.ceremony;

import id.segel.ca.audit.Actor;
import id.segel.ca.audit.AuditAction;
import id.segel.ca.audit.AuditEvent;
import id.segel.ca.audit.AuditLog;
import id.segel.ca.profile.CertificateProfile;
import id.segel.ca.profile.Profiles;
import id.segel.ca.store.Database;
import id.segel.hsm.SignatureScheme;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** What a ceremony writes. Each method is one transaction with its audit event. */
final class CeremonyDao {
    private static final Actor CEREMONY = Actor.system("ceremony");

    private final Database database;
    private final AuditLog audit;

    CeremonyDao(Database database, AuditLog audit) {
        this.database = database;
        this.audit = audit;
    }

    /**
     * @param ceremonyId the stored file
     * @param authorisationId what its certificates are authorised by
     */
    record Begun(long ceremonyId, long authorisationId) {}

    Begun begin(String text) {
        return database.inTransaction(transaction -> {
            long id = transaction
                    .createQuery(
                            "INSERT INTO ceremony (file, file_sha256) VALUES (:file, sha256(convert_to(:file, 'UTF8'))) RETURNING id")
                    .bind("file", text)
                    .mapTo(Long.class)
                    .one();
            byte[] hash = transaction
                    .createQuery("SELECT file_sha256 FROM ceremony WHERE id = :id")
                    .bind("id", id)
                    .mapTo(byte[].class)
                    .one();
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
            return new Begun(id, authorisation);
        });
    }

    boolean authorityExists(String name) {
        return database.read(handle -> handle.createQuery("SELECT count(*) FROM authority WHERE name = :name")
                        .bind("name", name)
                        .mapTo(Integer.class)
                        .one())
                > 0;
    }

    void storeProfile(CertificateProfile profile) {
        database.useTransaction(transaction -> Profiles.store(transaction, profile));
    }

    void keyGenerated(String token, String label, String spec) {
        database.useTransaction(transaction -> audit.append(
                transaction,
                AuditEvent.of(AuditAction.KEY_GENERATED, CEREMONY, "key", label)
                        .with("token", token)
                        .with("spec", spec)));
    }

    /** A PENDING authority; a root's issuer is itself. */
    int insertAuthority(
            String name,
            byte[] subject,
            @Nullable Integer issuerId,
            String keyLabel,
            byte[] spki,
            SignatureScheme scheme,
            int crlShards) {
        return database.inTransaction(transaction -> transaction
                .createQuery("""
                        INSERT INTO authority (name, subject, issuer_id, key_label, spki, spki_sha256, signature_scheme, crl_shards)
                        VALUES (:name, :subject, :issuer, :label, :spki, sha256(:spki), :scheme, :shards) RETURNING id
                        """)
                .bind("name", name)
                .bind("subject", subject)
                .bind("issuer", issuerId)
                .bind("label", keyLabel)
                .bind("spki", spki)
                .bind("scheme", scheme.name())
                .bind("shards", crlShards)
                .mapTo(Integer.class)
                .one());
    }

    void activateAuthority(int id, String name, byte[] certificate, Instant notAfter) {
        database.useTransaction(transaction -> {
            int changed = transaction
                    .createUpdate("""
                            UPDATE authority SET state = 'ACTIVE', certificate = :certificate, not_after = :notAfter, crl_requested_at = now()
                             WHERE id = :id AND state = 'PENDING'
                            """)
                    .bind("certificate", certificate)
                    .bind("notAfter", notAfter.atOffset(ZoneOffset.UTC))
                    .bind("id", id)
                    .execute();
            if (changed != 1) {
                throw new IllegalStateException("authority " + name + " is not PENDING any more; nothing was changed");
            }
            audit.append(transaction, AuditEvent.of(AuditAction.AUTHORITY_ACTIVATED, CEREMONY, "authority", name));
        });
    }

    /** Offers a product; an active version of the same code is retired in the same transaction. */
    void insertProduct(CeremonyFile.ProductEntry product, byte[] profileHash, int authorityId) {
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
        });
    }

    /** The ceremony allows the service to certify this key again before its certificate ends. */
    void storePolicy(long ceremonyId, StandingPolicies.Definition definition) {
        database.useTransaction(transaction -> StandingPolicies.store(transaction, ceremonyId, definition));
    }

    void finish(long ceremonyId, String transcript) {
        database.useTransaction(transaction -> {
            transaction
                    .createUpdate("UPDATE ceremony SET transcript = :transcript, finished_at = now() WHERE id = :id")
                    .bind("transcript", transcript)
                    .bind("id", ceremonyId)
                    .execute();
            audit.append(
                    transaction,
                    AuditEvent.of(AuditAction.CEREMONY_FINISHED, CEREMONY, "ceremony", Long.toString(ceremonyId)));
        });
    }
}
