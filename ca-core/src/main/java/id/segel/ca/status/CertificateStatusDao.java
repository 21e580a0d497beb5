package id.segel.ca.status;

import id.segel.ca.profile.CertificateKind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** The statements about a certificate's status. Every one runs on the handle it is given. */
final class CertificateStatusDao {
    private static final String VIEW = """
            SELECT c.issuer_id, a.name AS issuer, c.serial, c.sha256, c.state, c.kind, c.tbs, c.not_before, c.not_after,
                   c.issued_at, c.deliverable_at, c.revoked_at, c.revocation_reason, c.person_id, c.application_id,
                   c.product_code
              FROM authority a JOIN certificate c ON c.issuer_id = a.id
            """;

    private CertificateStatusDao() {}

    /** Certificates with this serial, of one issuer or (null) of any; more than one only across issuers. */
    static List<CertificateView> find(Handle handle, @Nullable Integer issuerId, byte[] serial) {
        return handle.createQuery(
                        VIEW + " WHERE c.serial = :serial AND a.id = coalesce(:issuer, a.id) ORDER BY a.id LIMIT 2")
                .bind("serial", serial)
                .bind("issuer", issuerId)
                .map(CertificateStatusDao::view)
                .list();
    }

    /** Takes the issuer's row before any certificate's: intents take them in the same order. */
    static void lockIssuer(Handle transaction, int issuerId) {
        transaction
                .createQuery("SELECT id FROM authority WHERE id = :id FOR NO KEY UPDATE")
                .bind("id", issuerId)
                .mapTo(Integer.class)
                .one();
    }

    /** Takes every issuer's row, in order. */
    static void lockIssuers(Handle transaction) {
        transaction
                .createQuery("SELECT id FROM authority ORDER BY id FOR NO KEY UPDATE")
                .mapTo(Integer.class)
                .list();
    }

    /** The certificate's row, locked until the transaction ends. */
    static StatusRow lock(Handle transaction, int issuerId, byte[] serial) {
        return transaction
                .createQuery("""
                        SELECT issuer_id, serial, state, kind, spki_sha256, person_id, application_id, revoked_at,
                               revocation_reason, held_by
                          FROM certificate WHERE issuer_id = :issuer AND serial = :serial FOR NO KEY UPDATE
                        """)
                .bind("issuer", issuerId)
                .bind("serial", serial)
                .map(CertificateStatusDao::row)
                .one();
    }

    /** What OCSP says of a certificate, or null when the serial is not ours. */
    static @Nullable OcspStatusRow ocspStatus(Handle handle, int issuerId, byte[] serial) {
        return handle.createQuery("""
                        SELECT state, revoked_at, revocation_reason FROM certificate
                         WHERE issuer_id = :issuer AND serial = :serial
                        """)
                .bind("issuer", issuerId)
                .bind("serial", serial)
                .map((row, context) -> new OcspStatusRow(
                        CertificateState.valueOf(row.getString("state")), instant(row, "revoked_at"), reason(row)))
                .findOne()
                .orElse(null);
    }

    /** SHA-256 of the certificate's SubjectPublicKeyInfo. */
    static byte[] keyOf(Handle handle, int issuerId, byte[] serial) {
        return handle.createQuery("SELECT spki_sha256 FROM certificate WHERE issuer_id = :issuer AND serial = :serial")
                .bind("issuer", issuerId)
                .bind("serial", serial)
                .mapTo(byte[].class)
                .one();
    }

    /** Whether the holder suspended it. */
    static boolean isHeldByHolder(Handle handle, StatusRow row) {
        return handle.createQuery("SELECT EXISTS (SELECT FROM account WHERE id = :account AND person_id = :person)")
                .bind("account", row.heldBy())
                .bind("person", row.personId())
                .mapTo(Boolean.class)
                .one();
    }

    /** Every certificate with this key that is not yet revoked for its compromise, locked, in order. */
    static List<StatusRow> lockByKey(Handle transaction, byte[] spkiSha256) {
        return transaction
                .createQuery("""
                        SELECT issuer_id, serial, state, kind, spki_sha256, person_id, application_id, revoked_at,
                               revocation_reason, held_by
                          FROM certificate
                         WHERE spki_sha256 = :key
                           AND (state IN ('INTENT', 'ISSUED', 'HELD') OR (state = 'REVOKED' AND revocation_reason <> 1))
                         ORDER BY issuer_id, serial
                           FOR NO KEY UPDATE
                        """)
                .bind("key", spkiSha256)
                .map(CertificateStatusDao::row)
                .list();
    }

    /** Compare-and-set: goes from the state the row was seen in to another. Returns whether it did. */
    static boolean change(
            Handle transaction,
            StatusRow seen,
            CertificateState to,
            @Nullable Instant revokedAt,
            @Nullable RevocationReason reason,
            @Nullable Long heldBy) {
        return transaction
                        .createUpdate("""
                        UPDATE certificate
                           SET state = :to, revoked_at = :revokedAt, revocation_reason = :reason, held_by = :heldBy
                         WHERE issuer_id = :issuer AND serial = :serial AND state = :from
                        """)
                        .bind("to", to.name())
                        .bind("revokedAt", revokedAt)
                        .bind("reason", reason == null ? null : (Integer) reason.code())
                        .bind("heldBy", heldBy)
                        .bind("issuer", seen.issuerId())
                        .bind("serial", seen.serial())
                        .bind("from", seen.state().name())
                        .execute()
                == 1;
    }

    static void recordChange(
            Handle transaction,
            StatusRow certificate,
            StatusChange change,
            RevocationReason reason,
            @Nullable String note,
            @Nullable Long accountId,
            Instant at,
            long auditEventId) {
        transaction
                .createUpdate("""
                        INSERT INTO status_change (issuer_id, serial, change, reason, note, account_id, at, audit_event_id)
                        VALUES (:issuer, :serial, :change, :reason, :note, :account, :at, :event)
                        """)
                .bind("issuer", certificate.issuerId())
                .bind("serial", certificate.serial())
                .bind("change", change.name())
                .bind("reason", reason.code())
                .bind("note", note)
                .bind("account", accountId)
                .bind("at", at)
                .bind("event", auditEventId)
                .execute();
    }

    /** Asks for a CRL. The time is the moment of the statement, so that two requests never look the same. */
    static void requestCrl(Handle transaction, int issuerId) {
        transaction
                .createUpdate("UPDATE authority SET crl_requested_at = clock_timestamp() WHERE id = :id")
                .bind("id", issuerId)
                .execute();
    }

    /** The database's time now, not the transaction's. */
    static Instant now(Handle handle) {
        return handle.createQuery("SELECT clock_timestamp()")
                .mapTo(OffsetDateTime.class)
                .one()
                .toInstant();
    }

    static StatusRow row(ResultSet row, StatementContext context) throws SQLException {
        return new StatusRow(
                row.getInt("issuer_id"),
                row.getBytes("serial"),
                CertificateState.valueOf(row.getString("state")),
                CertificateKind.valueOf(row.getString("kind")),
                row.getBytes("spki_sha256"),
                row.getObject("person_id", Long.class),
                row.getObject("application_id", Long.class),
                instant(row, "revoked_at"),
                reason(row),
                row.getObject("held_by", Long.class));
    }

    private static CertificateView view(ResultSet row, StatementContext context) throws SQLException {
        byte[] sha256 = row.getBytes("sha256");
        X500Name subject = TBSCertificate.getInstance(row.getBytes("tbs")).getSubject();
        return new CertificateView(
                row.getInt("issuer_id"),
                row.getString("issuer"),
                Serials.toHex(row.getBytes("serial")),
                sha256 == null ? null : HexFormat.of().formatHex(sha256),
                CertificateState.valueOf(row.getString("state")),
                CertificateKind.valueOf(row.getString("kind")),
                subject.toString(),
                row.getObject("not_before", OffsetDateTime.class).toInstant(),
                row.getObject("not_after", OffsetDateTime.class).toInstant(),
                instant(row, "issued_at"),
                instant(row, "deliverable_at"),
                instant(row, "revoked_at"),
                reason(row),
                row.getObject("person_id", Long.class),
                row.getObject("application_id", Long.class),
                row.getString("product_code"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static @Nullable RevocationReason reason(ResultSet row) throws SQLException {
        Integer code = row.getObject("revocation_reason", Integer.class);
        return code == null ? null : RevocationReason.byCode(code);
    }
}
