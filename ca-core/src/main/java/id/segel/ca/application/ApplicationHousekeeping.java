package id.segel.ca.application;

import id.segel.ca.audit.Actor;
import id.segel.ca.audit.AuditAction;
import id.segel.ca.audit.AuditEvent;
import id.segel.ca.notice.NoticeKind;
import id.segel.ca.procedure.ProcedureEvent;
import id.segel.ca.refusal.RefusedException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/**
 * What time does to files (R6.1, R6.8): drafts and returned files lapse, with a notice before; claims nobody works on go
 * back to the queue. A file that waits for the office never lapses. Each file has its own transaction, so one that moved
 * meanwhile holds up no other. Safe to run on several nodes at once.
 */
public final class ApplicationHousekeeping {
    private static final int BATCH = 200;

    private final Registration registration;
    private final Actor actor = Actor.system("housekeeping");

    public ApplicationHousekeeping(Registration registration) {
        this.registration = registration;
    }

    /**
     * What one run did.
     *
     * @param expired drafts and returned files that lapsed
     * @param warned applicants told that one will lapse
     * @param released claims given back
     */
    public record Swept(int expired, int warned, int released) {}

    /** One bounded run: at most 200 files of each kind. */
    public Swept sweep() {
        Instant now = registration.clock().instant().truncatedTo(ChronoUnit.MICROS);
        return new Swept(
                each(lapsed(now), id -> expire(id, now)),
                each(lapsingSoon(now), id -> warn(id, now)),
                each(idle(now), id -> release(id, now)));
    }

    private int each(List<Long> ids, Function<Long, Boolean> work) {
        int done = 0;
        for (Long id : ids) {
            try {
                if (work.apply(id)) {
                    done++;
                }
            } catch (RefusedException e) {
                if (e.problem().status() >= 500) {
                    throw e;
                }
                // Its applicant or officer was faster.
            }
        }
        return done;
    }

    private List<Long> lapsed(Instant now) {
        return ids("""
                SELECT id FROM application
                 WHERE state IN ('DRAFT', 'RETURNED') AND expires_at <= :at ORDER BY id LIMIT :batch
                """, now);
    }

    private List<Long> lapsingSoon(Instant now) {
        return ids("""
                SELECT id FROM application a
                 WHERE state IN ('DRAFT', 'RETURNED') AND expires_at <= :at
                   AND NOT EXISTS (SELECT FROM notice n
                                    WHERE n.person_id = a.person_id AND n.application_id = a.id
                                      AND n.kind = 'EXPIRES_SOON' AND n.created_at >= a.state_since)
                 ORDER BY id LIMIT :batch
                """, now.plus(registration.configuration().expiryNotice()));
    }

    private List<Long> idle(Instant now) {
        return ids("""
                SELECT id FROM application
                 WHERE state = 'IN_REVIEW' AND claim_used_at <= :at ORDER BY id LIMIT :batch
                """, now.minus(registration.configuration().claimIdle()));
    }

    private List<Long> ids(String sql, Instant at) {
        return registration
                .web()
                .read(handle -> handle.createQuery(sql)
                        .bind("at", at)
                        .bind("batch", BATCH)
                        .mapTo(Long.class)
                        .list());
    }

    private boolean expire(long id, Instant now) {
        return registration.web().inTransaction(transaction -> {
            Dossier dossier = Dossiers.locked(transaction, id);
            Instant expiresAt = dossier.view().expiresAt();
            if (expiresAt == null || expiresAt.isAfter(now)) {
                return false;
            }
            Transitions.apply(transaction, StateChange.of(id, Trigger.EXPIRE, dossier.version(), now));
            registration.timeline().handOver(transaction, dossier.clocked(), List.of(), now, null);
            told(transaction, dossier, AuditAction.APPLICATION_EXPIRED, Trigger.EXPIRE);
            notice(transaction, NoticeKind.EXPIRED, dossier);
            return true;
        });
    }

    private boolean warn(long id, Instant now) {
        return registration.web().inTransaction(transaction -> {
            Dossier dossier = Dossiers.locked(transaction, id);
            Instant expiresAt = dossier.view().expiresAt();
            // A file that lapsed in this very run, or was handed in, needs no warning.
            if (expiresAt == null || !expiresAt.isAfter(now)) {
                return false;
            }
            notice(transaction, NoticeKind.EXPIRES_SOON, dossier);
            return true;
        });
    }

    private boolean release(long id, Instant now) {
        return registration.web().inTransaction(transaction -> {
            Dossier dossier = Dossiers.locked(transaction, id);
            boolean idle = transaction
                    .createQuery(
                            "SELECT claim_used_at <= :at FROM application WHERE id = :id AND claimed_by IS NOT NULL")
                    .bind("at", now.minus(registration.configuration().claimIdle()))
                    .bind("id", id)
                    .mapTo(Boolean.class)
                    .findOne()
                    .orElse(false);
            if (!idle) {
                return false;
            }
            Transitions.apply(transaction, StateChange.of(id, Trigger.RELEASE, dossier.version(), now));
            registration.timeline().handOver(transaction, dossier.clocked(), List.of(ProcedureEvent.SUBMIT), now, null);
            told(transaction, dossier, AuditAction.APPLICATION_RELEASED, Trigger.RELEASE);
            return true;
        });
    }

    private void told(Handle transaction, Dossier dossier, AuditAction action, Trigger trigger) {
        registration
                .audit()
                .append(
                        transaction,
                        AuditEvent.of(action, actor, "application", dossier.number())
                                .with("from", dossier.state().name())
                                .with("to", TransitionTable.to(trigger).name()));
    }

    private void notice(Handle transaction, NoticeKind kind, Dossier dossier) {
        registration.notices().queue(transaction, kind, dossier.applicant().personId(), dossier.id(), null, null);
    }
}
