package id.segel.ca.issuance;

import id.segel.ca.procedure.ClockedFile;
import id.segel.ca.store.Database;
import id.segel.ca.store.SqlArrays;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** Takes applications for issue: APPROVED, or ISSUE_FAILED whose wait is over, to ISSUING with a lease. */
final class ClaimDao {
    private final Database database;

    ClaimDao(Database database) {
        this.database = database;
    }

    /** Claims up to {@code limit}, sorted by person so that batches cannot deadlock. Leases use the database's clock. */
    List<Claimed> claim(int limit, UUID leaseToken, Duration lease, Duration approvalLife) {
        return database.inTransaction(transaction -> {
            List<Long> ids = lease(transaction, limit, leaseToken, lease, approvalLife);
            return ids.isEmpty() ? List.of() : read(transaction, ids, leaseToken);
        });
    }

    private static List<Long> lease(
            Handle transaction, int limit, UUID leaseToken, Duration lease, Duration approvalLife) {
        return transaction
                .createQuery("""
                        WITH due AS (
                            SELECT id FROM application
                             WHERE (state = 'APPROVED' OR (state = 'ISSUE_FAILED' AND next_issue_at <= now()))
                               AND approved_at > now() - :approvalLife
                             ORDER BY approved_at, id
                             LIMIT :limit
                               FOR UPDATE SKIP LOCKED)
                        UPDATE application a
                           SET state = 'ISSUING', state_since = now(), version = a.version + 1, lease_token = :leaseToken,
                               lease_expires_at = clock_timestamp() + :lease, issue_attempts = a.issue_attempts + 1, next_issue_at = NULL
                          FROM due
                         WHERE a.id = due.id
                        RETURNING a.id
                        """)
                .bind("limit", limit)
                .bind("leaseToken", leaseToken)
                .bind("lease", lease)
                .bind("approvalLife", approvalLife)
                .mapTo(Long.class)
                .list();
    }

    private static List<Claimed> read(Handle transaction, List<Long> ids, UUID leaseToken) {
        return transaction
                .createQuery("""
                        SELECT a.id, a.number, a.round, product.procedure, a.issue_attempts, clock_timestamp() AS database_time,
                               a.person_id, p.state AS person_state, account.state AS account_state, g.state AS agency_state,
                               p.full_name, p.unit, p.position, p.subscriber_number, p.email, g.name AS agency,
                               a.product_code, product.profile_hash, product.authority_id, z.id AS authorisation_id,
                               d.letter_sha256 AS approved_letter, d.csr_sha256 AS approved_csr,
                               d.spki_sha256 AS approved_spki, d.profile_hash AS approved_profile,
                               letter.sha256 AS letter_sha256, csr.sha256 AS csr_sha256, csr.spki_sha256, csr.spki, csr.der, a.challenge,
                               k.blocked_at, k.person_id AS key_owner
                          FROM application a
                          JOIN person p ON p.id = a.person_id
                          JOIN account ON account.person_id = p.id
                          JOIN agency g ON g.id = p.agency_id
                          JOIN product ON product.code = a.product_code AND product.version = a.product_version
                          JOIN decision d ON d.id = a.approval_id
                          JOIN authorisation z ON z.decision_id = d.id
                          JOIN letter ON letter.id = a.letter_id
                          JOIN csr ON csr.id = a.csr_id
                          JOIN public_key k ON k.spki_sha256 = csr.spki_sha256
                         WHERE a.id = ANY(:ids)
                         ORDER BY a.person_id, a.id
                        """)
                .bind("ids", SqlArrays.of("bigint", ids.toArray()))
                .map((row, context) -> claimed(row, context, leaseToken))
                .list();
    }

    private static Claimed claimed(ResultSet row, StatementContext context, UUID leaseToken) throws SQLException {
        OffsetDateTime blocked = row.getObject("blocked_at", OffsetDateTime.class);
        String email = row.getString("email");
        return new Claimed(
                row.getLong("id"),
                row.getString("number"),
                new ClockedFile(row.getLong("id"), row.getString("procedure"), row.getInt("round")),
                row.getInt("issue_attempts"),
                leaseToken,
                row.getObject("database_time", OffsetDateTime.class).toInstant(),
                row.getLong("person_id"),
                row.getString("person_state"),
                row.getString("account_state"),
                row.getString("agency_state"),
                Claimed.fields(
                        row.getString("full_name"),
                        row.getString("agency"),
                        row.getString("unit"),
                        row.getString("position"),
                        row.getString("subscriber_number"),
                        email),
                email,
                row.getString("product_code"),
                row.getBytes("profile_hash"),
                row.getInt("authority_id"),
                row.getLong("authorisation_id"),
                new Claimed.Evidence(
                        row.getBytes("approved_letter"),
                        row.getBytes("approved_csr"),
                        row.getBytes("approved_spki"),
                        row.getBytes("approved_profile")),
                new Claimed.Evidence(
                        row.getBytes("letter_sha256"),
                        row.getBytes("csr_sha256"),
                        row.getBytes("spki_sha256"),
                        row.getBytes("profile_hash")),
                row.getBytes("der"),
                row.getBytes("challenge"),
                row.getBytes("spki"),
                blocked == null ? null : blocked.toInstant(),
                row.getObject("key_owner", Long.class));
    }
}
