package id.segel.ca.application;

import id.segel.ca.audit.Actor;
import id.segel.ca.audit.AuditAction;
import id.segel.ca.audit.AuditEvent;
import id.segel.ca.audit.AuditLog;
import id.segel.ca.refusal.Fault;
import id.segel.ca.refusal.Problem;
import id.segel.ca.refusal.RefusedException;
import id.segel.ca.store.Database;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs what somebody attempts and, where it is refused, tells the audit log in a transaction of its own after the
 * roll-back (DESIGN 7). A component that is away is no attempt of anybody's and is not told. Thread-safe.
 */
final class Attempts {
    private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);
    private static final int LONGEST_NUMBER = 40;
    private static final int LONGEST_FAULTS = 1000;

    private final Database web;
    private final AuditLog audit;

    Attempts(Database web, AuditLog audit) {
        this.web = web;
        this.audit = audit;
    }

    /**
     * @param operation what is attempted, kebab case
     * @param number of the application as it was asked for
     */
    <T> T of(Actor actor, String operation, String number, Supplier<T> work) {
        try {
            return work.get();
        } catch (RefusedException e) {
            tell(actor, operation, number, e);
            throw e;
        } catch (RuntimeException e) {
            if (!Database.violatedConstraint(e).startsWith("nobody_")) {
                throw e;
            }
            // The database holds the rule as well; whatever code let it come that far, the answer is the same.
            RefusedException refusal = RefusedException.because(Problem.DECISION_NOT_YOURS);
            refusal.initCause(e);
            tell(actor, operation, number, refusal);
            throw refusal;
        }
    }

    private void tell(Actor actor, String operation, String number, RefusedException refusal) {
        if (refusal.problem().status() >= 500) {
            return;
        }
        String faults = refusal.faults().stream().map(Fault::id).distinct().collect(Collectors.joining(","));
        AuditEvent event = AuditEvent.of(
                        AuditAction.REFUSED,
                        actor,
                        "application",
                        number.substring(0, Math.min(number.length(), LONGEST_NUMBER)))
                .with("operation", operation)
                .with("problem", refusal.problem().kebab());
        if (!faults.isEmpty()) {
            event = event.with("faults", faults.substring(0, Math.min(faults.length(), LONGEST_FAULTS)));
        }
        try {
            audit.refused(web.jdbi(), event);
        } catch (RuntimeException e) {
            // The refusal stands; the log's absence is an incident of its own.
            LOG.error("a refused attempt could not be written to the audit log: {}", refusal.problem(), e);
            refusal.addSuppressed(e);
        }
    }
}
