package id.segel.ca.procedure;

import id.segel.ca.refusal.Sentence;
import java.time.Duration;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * A procedure: the rows of {@code procedure_step} under one name, in order. Immutable.
 *
 * @param name such as sop-009-2017
 * @param steps in their order
 */
public record Procedure(String name, List<ProcedureStep> steps) {
    /** The step that is waiting in the queue: it has a target of our own and is no part of the SOP's 13 minutes. */
    public static final int QUEUE = 0;

    public Procedure {
        steps = List.copyOf(steps);
        if (steps.isEmpty()) {
            throw new IllegalStateException("the procedure " + name + " has no steps in the database");
        }
    }

    static Procedure read(Handle handle, String name) {
        return new Procedure(
                name,
                handle.createQuery("""
                        SELECT step, clause, party, norm_seconds, title_id, title_en, starts_on, ends_on
                          FROM procedure_step WHERE procedure = :procedure ORDER BY step
                        """)
                        .bind("procedure", name)
                        .map((row, context) -> new ProcedureStep(
                                row.getInt("step"),
                                row.getString("clause"),
                                ProcedureStep.Party.valueOf(row.getString("party")),
                                Duration.ofSeconds(row.getInt("norm_seconds")),
                                new Sentence(row.getString("title_id"), row.getString("title_en")),
                                ProcedureEvent.ofWireName(row.getString("starts_on")),
                                ProcedureEvent.ofWireName(row.getString("ends_on"))))
                        .list());
    }

    List<ProcedureStep> startingOn(ProcedureEvent event) {
        return steps.stream().filter(step -> step.startsOn() == event).toList();
    }

    List<ProcedureStep> endingOn(ProcedureEvent event) {
        return steps.stream().filter(step -> step.endsOn() == event).toList();
    }
}
