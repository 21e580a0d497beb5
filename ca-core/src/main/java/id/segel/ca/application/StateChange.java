package id.segel.ca.application;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One step of an application's life, to be made by {@link Transitions}.
 *
 * @param id of the application
 * @param trigger what moves it
 * @param seen the version it must still have; null where the table's states alone decide
 * @param at when
 * @param claimant account that holds it from now on; only a claim has one
 * @param expiresAt when it lapses; only files the applicant holds do
 * @param submittedAt when it was handed in; null leaves it
 * @param nextRound whether a round begins
 * @param approval the decision that approves it; null leaves it
 */
record StateChange(
        long id,
        Trigger trigger,
        @Nullable Integer seen,
        Instant at,
        @Nullable Long claimant,
        @Nullable Instant expiresAt,
        @Nullable Instant submittedAt,
        boolean nextRound,
        @Nullable Long approval) {

    static StateChange of(long id, Trigger trigger, @Nullable Integer seen, Instant at) {
        return new StateChange(id, trigger, seen, at, null, null, null, false, null);
    }

    StateChange heldBy(long account) {
        return new StateChange(id, trigger, seen, at, account, expiresAt, submittedAt, nextRound, approval);
    }

    StateChange lapsing(Instant when) {
        return new StateChange(id, trigger, seen, at, claimant, when, submittedAt, nextRound, approval);
    }

    StateChange submitted(boolean again) {
        return new StateChange(id, trigger, seen, at, claimant, expiresAt, at, again, approval);
    }

    StateChange approvedBy(long decision) {
        return new StateChange(id, trigger, seen, at, claimant, expiresAt, submittedAt, nextRound, decision);
    }
}
