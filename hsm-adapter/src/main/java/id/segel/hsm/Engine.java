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
     */
    byte[] sign(Task task, SignaturePermit permit, SigningAttempt attempt) {
        Duration timeout = configuration.signTimeout();
        return operations.run(task, timeout, commitment -> {
            long deadline = System.nanoTime() + timeout.toNanos();
            return healing.run(task, commitment, deadline, generation -> {
                try (PreparedSignature prepared = attempt.prepare(generation)) {
                    return complete(task, permit, commitment, generation, prepared);
                }
            });
        });
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
