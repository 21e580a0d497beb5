package id.segel.hsm;

import java.time.Duration;

/** What every key of a token works with: its permits and threads, its generations, its healing. */
record Engine(
        TokenConfiguration configuration,
        Place place,
        Login login,
        Generations generations,
        Operations operations,
        Healing healing) {
    /** A try that may sign. */
    @FunctionalInterface
    interface SigningAttempt {
        PreparedSignature prepare(Generation generation) throws Exception;
    }

    /** How long opening and refreshing may take; the first one in a JVM loads SunPKCS11. */
    private static final Duration REFRESH_TIMEOUT = Duration.ofSeconds(60);

    /** Makes a new generation; callers at the same time share one. */
    void refresh() {
        operations.run(Task.of("refresh", null), REFRESH_TIMEOUT, commitment -> {
            long deadline = System.nanoTime() + REFRESH_TIMEOUT.toNanos();
            return generations.rebuild(deadline).number();
        });
    }

    /** Runs an operation that may be repeated without harm. */
    <T> T run(Task task, Healing.Attempt<T> attempt) {
        Duration timeout = configuration.signTimeout();
        return operations.run(task, timeout, commitment -> {
            long deadline = System.nanoTime() + timeout.toNanos();
            return healing.run(task, commitment, deadline, attempt);
        });
    }

    /**
     * Makes one signature: prepared, and tried again, as often as need be; committed, permitted and asked of the token
     * once.
     *
     * @param inPlace whether on the calling thread
     */
    byte[] sign(Task task, SignaturePermit permit, boolean inPlace, SigningAttempt attempt) {
        Duration timeout = configuration.signTimeout();
        Operations.Work<byte[]> work = commitment -> {
            long deadline = System.nanoTime() + timeout.toNanos();
            return healing.run(task, commitment, deadline, generation -> {
                try (PreparedSignature prepared = attempt.prepare(generation)) {
                    return complete(task, permit, commitment, generation, prepared);
                }
            });
        };
        return inPlace ? operations.runInPlace(task, timeout, work) : operations.run(task, timeout, work);
    }

    private byte[] complete(
            Task task, SignaturePermit permit, Commitment commitment, Generation generation, PreparedSignature prepared)
            throws Healing.FencedException {
        // A key object of a retired generation can sign with another key after the library was initialised anew.
        if (!generations.isCurrent(generation)) {
            throw new Healing.FencedException();
        }
        commitment.commit();
        try {
            permit.consume();
        } catch (Throwable refused) {
            throw new PermitRefusedException(refused);
        }
        try {
            return prepared.complete();
        } catch (Throwable failure) {
            String ckr = Ckr.of(failure);
            throw new SignatureOutcomeUnknownException(
                    "The token was asked to sign and whether it did is not known: " + Failures.reason(failure, ckr),
                    place.slot(generation.slot()).key(task.key()),
                    ckr,
                    "Never sign the same serial number again. " + Ckr.remedy(ckr),
                    failure);
        }
    }
}
