package id.segel.ca.issuance;

import id.segel.ca.audit.Actor;
import id.segel.ca.audit.AuditAction;
import id.segel.ca.audit.AuditEvent;
import id.segel.ca.audit.AuditLog;
import id.segel.ca.status.StatusChanges;
import id.segel.ca.store.Database;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Decides what nobody finished (DESIGN 4 step 9): an intent past its lease becomes an orphan and is revoked, because after
 * a crash nothing proves that the token was not asked; an application ISSUING past its lease without an intent goes back to
 * APPROVED; an approval too old without a certificate is void. Runs at start and every minute, on any number of nodes:
 * every step compares the state. Thread-safe.
 */
public final class Reconciler {
    private static final Actor RECONCILER = Actor.system("reconciler");
    private static final int AT_ONCE = 200;

    private final Database database;
    private final AuditLog audit;
    private final StatusChanges status;
    private final Outcomes outcomes;
    private final IssuanceMetrics metrics;
    private final IssuanceConfiguration configuration;

    Reconciler(
            Database database,
            AuditLog audit,
            StatusChanges status,
            IssuanceParts parts,
            IssuanceConfiguration configuration) {
        this.database = database;
        this.audit = audit;
        this.status = status;
        this.outcomes = parts.outcomes();
        this.metrics = parts.metrics();
        this.configuration = configuration;
    }

    /**
     * What one run did.
     *
     * @param orphaned intents that became orphans
     * @param returned applications that went back to APPROVED
     * @param voided approvals that were too old
     */
    public record Report(int orphaned, int returned, int voided) {}

    /** One run over everything that is due. */
    public Report run() {
        return new Report(orphanLapsedIntents(), returnLapsedLeases(), voidOldApprovals());
    }

    private record LapsedIntent(int issuerId, byte[] serial) {}

    private record LapsedLease(long applicationId, String number, UUID token, int attempt) {}

    private record OldApproval(long applicationId, String number, long personId) {}

    private int orphanLapsedIntents() {
        List<LapsedIntent> lapsed = database.read(handle -> handle.createQuery("""
                        SELECT issuer_id, serial FROM certificate
                         WHERE state = 'INTENT' AND lease_expires_at < clock_timestamp()
                         ORDER BY person_id NULLS FIRST, issuer_id, serial LIMIT :limit
                        """)
                .bind("limit", AT_ONCE)
                .map((row, context) -> new LapsedIntent(row.getInt("issuer_id"), row.getBytes("serial")))
                .list());
        int orphaned = 0;
        for (LapsedIntent intent : lapsed) {
            orphaned += database.inTransaction(transaction -> orphan(transaction, intent)) ? 1 : 0;
        }
        return orphaned;
    }

    private boolean orphan(Handle transaction, LapsedIntent intent) {
        if (!status.orphan(transaction, RECONCILER, intent.issuerId(), intent.serial(), "lease lapsed")) {
            return false;
        }
        metrics.ended("orphaned");
        List<LapsedLease> leases = transaction
                .createQuery("""
                        SELECT a.id, a.number, a.lease_token, a.issue_attempts
                          FROM certificate c JOIN application a ON a.id = c.application_id
                         WHERE c.issuer_id = :issuer AND c.serial = :serial AND a.state = 'ISSUING' AND a.lease_token = c.lease_token
                        """)
                .bind("issuer", intent.issuerId())
                .bind("serial", intent.serial())
                .map((row, context) -> new LapsedLease(
                        row.getLong("id"),
                        row.getString("number"),
                        row.getObject("lease_token", UUID.class),
                        row.getInt("issue_attempts")))
                .list();
        for (LapsedLease lease : leases) {
            outcomes.fail(
                    transaction,
                    lease.applicationId(),
                    lease.number(),
                    lease.token(),
                    lease.attempt(),
                    IssueFault.OUTCOME_UNKNOWN);
        }
        return true;
    }

    private int returnLapsedLeases() {
        return database.inTransaction(transaction -> {
            List<String> numbers = transaction
                    .createQuery("""
                            UPDATE application
                               SET state = 'APPROVED', state_since = now(), version = version + 1, lease_token = NULL, lease_expires_at = NULL,
                                   issue_fault = :fault, issue_detail = NULL
                             WHERE id IN (SELECT a.id FROM application a
                                           WHERE a.state = 'ISSUING' AND a.lease_expires_at < clock_timestamp()
                                             AND NOT EXISTS (SELECT FROM certificate c WHERE c.application_id = a.id AND c.lease_token = a.lease_token
                                                                AND c.state IN ('INTENT', 'ISSUED'))
                                           ORDER BY a.person_id LIMIT :limit FOR UPDATE SKIP LOCKED)
                            RETURNING number
                            """)
                    .bind("fault", IssueFault.LEASE_LAPSED.name())
                    .bind("limit", AT_ONCE)
                    .mapTo(String.class)
                    .list();
            audit.appendAll(
                    transaction,
                    numbers.stream()
                            .map(number -> AuditEvent.of(AuditAction.LEASE_LAPSED, RECONCILER, "application", number))
                            .toList());
            return numbers.size();
        });
    }

    private int voidOldApprovals() {
        return database.inTransaction(transaction -> {
            List<OldApproval> old = transaction
                    .createQuery("""
                            SELECT id, number, person_id FROM application
                             WHERE state IN ('APPROVED', 'ISSUE_FAILED') AND approved_at <= now() - :life
                             ORDER BY person_id LIMIT :limit FOR UPDATE SKIP LOCKED
                            """)
                    .bind("life", configuration.approvalLife())
                    .bind("limit", AT_ONCE)
                    .map((row, context) ->
                            new OldApproval(row.getLong("id"), row.getString("number"), row.getLong("person_id")))
                    .list();
            for (OldApproval approval : old) {
                outcomes.voidApproval(
                        transaction,
                        approval.applicationId(),
                        approval.number(),
                        approval.personId(),
                        null,
                        IssueFault.APPROVAL_EXPIRED,
                        "older than " + configuration.approvalLife());
            }
            return old.size();
        });
    }
}
