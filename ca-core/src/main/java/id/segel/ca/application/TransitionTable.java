package id.segel.ca.application;

import static id.segel.ca.application.ApplicationState.APPROVED;
import static id.segel.ca.application.ApplicationState.AWAITING_SECOND;
import static id.segel.ca.application.ApplicationState.COMPLETED;
import static id.segel.ca.application.ApplicationState.DRAFT;
import static id.segel.ca.application.ApplicationState.EXPIRED;
import static id.segel.ca.application.ApplicationState.IN_REVIEW;
import static id.segel.ca.application.ApplicationState.ISSUED;
import static id.segel.ca.application.ApplicationState.ISSUE_FAILED;
import static id.segel.ca.application.ApplicationState.ISSUING;
import static id.segel.ca.application.ApplicationState.REJECTED;
import static id.segel.ca.application.ApplicationState.RETURNED;
import static id.segel.ca.application.ApplicationState.SUBMITTED;
import static id.segel.ca.application.ApplicationState.WITHDRAWN;

import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The life of an application, DESIGN 3, as one piece of data: each trigger has the states it is allowed in and the one
 * state it leads to. Anything that is not here is refused with WRONG_STATE and audited.
 */
public final class TransitionTable {
    /**
     * One row.
     *
     * @param trigger what moves it
     * @param from the states it is allowed in
     * @param to where it leads
     */
    public record Transition(Trigger trigger, Set<ApplicationState> from, ApplicationState to) {
        public Transition {
            from = Collections.unmodifiableSet(EnumSet.copyOf(from));
        }
    }

    private static final List<Transition> ROWS = List.of(
            new Transition(Trigger.SUBMIT, EnumSet.of(DRAFT, RETURNED), SUBMITTED),
            new Transition(Trigger.RECALL, EnumSet.of(SUBMITTED), DRAFT),
            new Transition(
                    Trigger.WITHDRAW,
                    EnumSet.of(DRAFT, SUBMITTED, IN_REVIEW, AWAITING_SECOND, RETURNED, APPROVED, ISSUE_FAILED),
                    WITHDRAWN),
            new Transition(Trigger.EXPIRE, EnumSet.of(DRAFT, RETURNED), EXPIRED),
            new Transition(Trigger.CLAIM, EnumSet.of(SUBMITTED), IN_REVIEW),
            new Transition(Trigger.RELEASE, EnumSet.of(IN_REVIEW), SUBMITTED),
            new Transition(Trigger.APPROVE, EnumSet.of(IN_REVIEW, AWAITING_SECOND), APPROVED),
            new Transition(Trigger.APPROVE_FIRST, EnumSet.of(IN_REVIEW), AWAITING_SECOND),
            new Transition(Trigger.DISAGREE, EnumSet.of(AWAITING_SECOND), IN_REVIEW),
            new Transition(Trigger.RETURN, EnumSet.of(IN_REVIEW), RETURNED),
            new Transition(Trigger.REJECT, EnumSet.of(IN_REVIEW), REJECTED),
            new Transition(Trigger.VOID_APPROVAL, EnumSet.of(APPROVED, ISSUE_FAILED), SUBMITTED),
            new Transition(Trigger.START_ISSUING, EnumSet.of(APPROVED, ISSUE_FAILED), ISSUING),
            new Transition(Trigger.LAPSE_LEASE, EnumSet.of(ISSUING), APPROVED),
            new Transition(Trigger.FAIL_ISSUING, EnumSet.of(ISSUING), ISSUE_FAILED),
            new Transition(Trigger.ISSUE, EnumSet.of(ISSUING), ISSUED),
            new Transition(Trigger.COMPLETE, EnumSet.of(ISSUED), COMPLETED));

    private static final Map<Trigger, Transition> BY_TRIGGER = byTrigger();

    private TransitionTable() {}

    /** Every row, in the order of DESIGN 3. */
    public static List<Transition> rows() {
        return ROWS;
    }

    /** The states the trigger is allowed in. */
    public static Set<ApplicationState> from(Trigger trigger) {
        return row(trigger).from();
    }

    /** The names of those states, as an array for {@code state = ANY (?)}. */
    public static String[] fromNames(Trigger trigger) {
        return from(trigger).stream().map(Enum::name).toArray(String[]::new);
    }

    /** Where the trigger leads. */
    public static ApplicationState to(Trigger trigger) {
        return row(trigger).to();
    }

    /** Whether the trigger is allowed in the state. */
    public static boolean allows(ApplicationState state, Trigger trigger) {
        return from(trigger).contains(state);
    }

    private static Transition row(Trigger trigger) {
        Transition row = BY_TRIGGER.get(trigger);
        if (row == null) {
            throw new IllegalStateException("the transition table has no row for " + trigger);
        }
        return row;
    }

    private static Map<Trigger, Transition> byTrigger() {
        Map<Trigger, Transition> rows = new EnumMap<>(Trigger.class);
        for (Transition row : ROWS) {
            if (rows.put(row.trigger(), row) != null) {
                throw new IllegalStateException("the transition table has two rows for " + row.trigger());
            }
        }
        return Collections.unmodifiableMap(rows);
    }
}
