package id.segel.hsm;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Bounds what is asked of a token at once, and how long a caller waits for it. The native call runs on a thread of
 * {@link Workers}, which is the permit; a call that hangs keeps its thread and its permit, not its caller.
 *
 * <p>To hand the work to another thread and back costs two wake-ups. Where the token answers as quickly as that (P-256
 * in SoftHSM2), the caller looks for the answer while a processor has nothing better to do, and sleeps only then.
 */
final class Operations {
    /** A token that takes longer is not waited for with a busy processor. */
    private static final long QUICK_NANOS = TimeUnit.MICROSECONDS.toNanos(250);

    private final TokenConfiguration configuration;
    private final Library library;
    private final Place place;
    private final HealthBook health;
    private final TokenMeters meters;
    private final Workers workers;
    private final HangWatch watch;
    private final int processors = Runtime.getRuntime().availableProcessors();
    private final AtomicInteger looking = new AtomicInteger();

    /** How long the token has taken of late; several threads may lose each other's part of it. */
    private volatile long usualNanos = TimeUnit.SECONDS.toNanos(1);

    Operations(TokenConfiguration configuration, Library library, Place place, HealthBook health, TokenMeters meters) {
        this.configuration = configuration;
        this.library = library;
        this.place = place;
        this.health = health;
        this.meters = meters;
        this.workers = new Workers(configuration.label(), configuration.permits());
        this.watch = new HangWatch(configuration.label(), this::overdueInPlace);
    }

    /** Work at the token. */
    @FunctionalInterface
    interface Work<T> {
        /** Runs on a thread of the adapter, holding a permit. */
        T run(Commitment commitment) throws Exception;
    }

    /**
     * Waits for a place, then for the work, each within its deadline.
     *
     * @throws TokenBusyException if no place came free
     * @throws TokenException whatever the work threw, or that it did not come back in time
     */
    <T> T run(Task task, Duration timeout, Work<T> work) {
        Call<T> call = submitted(task, work, false);
        Call.Outcome<T> outcome = look(call);
        return result(task, outcome == null ? await(call, timeout) : outcome);
    }

    /**
     * As {@link #run}, on the calling thread: it saves two hand-overs, and costs the caller if the token hangs. That it
     * does is noticed all the same, and its place written off.
     */
    <T> T runInPlace(Task task, Duration timeout, Work<T> work) {
        Call<T> call = submitted(task, work, true);
        awaitPlace(call);
        watch.begin(call, call.begunNanos() + timeout.toNanos());
        try {
            return result(task, perform(call));
        } finally {
            watch.end(call);
            workers.leave();
        }
    }

    private <T> Call<T> submitted(Task task, Work<T> work, boolean inPlace) {
        Call<T> call = new Call<>(this, task, work, inPlace);
        if (Thread.currentThread().isInterrupted()) {
            throw busy(call, true);
        }
        if (!workers.submit(call)) {
            throw task.failed("The token has been closed", place, null, "Open it again.", null);
        }
        return call;
    }

    private void awaitPlace(Call<?> call) {
        long deadline = call.submittedNanos + configuration.permitTimeout().toNanos();
        while (!call.begun() && call.place.await(deadline) == null) {
            if (workers.withdraw(call)) {
                throw busy(call, Thread.currentThread().isInterrupted());
            }
        }
    }

    /** A call in place that the token has not come back from in time; what has not begun to sign never will. */
    private void overdueInPlace(Call<?> call) {
        if (call.markOverdue(health, configuration.signTimeout())) {
            overdue(call, configuration.signTimeout());
        }
    }

    int available() {
        return workers.free();
    }

    private <T> Call.@Nullable Outcome<T> look(Call<T> call) {
        long usual = usualNanos;
        if (usual > QUICK_NANOS) {
            return null;
        }
        try {
            return looking.incrementAndGet() + workers.busy() <= processors ? call.answer.look(2 * usual) : null;
        } finally {
            looking.decrementAndGet();
        }
    }

    private <T> Call.Outcome<T> await(Call<T> call, Duration timeout) {
        boolean interrupted = false;
        try {
            while (true) {
                boolean begun = call.begun();
                Call.Outcome<T> outcome = call.answer.await(deadline(call, begun, timeout));
                if (outcome != null) {
                    return outcome;
                }
                if (Thread.interrupted()) {
                    interrupted = true;
                    giveUpUnlessTooLate(call);
                } else if (begun && call.markOverdue(health, timeout)) {
                    throw overdue(call, timeout);
                } else if (begun) {
                    // It has just finished: its answer is a moment away.
                    Thread.yield();
                } else if (System.nanoTime() - call.submittedNanos
                                >= configuration.permitTimeout().toNanos()
                        && workers.withdraw(call)) {
                    throw busy(call, false);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** When to look after a call; one that has not begun is not overdue before a whole timeout from now. */
    private long deadline(Call<?> call, boolean begun, Duration timeout) {
        if (begun) {
            return call.begunNanos() + timeout.toNanos();
        }
        long now = System.nanoTime();
        long place = call.submittedNanos + configuration.permitTimeout().toNanos();
        return now + Math.min(Math.max(0, place - now), timeout.toNanos());
    }

    private void giveUpUnlessTooLate(Call<?> call) {
        if (workers.withdraw(call)) {
            throw busy(call, true);
        }
        if (call.commitment.abandon()) {
            throw call.task.failed(
                    "The caller was interrupted before the token was asked",
                    place,
                    null,
                    "It may be tried again.",
                    null);
        }
        // Too late: the answer is milliseconds away, and losing it would cost more than waiting for it.
    }

    private TokenBusyException busy(Call<?> call, boolean interrupted) {
        meters.waited(call.task, "busy", System.nanoTime() - call.submittedNanos);
        return new TokenBusyException(
                interrupted
                        ? "The wait for a place at the token was interrupted"
                        : "No place at the token came free within "
                                + configuration.permitTimeout().toMillis() + " ms; all " + configuration.permits()
                                + " permits are in use",
                place.key(call.task.key()),
                null,
                "Nothing was asked of the token; try again. If it stays so, raise permits below the token's "
                        + "session limit, or add a token.",
                null);
    }

    /** The work, on its thread. */
    <T> Call.Outcome<T> perform(Call<T> call) {
        meters.waited(call.task, "success", call.begunNanos() - call.submittedNanos);
        if (call.logContext != null && !call.inPlace()) {
            MDC.setContextMap(call.logContext);
        }
        long start = System.nanoTime();
        @Nullable T made = null;
        @Nullable Throwable thrown = null;
        library.enter();
        try {
            call.commitment.stopIfAbandoned();
            made = call.work.run(call.commitment);
        } catch (Throwable t) {
            thrown = t;
        } finally {
            library.leave();
        }
        boolean late = call.markFinished(health);
        long took = System.nanoTime() - start;
        meters.operated(call.task, late ? "late" : outcome(thrown), took);
        if (!late && thrown == null) {
            health.succeeded(call.task.usesKey() ? call.task.key() : null);
            noteUsual(took);
        }
        if (!call.inPlace()) {
            MDC.clear();
        }
        return new Call.Outcome<>(made, thrown);
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // an estimate
    private void noteUsual(long nanos) {
        usualNanos += (nanos - usualNanos) / 8;
    }

    private <T> T result(Task task, Call.Outcome<T> outcome) {
        if (outcome.thrown() != null) {
            throw unwrap(task, outcome.thrown());
        }
        return value(outcome);
    }

    @SuppressWarnings("NullAway") // a Work<Void> returns null, and its caller knows
    private static <T> T value(Call.Outcome<T> outcome) {
        return outcome.made();
    }

    private TokenException overdue(Call<?> call, Duration timeout) {
        String what = "The token did not answer (" + call.task + ") within " + timeout.toMillis() + " ms";
        String remedy = "The call keeps its thread and permit until it comes back. See that the device works; if it "
                + "does and the call stays, restart this process.";
        meters.operated(call.task, "timeout", timeout.toNanos());
        TokenException failure = call.commitment.abandon()
                ? call.task.failed(what, place, null, remedy, null)
                : new SignatureOutcomeUnknownException(what, place.key(call.task.key()), null, remedy, null);
        health.keyFailed(call.task.usesKey() ? call.task.key() : null, failure);
        return failure;
    }

    private RuntimeException unwrap(Task task, Throwable thrown) {
        if (thrown instanceof PermitRefusedException refused) {
            throw Operations.<RuntimeException>unchanged(refused.thrown());
        }
        if (thrown instanceof TokenException failure) {
            return task.seen(failure);
        }
        if (thrown instanceof Error error) {
            throw error;
        }
        return task.seen(Failures.token("It failed: " + task, place.key(task.key()), thrown));
    }

    /** A permit's exception passes through as it is, checked or not. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <X extends Throwable> X unchanged(Throwable thrown) throws X {
        throw (X) thrown;
    }

    private static String outcome(@Nullable Throwable thrown) {
        if (thrown == null) {
            return "success";
        }
        if (thrown instanceof SignatureOutcomeUnknownException) {
            return "unknown";
        }
        if (thrown instanceof BadCiphertextException) {
            return "bad_ciphertext";
        }
        if (thrown instanceof PermitRefusedException) {
            return "refused";
        }
        if (thrown instanceof PinRefusedException) {
            return "pin_refused";
        }
        return thrown instanceof Commitment.AbandonedException ? "abandoned" : "failed";
    }

    /** Takes no more work and waits for what is under way; false if some of it did not come back in time. */
    boolean drain(Duration patience) {
        boolean drained = workers.close(patience);
        watch.close();
        return drained;
    }
}
