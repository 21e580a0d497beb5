package id.segel.hsm;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries again what failed before anything was signed: once on the generation in use, then once on a new one. What is
 * final (a refused key, a bad ciphertext, a signature of unknown outcome) is never tried again.
 */
final class Healing {
    private static final Logger LOG = LoggerFactory.getLogger(Healing.class);

    private final Generations generations;
    private final HealthBook health;
    private final Place place;

    Healing(Generations generations, HealthBook health, Place place) {
        this.generations = generations;
        this.health = health;
        this.place = place;
    }

    /** One try. A {@link RuntimeException} of this package is final; anything else thrown may be tried again. */
    @FunctionalInterface
    interface Attempt<T> {
        T on(Generation generation) throws Exception;
    }

    /** Thrown by an attempt that found its generation replaced. */
    static final class FencedException extends Exception {
        private static final long serialVersionUID = 1L;

        FencedException() {
            super("the generation was replaced while the operation was being prepared");
        }
    }

    /**
     * @param deadlineNanos when the caller stops waiting, by {@link System#nanoTime()}
     */
    <T> T run(Task task, Commitment commitment, long deadlineNanos, Attempt<T> attempt) {
        Generation generation = generations.usable(deadlineNanos);
        @Nullable Exception failure = null;
        for (int tries = 1; tries <= 3; tries++) {
            try {
                T result = attempt.on(generation);
                generations.worked();
                return result;
            } catch (TokenException e) {
                noteFinal(task, e);
                throw e;
            } catch (PermitRefusedException | Commitment.AbandonedException e) {
                throw e;
            } catch (Exception e) {
                failure = e;
                LOG.debug("token \"{}\": {} failed, try {}", place.token(), task, tries, e);
            }
            commitment.stopIfAbandoned();
            if (tries == 2 || "CKR_OPERATION_ACTIVE".equals(Ckr.of(failure))) {
                // A driver that leaves an operation active poisons its session: only a new generation is rid of it.
                tries = Math.max(tries, 2);
                generation = generations.renew(generation, deadlineNanos);
            } else {
                generation = generations.usable(deadlineNanos);
            }
        }
        Exception last = Objects.requireNonNull(failure);
        TokenException seen = Failures.token(
                "It failed (" + task + ")", place.slot(generation.slot()).key(task.key()), last);
        health.keyFailed(task.key(), seen);
        throw seen;
    }

    /** A ciphertext that is not the key's says nothing against the key. */
    private void noteFinal(Task task, TokenException failure) {
        if (!(failure instanceof BadCiphertextException)) {
            health.keyFailed(task.key(), failure);
        }
    }
}
