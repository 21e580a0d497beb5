package id.segel.ca.issuance;

import id.segel.ca.audit.Actor;
import id.segel.ca.audit.AuditAction;
import id.segel.ca.audit.AuditEvent;
import id.segel.ca.audit.AuditLog;
import id.segel.ca.notice.NoticeKind;
import id.segel.ca.notice.NoticeOutbox;
import id.segel.ca.procedure.ClockedFile;
import id.segel.ca.procedure.ProcedureEvent;
import id.segel.ca.procedure.Timeline;
import id.segel.ca.status.StatusChanges;
import id.segel.ca.store.Database;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Ends of an issuance other than a certificate. Each is one transaction that compares state and lease, so that exactly one
 * of recording, abandoning and orphaning wins. Thread-safe.
 */
final class Outcomes {
    private static final Actor ISSUER = Actor.system("issuer");

    private final Database database;
    private final AuditLog audit;
    private final NoticeOutbox notices;
    private final Timeline timeline;
    private final StatusChanges status;
    private final IssuanceConfiguration configuration;
    private final Clock clock;

    Outcomes(
            Database database,
            AuditLog audit,
            NoticeOutbox notices,
            Timeline timeline,
            StatusChanges status,
            IssuanceConfiguration configuration,
            Clock clock) {
        this.database = database;
        this.audit = audit;
        this.notices = notices;
        this.timeline = timeline;
        this.status = status;
        this.configuration = configuration;
        this.clock = clock;
    }

    /** The token was provably never asked for this intent: the serial is burned and stands on no CRL. */
    void abandon(Intent intent, IssueFault fault) {
        database.useTransaction(transaction -> {
            int abandoned = transaction
                    .createUpdate("""
                        UPDATE certificate SET state = 'ABANDONED'
                         WHERE issuer_id = :issuer AND serial = :serial AND state = 'INTENT' AND lease_token = :lease
                        """)
                    .bind("issuer", intent.issuerId())
                    .bind("serial", intent.serial())
                    .bind("lease", intent.leaseToken())
                    .execute();
            if (abandoned == 1) {
                audit.append(
                        transaction,
                        AuditEvent.of(AuditAction.INTENT_ABANDONED, ISSUER, "certificate", intent.objectId())
                                .with("fault", fault.name()));
                Claimed application = intent.application();
                if (application != null) {
                    fail(
                            transaction,
                            application.applicationId(),
                            application.number(),
                            application.leaseToken(),
                            application.attempt(),
                            fault);
                }
            }
        });
    }

    /** Orphans every intent that a ceremony's authorisations left open, each by compare-and-set. */
    int orphanIntentsOf(long ceremonyId) {
        return database.inTransaction(transaction -> {
            int orphaned = 0;
            for (Open open : transaction
                    .createQuery("""
                        SELECT c.issuer_id, c.serial FROM certificate c JOIN authorisation z ON z.id = c.authorisation_id
                         WHERE z.ceremony_id = :ceremony AND c.state = 'INTENT' ORDER BY c.issuer_id, c.serial
                        """)
                    .bind("ceremony", ceremonyId)
                    .map((row, context) -> new Open(row.getInt("issuer_id"), row.getBytes("serial")))
                    .list()) {
                orphaned +=
                        status.orphan(transaction, ISSUER, open.issuerId(), open.serial(), "ceremony cut off") ? 1 : 0;
            }
            return orphaned;
        });
    }

    private record Open(int issuerId, byte[] serial) {}

    /** A signature may exist: the intent becomes an orphan, revoked; its application gets a fresh serial later. */
    void orphan(Intent intent, IssueFault fault) {
        database.useTransaction(transaction -> {
            if (status.orphan(transaction, ISSUER, intent.issuerId(), intent.serial(), fault.name())) {
                Claimed application = intent.application();
                if (application != null) {
                    fail(
                            transaction,
                            application.applicationId(),
                            application.number(),
                            application.leaseToken(),
                            application.attempt(),
                            fault);
                }
            }
        });
    }

    /** ISSUING to ISSUE_FAILED inside the caller's transaction; false when the lease is not this one any more. */
    boolean fail(
            Handle transaction, long applicationId, String number, UUID leaseToken, int attempt, IssueFault fault) {
        int failed = transaction
                .createUpdate("""
                    UPDATE application
                       SET state = 'ISSUE_FAILED', state_since = now(), version = version + 1, lease_token = NULL, lease_expires_at = NULL,
                           next_issue_at = clock_timestamp() + :wait, issue_fault = :fault, issue_detail = NULL
                     WHERE id = :id AND state = 'ISSUING' AND lease_token = :lease
                    """)
                .bind("wait", retryAfter(attempt))
                .bind("fault", fault.name())
                .bind("id", applicationId)
                .bind("lease", leaseToken)
                .execute();
        if (failed == 1) {
            audit.append(
                    transaction,
                    AuditEvent.of(AuditAction.ISSUE_FAILED, ISSUER, "application", number)
                            .with("fault", fault.name())
                            .with("attempt", attempt));
        }
        return failed == 1;
    }

    private Duration retryAfter(int attempt) {
        Duration wait = configuration.retryFirst();
        for (int i = 1; i < attempt && wait.compareTo(configuration.retryMost()) < 0; i++) {
            wait = wait.multipliedBy(2);
        }
        return wait.compareTo(configuration.retryMost()) < 0 ? wait : configuration.retryMost();
    }

    /** The approval is void: the file goes back to the queue, in a new round, and both sides see why. Never retried by itself. */
    void voidApproval(Claimed application, IssueFault fault, String detail) {
        database.useTransaction(transaction -> voidApproval(
                transaction,
                application.applicationId(),
                application.number(),
                application.personId(),
                application.leaseToken(),
                fault,
                detail));
    }

    /** The same inside the caller's transaction, for a lease or, with {@code null}, for a file nobody has claimed. */
    void voidApproval(
            Handle transaction,
            long applicationId,
            String number,
            long personId,
            @org.jspecify.annotations.Nullable UUID leaseToken,
            IssueFault fault,
            String detail) {
        int voided = transaction
                .createUpdate("""
                    UPDATE application
                       SET state = 'SUBMITTED', state_since = now(), version = version + 1, round = round + 1, lease_token = NULL,
                           lease_expires_at = NULL, next_issue_at = NULL, issue_fault = :fault, issue_detail = nullif(left(:detail, 500), ''), approval_id = NULL, approved_at = NULL,
                           issue_attempts = 0
                     WHERE id = :id
                       AND ((state = 'ISSUING' AND lease_token = :lease) OR (state IN ('APPROVED', 'ISSUE_FAILED') AND CAST(:lease AS uuid) IS NULL))
                    """)
                .bind("fault", fault.name())
                .bind("detail", detail)
                .bind("id", applicationId)
                .bind("lease", leaseToken)
                .execute();
        if (voided == 1) {
            audit.append(
                    transaction,
                    AuditEvent.of(AuditAction.APPROVAL_VOIDED, ISSUER, "application", number)
                            .with("fault", fault.name())
                            .with("detail", detail));
            timeline.handOver(
                    transaction,
                    clockedFile(transaction, applicationId),
                    List.of(ProcedureEvent.SUBMIT),
                    clock.instant(),
                    null);
            notices.queue(transaction, NoticeKind.APPROVAL_VOID, personId, applicationId, null, null);
        }
    }

    /** The file as its timeline knows it, in the round it is in now. */
    private static ClockedFile clockedFile(Handle transaction, long applicationId) {
        return transaction
                .createQuery("""
                    SELECT product.procedure, a.round FROM application a
                      JOIN product ON product.code = a.product_code AND product.version = a.product_version
                     WHERE a.id = :id
                    """)
                .bind("id", applicationId)
                .map((row, context) -> new ClockedFile(applicationId, row.getString("procedure"), row.getInt("round")))
                .one();
    }
}
