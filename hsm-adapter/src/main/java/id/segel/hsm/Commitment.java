package id.segel.hsm;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Decides between a worker about to sign and a caller about to give up: exactly one of them wins, so that a caller who
 * was told "nothing was signed" can rely on it.
 */
final class Commitment {
    private enum Phase {
        PREPARING,
        COMMITTED,
        ABANDONED
    }

    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.PREPARING);

    /** Thrown on the worker's thread when nobody waits for it any more. */
    static final class AbandonedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        AbandonedException() {
            super("the caller stopped waiting before anything was signed");
        }
    }

    /**
     * From here on a signature may be made.
     *
     * @throws AbandonedException if the caller has given up
     */
    void commit() {
        if (!phase.compareAndSet(Phase.PREPARING, Phase.COMMITTED)) {
            throw new AbandonedException();
        }
    }

    /** From here on none will be made; false if it is too late. */
    boolean abandon() {
        return phase.compareAndSet(Phase.PREPARING, Phase.ABANDONED);
    }

    /**
     * Saves the worker from work nobody wants.
     *
     * @throws AbandonedException if the caller has given up
     */
    void stopIfAbandoned() {
        if (phase.get() == Phase.ABANDONED) {
            throw new AbandonedException();
        }
    }
}
