package id.segel.ca.application;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.segel.ca.refusal.Problem;
import id.segel.ca.refusal.RefusedException;
import id.segel.ca.refusal.Sentence;
import id.segel.ca.request.StoredCsrReport;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** Reads {@link Dossier}s. Stateless. */
final class Dossiers {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HexFormat HEX = HexFormat.of();

    private static final String SELECT = """
            SELECT a.id, a.number, a.person_id, a.product_code, a.product_version, a.state, a.version, a.round,
                   a.challenge, a.letter_id, a.csr_id, a.claimed_by, a.claimed_at, a.issue_fault, a.issue_detail, a.expires_at,
                   a.created_at, a.submitted_at, a.state_since,
                   p.name_id, p.name_en, p.procedure, p.profile_hash, p.authority_id, p.checklist, p.second_approver,
                   n.subscriber_number, n.full_name, n.unit, n.position, n.email, n.state AS person_state,
                   g.name AS agency, g.state AS agency_state,
                   u.id AS account_id, u.state AS account_state, u.created_by_person,
                   l.version AS letter_version, l.sha256 AS letter_sha256, l.size_octets, l.pages,
                   l.uploaded_at AS letter_uploaded_at,
                   c.version AS csr_version, c.der AS csr_der, c.sha256 AS csr_sha256, c.spki_sha256, c.report, c.via,
                   c.uploaded_at AS csr_uploaded_at,
                   d.reasons,
                   x.serial, x.sha256 AS certificate_sha256, x.state AS certificate_state, x.not_before, x.not_after
              FROM application a
              JOIN product p ON p.code = a.product_code AND p.version = a.product_version
              JOIN person n ON n.id = a.person_id
              JOIN agency g ON g.id = n.agency_id
              LEFT JOIN account u ON u.person_id = a.person_id
              LEFT JOIN letter l ON l.id = a.letter_id
              LEFT JOIN csr c ON c.id = a.csr_id
              LEFT JOIN LATERAL (SELECT e.reasons FROM decision e
                                  WHERE e.application_id = a.id AND e.outcome <> 'APPROVE'
                                  ORDER BY e.id DESC LIMIT 1) d ON a.state IN ('RETURNED', 'REJECTED')
              LEFT JOIN certificate x ON x.application_id = a.id AND x.state IN ('ISSUED', 'HELD', 'REVOKED')
                                     AND x.deliverable_at IS NOT NULL
            """;

    private Dossiers() {}

    /**
     * @throws RefusedException NOT_FOUND
     */
    static Dossier byNumber(Handle handle, String number) {
        return handle.createQuery(SELECT + " WHERE a.number = :number")
                .bind("number", number)
                .map(Dossiers::read)
                .findOne()
                .orElseThrow(() -> RefusedException.because(Problem.NOT_FOUND));
    }

    static Dossier byId(Handle handle, long id) {
        return handle.createQuery(SELECT + " WHERE a.id = :id")
                .bind("id", id)
                .map(Dossiers::read)
                .one();
    }

    /**
     * The file if it is this person's; what is somebody else's does not exist for them.
     *
     * @throws RefusedException NOT_FOUND
     */
    static Dossier ofPerson(Handle handle, String number, long personId) {
        Dossier dossier = byNumber(handle, number);
        if (dossier.applicant().personId() != personId) {
            throw RefusedException.because(Problem.NOT_FOUND);
        }
        return dossier;
    }

    static List<Dossier> allOfPerson(Handle handle, long personId, int limit) {
        return handle.createQuery(SELECT + " WHERE a.person_id = :person ORDER BY a.id DESC LIMIT :limit")
                .bind("person", personId)
                .bind("limit", limit)
                .map(Dossiers::read)
                .list();
    }

    static Optional<String> openNumber(Handle handle, long personId, String product) {
        return handle.createQuery("""
                        SELECT number FROM application
                         WHERE person_id = :person AND product_code = :product AND state = ANY (:open)
                        """)
                .bind("person", personId)
                .bind("product", product)
                .bindArray(
                        "open",
                        String.class,
                        ApplicationState.open().stream().map(Enum::name).toList())
                .mapTo(String.class)
                .findOne();
    }

    /**
     * Locks the row, then reads the file as it is afterwards. Two statements, because a locking read that waited would
     * join the new row with the letter and CSR of the old one.
     */
    static Dossier locked(Handle transaction, long id) {
        transaction
                .createQuery("SELECT id FROM application WHERE id = :id FOR NO KEY UPDATE")
                .bind("id", id)
                .mapTo(Long.class)
                .one();
        return byId(transaction, id);
    }

    private static Dossier read(ResultSet row, StatementContext context) throws SQLException {
        return new Dossier(
                row.getLong("id"),
                view(row),
                new Dossier.Terms(
                        row.getString("procedure"),
                        row.getBytes("profile_hash"),
                        row.getInt("authority_id"),
                        row.getInt("checklist"),
                        row.getBoolean("second_approver")),
                applicant(row),
                row.getBytes("challenge"),
                row.getObject("letter_id") == null
                        ? null
                        : new Dossier.LetterEvidence(row.getLong("letter_id"), row.getBytes("letter_sha256")),
                row.getObject("csr_id") == null
                        ? null
                        : new Dossier.CsrEvidence(
                                row.getLong("csr_id"),
                                row.getBytes("csr_der"),
                                row.getBytes("csr_sha256"),
                                row.getBytes("spki_sha256")),
                row.getObject("claimed_by") == null
                        ? null
                        : new Dossier.Claim(row.getLong("claimed_by"), instant(row, "claimed_at")),
                row.getString("issue_fault"),
                row.getString("issue_detail"));
    }

    private static Dossier.Applicant applicant(ResultSet row) throws SQLException {
        return new Dossier.Applicant(
                row.getLong("person_id"),
                row.getObject("account_id", Long.class),
                row.getString("subscriber_number"),
                row.getString("full_name"),
                row.getString("agency"),
                row.getString("agency_state"),
                row.getString("unit"),
                row.getString("position"),
                row.getString("email"),
                row.getString("person_state"),
                row.getString("account_state"),
                row.getObject("created_by_person", Long.class));
    }

    private static ApplicationView view(ResultSet row) throws SQLException {
        String reasons = row.getString("reasons");
        return new ApplicationView(
                row.getString("number"),
                row.getString("product_code"),
                row.getInt("product_version"),
                new Sentence(row.getString("name_id"), row.getString("name_en")),
                ApplicationState.valueOf(row.getString("state")),
                row.getInt("version"),
                row.getInt("round"),
                instant(row, "created_at"),
                nullableInstant(row, "submitted_at"),
                instant(row, "state_since"),
                nullableInstant(row, "expires_at"),
                letter(row),
                csr(row),
                reasons == null ? List.of() : reasons(reasons),
                certificate(row));
    }

    private static @Nullable LetterSummary letter(ResultSet row) throws SQLException {
        if (row.getObject("letter_version") == null) {
            return null;
        }
        return new LetterSummary(
                row.getInt("letter_version"),
                HEX.formatHex(row.getBytes("letter_sha256")),
                row.getInt("size_octets"),
                row.getInt("pages"),
                instant(row, "letter_uploaded_at"));
    }

    private static @Nullable CsrSummary csr(ResultSet row) throws SQLException {
        if (row.getObject("csr_version") == null) {
            return null;
        }
        return new CsrSummary(
                row.getInt("csr_version"),
                HEX.formatHex(row.getBytes("csr_sha256")),
                HEX.formatHex(row.getBytes("spki_sha256")),
                StoredCsrReport.fromJson(row.getString("report")),
                CsrChannel.valueOf(row.getString("via")),
                instant(row, "csr_uploaded_at"));
    }

    private static @Nullable CertificateSummary certificate(ResultSet row) throws SQLException {
        byte[] serial = row.getBytes("serial");
        if (serial == null) {
            return null;
        }
        return new CertificateSummary(
                HEX.formatHex(serial),
                HEX.formatHex(row.getBytes("certificate_sha256")),
                row.getString("certificate_state"),
                instant(row, "not_before"),
                instant(row, "not_after"));
    }

    static List<Reason> reasons(String json) {
        try {
            return JSON.readValue(json, new TypeReference<List<Reason>>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the stored reasons of a decision cannot be read", e);
        }
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    static @Nullable Instant nullableInstant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
