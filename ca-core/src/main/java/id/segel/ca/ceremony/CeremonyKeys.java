package id.segel.ca.ceremony;

import id.segel.ca.audit.AuditAction;
import id.segel.ca.audit.AuditEvent;
import id.segel.ca.audit.AuditLog;
import id.segel.ca.store.Database;
import id.segel.ca.store.Sha256;
import id.segel.hsm.TokenPurpose;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.Certificate;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The keys of ceremonies, each written down with its CKA_ID before the token is asked for it, so that what a ceremony left
 * behind can be told from every other key. Each method is one transaction with its audit event.
 */
final class CeremonyKeys {
    private static final String ISSUED = """
        EXISTS (SELECT FROM certificate c JOIN authorisation z ON z.id = c.authorisation_id
                 WHERE z.ceremony_id = k.ceremony_id AND c.state = 'ISSUED' AND c.spki_sha256 = sha256(k.spki))
        """;

    private final Database database;
    private final AuditLog audit;

    CeremonyKeys(Database database, AuditLog audit) {
        this.database = database;
        this.audit = audit;
    }

    /**
     * A key whose certificate was issued and not put in its place.
     *
     * @param certificate DER
     */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    record Kept(long ceremonyId, byte[] id, byte[] spki, byte[] certificate) {}

    /** What a ceremony that was cut off has left in a token. */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    record Left(TokenPurpose purpose, String token, String label, byte[] id) {}

    /**
     * A ceremony that was cut off.
     *
     * @param keys without a certificate
     * @param authorities names of those that are PENDING without a certificate
     */
    record Interrupted(long id, @Nullable String title, String fileSha256, List<Left> keys, List<String> authorities) {}

    void intended(CeremonyDao.Begun begun, TokenPurpose purpose, String token, String label, byte[] id, String spec) {
        database.useTransaction(transaction -> transaction
                .createUpdate("""
                    INSERT INTO ceremony_key (ceremony_id, cka_id, token_purpose, token_label, key_label, spec)
                    VALUES (:ceremony, :id, :purpose, :token, :label, :spec)
                    """)
                .bind("ceremony", begun.ceremonyId())
                .bind("id", id)
                .bind("purpose", purpose.name())
                .bind("token", token)
                .bind("label", label)
                .bind("spec", spec)
                .execute());
    }

    /** @param spki the public half, null for a secret key, which is at its end with this */
    void made(CeremonyDao.Begun begun, String token, String label, byte[] id, String spec, byte @Nullable [] spki) {
        database.useTransaction(transaction -> {
            transaction
                    .createUpdate("UPDATE ceremony_key SET state = :state, spki = :spki, at = now() WHERE ceremony_id ="
                            + " :ceremony AND cka_id = :id")
                    .bind("state", spki == null ? "DONE" : "MADE")
                    .bind("spki", spki)
                    .bind("ceremony", begun.ceremonyId())
                    .bind("id", id)
                    .execute();
            AuditEvent event = AuditEvent.of(AuditAction.KEY_GENERATED, CeremonyDao.CEREMONY, "key", label)
                    .with("token", token)
                    .with("spec", spec)
                    .with("ckaId", HexFormat.of().formatHex(id));
            audit.append(transaction, spki == null ? event : event.with("spkiSha256", Sha256.hex(spki)));
        });
    }

    /** The key of this certificate, of whatever ceremony of this file made it, has all it needs. */
    static void done(Handle transaction, CeremonyDao.Begun begun, byte[] certificate) {
        transaction
                .createUpdate("""
                    UPDATE ceremony_key k SET state = 'DONE', at = now() FROM ceremony c
                     WHERE c.id = k.ceremony_id AND c.file_sha256 = :file AND k.state = 'MADE' AND sha256(k.spki) = :spki
                    """)
                .bind("file", begun.fileSha256())
                .bind("spki", spkiSha256(certificate))
                .execute();
    }

    static void done(Handle transaction, long ceremonyId, byte[] id) {
        transaction
                .createUpdate(
                        "UPDATE ceremony_key SET state = 'DONE', at = now() WHERE ceremony_id = :ceremony AND cka_id ="
                                + " :id AND state = 'MADE'")
                .bind("ceremony", ceremonyId)
                .bind("id", id)
                .execute();
    }

    void destroyed(long ceremonyId, byte[] id, String label) {
        database.useTransaction(transaction -> {
            transaction
                    .createUpdate(
                            "UPDATE ceremony_key SET state = 'DESTROYED', at = now() WHERE ceremony_id = :ceremony AND"
                                    + " cka_id = :id")
                    .bind("ceremony", ceremonyId)
                    .bind("id", id)
                    .execute();
            audit.append(
                    transaction,
                    AuditEvent.of(AuditAction.KEY_DESTROYED, CeremonyDao.CEREMONY, "key", label)
                            .with("ckaId", HexFormat.of().formatHex(id))
                            .with("ceremony", ceremonyId));
        });
    }

    boolean certificateIssued(long ceremonyId, byte[] id) {
        return database.read(handle -> handle.createQuery(
                        "SELECT " + ISSUED + " FROM ceremony_key k WHERE k.ceremony_id = :ceremony AND k.cka_id = :id")
                .bind("ceremony", ceremonyId)
                .bind("id", id)
                .mapTo(Boolean.class)
                .findOne()
                .orElse(false));
    }

    Optional<Kept> kept(byte[] fileSha256, String label) {
        return database.read(handle -> handle.createQuery("""
            SELECT k.ceremony_id, k.cka_id, k.spki, c.der
              FROM ceremony_key k JOIN ceremony y ON y.id = k.ceremony_id
              JOIN authorisation z ON z.ceremony_id = y.id
              JOIN certificate c ON c.authorisation_id = z.id AND c.spki_sha256 = sha256(k.spki)
             WHERE y.file_sha256 = :file AND k.key_label = :label AND k.state = 'MADE' AND c.state = 'ISSUED'
             ORDER BY c.issued_at DESC LIMIT 1
            """)
                .bind("file", fileSha256)
                .bind("label", label)
                .map((row, context) -> new Kept(
                        row.getLong("ceremony_id"), row.getBytes("cka_id"), row.getBytes("spki"), row.getBytes("der")))
                .findOne());
    }

    /** Whether a ceremony of this file made this secret key. */
    boolean secretKeyKept(byte[] fileSha256, TokenPurpose purpose, String label) {
        return database.read(handle -> handle.createQuery("""
            SELECT EXISTS (SELECT FROM ceremony_key k JOIN ceremony y ON y.id = k.ceremony_id
                            WHERE y.file_sha256 = :file AND k.token_purpose = :purpose AND k.key_label = :label
                              AND k.state = 'DONE' AND k.spki IS NULL)
            """)
                .bind("file", fileSha256)
                .bind("purpose", purpose.name())
                .bind("label", label)
                .mapTo(Boolean.class)
                .one());
    }

    /** Authorities of this ceremony that never got a certificate and whose keys are destroyed lose their names. */
    List<String> abandonAuthorities(long ceremonyId) {
        return database.inTransaction(transaction -> {
            List<String> names = transaction
                    .createQuery("""
                        UPDATE authority a SET state = 'ABANDONED'
                         WHERE a.ceremony_id = :ceremony AND a.state = 'PENDING' AND a.certificate IS NULL
                           AND EXISTS (SELECT FROM ceremony_key k WHERE k.ceremony_id = a.ceremony_id AND k.spki = a.spki AND k.state = 'DESTROYED')
                        RETURNING name
                        """)
                    .bind("ceremony", ceremonyId)
                    .mapTo(String.class)
                    .list();
            names.forEach(name -> audit.append(
                    transaction,
                    AuditEvent.of(AuditAction.AUTHORITY_ABANDONED, CeremonyDao.CEREMONY, "authority", name)
                            .with("ceremony", ceremonyId)));
            return names;
        });
    }

    /** Ceremonies that did not come to an end, or could not destroy what they should have. */
    List<Interrupted> interrupted() {
        return database.read(handle -> handle.createQuery("""
            SELECT y.id, y.title, encode(y.file_sha256, 'hex') AS hash FROM ceremony y
             WHERE y.outcome IS NULL
                OR EXISTS (SELECT FROM ceremony_key k WHERE k.ceremony_id = y.id AND k.state IN ('INTENDED', 'MADE') AND NOT %s)
             ORDER BY y.id
            """.formatted(ISSUED))
                .map((row, context) -> new Interrupted(
                        row.getLong("id"),
                        row.getString("title"),
                        row.getString("hash"),
                        left(handle, row.getLong("id")),
                        pending(handle, row.getLong("id"))))
                .list());
    }

    private static List<Left> left(Handle handle, long ceremonyId) {
        return handle.createQuery("SELECT k.token_purpose, k.token_label, k.key_label, k.cka_id FROM ceremony_key k"
                        + " WHERE k.ceremony_id = :id AND k.state IN ('INTENDED', 'MADE') AND NOT " + ISSUED
                        + " ORDER BY k.at")
                .bind("id", ceremonyId)
                .map((row, context) -> new Left(
                        TokenPurpose.valueOf(row.getString("token_purpose")),
                        row.getString("token_label"),
                        row.getString("key_label"),
                        row.getBytes("cka_id")))
                .list();
    }

    private static List<String> pending(Handle handle, long ceremonyId) {
        return handle.createQuery("""
            SELECT a.name FROM authority a
              JOIN ceremony_key k ON k.ceremony_id = a.ceremony_id AND k.spki = a.spki AND k.state IN ('INTENDED', 'MADE')
             WHERE a.ceremony_id = :id AND a.state = 'PENDING' AND NOT %s ORDER BY a.id
            """.formatted(ISSUED))
                .bind("id", ceremonyId)
                .mapTo(String.class)
                .list();
    }

    /** What is known of a ceremony that was cut off: it ended there. */
    void interrupted(long ceremonyId, String note) {
        database.useTransaction(transaction -> {
            transaction
                    .createUpdate("""
                        UPDATE ceremony SET outcome = 'INTERRUPTED', finished_at = now(), transcript = coalesce(transcript, :note)
                         WHERE id = :id AND outcome IS NULL
                        """)
                    .bind("note", note)
                    .bind("id", ceremonyId)
                    .execute();
            audit.append(
                    transaction,
                    AuditEvent.of(
                            AuditAction.CEREMONY_CLEANED_UP,
                            CeremonyDao.CEREMONY,
                            "ceremony",
                            Long.toString(ceremonyId)));
        });
    }

    private static byte[] spkiSha256(byte[] certificate) {
        try {
            return Sha256.of(Certificate.getInstance(certificate)
                    .getSubjectPublicKeyInfo()
                    .getEncoded(org.bouncycastle.asn1.ASN1Encoding.DER));
        } catch (java.io.IOException e) {
            throw new IllegalStateException("a certificate's public key cannot be encoded", e);
        }
    }
}
