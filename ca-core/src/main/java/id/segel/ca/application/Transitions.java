package id.segel.ca.application;

import id.segel.ca.refusal.Problem;
import id.segel.ca.refusal.RefusedException;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * The one way an application changes its state on this side: compare-and-set with an asserted row count. Stateless.
 */
final class Transitions {
    private static final String COMPARE_AND_SET = """
            UPDATE application
               SET state = :to,
                   version = version + 1,
                   state_since = :at,
                   claimed_by = CAST(:claimant AS bigint),
                   claimed_at = CASE WHEN CAST(:claimant AS bigint) IS NULL THEN NULL ELSE CAST(:at AS timestamptz) END,
                   claim_used_at = CASE WHEN CAST(:claimant AS bigint) IS NULL THEN NULL ELSE CAST(:at AS timestamptz) END,
                   expires_at = CAST(:expiresAt AS timestamptz),
                   submitted_at = coalesce(CAST(:submittedAt AS timestamptz), submitted_at),
                   round = round + :rounds,
                   approval_id = coalesce(CAST(:approval AS bigint), approval_id),
                   approved_at = CASE WHEN CAST(:approval AS bigint) IS NULL THEN approved_at ELSE CAST(:at AS timestamptz) END
             WHERE id = :id
               AND state = ANY (:from)
               AND version = coalesce(CAST(:seen AS int), version)
            RETURNING version
            """;

    private Transitions() {}

    /**
     * Makes the change.
     *
     * @return the new version
     * @throws RefusedException STALE_VERSION when the file changed since the version seen, WRONG_STATE when the table does
     *     not allow it now; nothing was changed and the transaction must be given up
     */
    static int apply(Handle transaction, StateChange change) {
        List<Integer> versions = transaction
                .createQuery(COMPARE_AND_SET)
                .bind("to", TransitionTable.to(change.trigger()).name())
                .bind("at", change.at())
                .bind("claimant", change.claimant())
                .bind("expiresAt", change.expiresAt())
                .bind("submittedAt", change.submittedAt())
                .bind("rounds", change.nextRound() ? 1 : 0)
                .bind("approval", change.approval())
                .bind("id", change.id())
                .bindArray("from", String.class, (Object[]) TransitionTable.fromNames(change.trigger()))
                .bind("seen", change.seen())
                .mapTo(Integer.class)
                .list();
        if (versions.size() != 1) {
            throw refusal(transaction, change);
        }
        return versions.get(0);
    }

    private static RefusedException refusal(Handle transaction, StateChange change) {
        return transaction
                .createQuery("SELECT number, state, version FROM application WHERE id = :id")
                .bind("id", change.id())
                .map((row, context) -> change.seen() != null && change.seen() != row.getInt("version")
                        ? RefusedException.because(Problem.STALE_VERSION)
                        : Refusals.wrongState(
                                row.getString("number"),
                                ApplicationState.valueOf(row.getString("state")),
                                change.trigger().wireName()))
                .findOne()
                .orElseGet(() -> RefusedException.because(Problem.NOT_FOUND));
    }
}
