package id.segel.ca.procedure;

import id.segel.ca.refusal.Sentence;
import java.time.Duration;

/**
 * One step of a procedure, a row of {@code procedure_step}.
 *
 * @param step its number; 0 is waiting in the queue, which the SOP does not time
 * @param clause where it is written, such as SOP II.6
 * @param party who does it
 * @param norm how long it should take
 * @param title what it is called
 * @param startsOn what starts its clock
 * @param endsOn what ends it
 */
public record ProcedureStep(
        int step,
        String clause,
        Party party,
        Duration norm,
        Sentence title,
        ProcedureEvent startsOn,
        ProcedureEvent endsOn) {
    /** Who does a step. */
    public enum Party {
        APPLICANT,
        OFFICE,
        SYSTEM
    }
}
