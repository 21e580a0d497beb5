package id.segel.ca.application;

import id.segel.ca.refusal.RefusedException;

/** What became of one member of a bulk decision, in the order of the request. */
public sealed interface BulkResult {
    String number();

    /**
     * Decided.
     *
     * @param result the decision that stands
     */
    record Decided(DecisionResult result) implements BulkResult {
        @Override
        public String number() {
            return result.number();
        }
    }

    /**
     * Not decided; nothing of it changed.
     *
     * @param number of the application
     * @param refusal why this one was not decided; the others are not touched by it
     */
    record NotDecided(String number, RefusedException refusal) implements BulkResult {}
}
