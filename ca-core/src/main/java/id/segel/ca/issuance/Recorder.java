package id.segel.ca.issuance;

import id.segel.ca.audit.Actor;
import id.segel.ca.audit.AuditAction;
import id.segel.ca.audit.AuditEvent;
import id.segel.ca.audit.AuditLog;
import id.segel.ca.notice.NoticeKind;
import id.segel.ca.notice.NoticeOutbox;
import id.segel.ca.procedure.ProcedureEvent;
import id.segel.ca.procedure.Timeline;
import id.segel.ca.store.Database;
import id.segel.ca.store.SqlArrays;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * Transaction C: certificate, application ISSUED, audit, clock and notice, together or not at all. May be repeated at
 * will, because it compares the state: what is recorded already or orphaned meanwhile is left alone. Thread-safe.
 */
final class Recorder {
    private static final Actor ISSUER = Actor.system("issuer");

    private final Database database;
    private final AuditLog audit;
    private final NoticeOutbox notices;
    private final Timeline timeline;
    private final Clock clock;

    Recorder(Database database, AuditLog audit, NoticeOutbox notices, Timeline timeline, Clock clock) {
        this.database = database;
        this.audit = audit;
        this.notices = notices;
        this.timeline = timeline;
        this.clock = clock;
    }

    /**
     * Records a batch.
     *
     * @return serials (hex) that this call recorded. A member that is missing was decided otherwise in the meantime; its
     *     signature is kept with the orphan as evidence and never released
     */
    Set<String> record(List<Signed> batch) {
        List<Signed> sorted = new ArrayList<>(batch);
        sorted.sort(Comparator.comparingLong(signed -> signed.intent().application() == null
                ? 0
                : signed.intent().application().personId()));
        try {
            return recordTogether(sorted);
        } catch (id.segel.ca.refusal.RefusedException databaseAway) {
            throw databaseAway;
        } catch (RuntimeException e) {
            if (sorted.size() == 1) {
                throw e;
            }
            Set<String> recorded = new HashSet<>();
            for (Signed member : sorted) {
                recorded.addAll(record(List.of(member)));
            }
            return recorded;
        }
    }

    private Set<String> recordTogether(List<Signed> batch) {
        return database.inTransaction(transaction -> {
            Set<String> recorded = recordCertificates(transaction, batch);
            List<AuditEvent> events = new ArrayList<>();
            List<Signed> subscribers = new ArrayList<>();
            for (Signed signed : batch) {
                if (recorded.contains(signed.intent().serialHex())) {
                    events.add(issued(signed));
                    if (signed.intent().application() != null) {
                        subscribers.add(signed);
                    }
                } else {
                    keepLateSignature(transaction, signed);
                }
            }
            recordApplications(transaction, subscribers);
            audit.appendAll(transaction, events);
            List<Claimed> applications = applications(subscribers);
            timeline.handOverAll(
                    transaction,
                    applications.stream().map(Claimed::clock).toList(),
                    List.of(ProcedureEvent.ISSUED),
                    clock.instant(),
                    null);
            for (Signed signed : subscribers) {
                Claimed application = Objects.requireNonNull(signed.intent().application());
                notices.queue(
                        transaction,
                        NoticeKind.ISSUED,
                        application.personId(),
                        application.applicationId(),
                        signed.intent().issuerId(),
                        signed.intent().serial());
            }
            return recorded;
        });
    }

    private static Set<String> recordCertificates(Handle transaction, List<Signed> batch) {
        return new HashSet<>(transaction
                .createQuery("""
                        UPDATE certificate c
                           SET state = 'ISSUED', der = w.der, sha256 = sha256(w.der), issued_at = clock_timestamp(), deliverable_at = clock_timestamp()
                          FROM unnest(:issuers, :serials, :leases, :der) AS w (issuer_id, serial, lease_token, der)
                         WHERE c.issuer_id = w.issuer_id AND c.serial = w.serial AND c.state = 'INTENT' AND c.lease_token = w.lease_token
                        RETURNING encode(c.serial, 'hex')
                        """)
                .bind(
                        "issuers",
                        SqlArrays.of(
                                "integer",
                                batch.stream().map(s -> s.intent().issuerId()).toArray()))
                .bind(
                        "serials",
                        SqlArrays.of(
                                "bytea",
                                batch.stream().map(s -> s.intent().serial()).toArray(byte[][]::new)))
                .bind(
                        "leases",
                        SqlArrays.of(
                                "uuid",
                                batch.stream().map(s -> s.intent().leaseToken()).toArray()))
                .bind(
                        "der",
                        SqlArrays.of(
                                "bytea", batch.stream().map(Signed::certificate).toArray(byte[][]::new)))
                .mapTo(String.class)
                .list());
    }

    /** An application whose certificate was just recorded was ISSUING under the same lease; anything else is a bug. */
    private static void recordApplications(Handle transaction, List<Signed> subscribers) {
        if (subscribers.isEmpty()) {
            return;
        }
        List<Claimed> applications = applications(subscribers);
        int updated = transaction
                .createUpdate("""
                        UPDATE application a
                           SET state = 'ISSUED', state_since = now(), version = a.version + 1, lease_token = NULL, lease_expires_at = NULL,
                               next_issue_at = NULL, issue_fault = NULL, issue_detail = NULL
                          FROM unnest(:ids, :leases) AS w (id, lease_token)
                         WHERE a.id = w.id AND a.state = 'ISSUING' AND a.lease_token = w.lease_token
                        """)
                .bind(
                        "ids",
                        SqlArrays.of(
                                "bigint",
                                applications.stream()
                                        .map(Claimed::applicationId)
                                        .toArray()))
                .bind(
                        "leases",
                        SqlArrays.of(
                                "uuid",
                                applications.stream().map(Claimed::leaseToken).toArray()))
                .execute();
        if (updated != subscribers.size()) {
            throw new IllegalStateException(
                    "of " + subscribers.size() + " applications whose certificates were recorded only " + updated
                            + " were ISSUING under the same lease; nothing is recorded");
        }
    }

    private static List<Claimed> applications(List<Signed> subscribers) {
        return subscribers.stream()
                .map(signed -> Objects.requireNonNull(signed.intent().application()))
                .toList();
    }

    private static void keepLateSignature(Handle transaction, Signed signed) {
        transaction
                .createUpdate("""
                        UPDATE certificate SET late_signature = :signature
                         WHERE issuer_id = :issuer AND serial = :serial AND state = 'ORPHANED' AND late_signature IS NULL
                        """)
                .bind("signature", signed.signature())
                .bind("issuer", signed.intent().issuerId())
                .bind("serial", signed.intent().serial())
                .execute();
    }

    private static AuditEvent issued(Signed signed) {
        Intent intent = signed.intent();
        AuditEvent event = AuditEvent.of(AuditAction.CERTIFICATE_ISSUED, ISSUER, "certificate", intent.objectId())
                .with("kind", intent.kind().name())
                .with("authorisation", intent.authorisationId())
                .with("sha256", HexFormat.of().formatHex(signed.sha256()));
        return intent.application() == null
                ? event
                : event.with("application", intent.application().number());
    }
}
