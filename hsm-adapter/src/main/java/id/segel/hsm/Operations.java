package id.segel.hsm;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Bounds what is asked of a token at once, and how long a caller waits for it. The native call runs on a platform
 * thread of this object, one for each permit; a call that hangs keeps its thread and its permit, not its caller.
 */
final class Operations {
    private final TokenConfiguration configuration;
    private final Place place;
    private final HealthBook health;
    private final TokenMeters meters;
    private final Semaphore permits;
    private final ThreadPoolExecutor threads;

    Operations(TokenConfiguration configuration, Place place, HealthBook health, TokenMeters meters) {
        this.configuration = configuration;
        this.place = place;
        this.health = health;
        this.meters = meters;
        this.permits = new Semaphore(configuration.permits(), true);
        this.threads = new ThreadPoolExecutor(
                configuration.permits(),
                configuration.permits(),
                30,
                TimeUnit.SECONDS,
                // Never longer than the threads that are just returning: each entry holds a permit.
                new LinkedBlockingQueue<>(configuration.permits()),
                new Threads(configuration.label()));
        threads.allowCoreThreadTimeOut(true);
    }

    /** Work at the token. */
    @FunctionalInterface
    interface Work<T> {
        /** Runs on a thread of the adapter, holding a permit. */
        T run(Commitment commitment) throws Exception;
    }

    /** Daemons: a hung call must not keep a process that is told to end. */
    private static final class Threads implements ThreadFactory {
        private final String token;
        private final AtomicInteger count = new AtomicInteger();

        Threads(String token) {
            this.token = token;
        }

        @Override
        public Thread newThread(Runnable work) {
            Thread thread = new Thread(work, "segel-hsm-" + token + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        }
    }

    /** One piece of work, between its caller and its thread. */
    private static final class Call<T> {
        final Task task;
        final Work<T> work;
        final Commitment commitment = new Commitment();
        final CompletableFuture<T> result = new CompletableFuture<>();
        final @Nullable Map<String, String> logContext = MDC.getCopyOfContextMap();
        private boolean finished;
        private boolean overdue;

        Call(Task task, Work<T> work) {
            this.task = task;
            this.work = work;
        }

        /** Notes that the caller stops waiting; false if the work has just finished after all. */
        synchronized boolean markOverdue(HealthBook health, Duration waited) {
            overdue = !finished;
            if (overdue) {
                health.overdue(this, task, waited);
            }
            return overdue;
        }

        /** Notes that the work is over; true if the caller had stopped waiting. */
        synchronized boolean markFinished(HealthBook health) {
            finished = true;
            if (overdue) {
                health.returned(this);
            }
            return overdue;
        }
    }

    /**
     * Waits for a place, then for the work, each within its deadline.
     *
     * @throws TokenBusyException if no place came free
     * @throws TokenException whatever the work threw, or that it did not come back in time
     */
    <T> T run(Task task, Duration timeout, Work<T> work) {
        if (threads.isShutdown()) {
            throw closed(task, null);
        }
        acquire(task);
        Call<T> call = new Call<>(task, work);
        try {
            threads.execute(() -> perform(call));
        } catch (RejectedExecutionException e) {
            permits.release();
            throw closed(task, e);
        }
        return await(call, timeout);
    }

    private TokenException closed(Task task, @Nullable Throwable cause) {
        return task.failed("The token has been closed", place, null, "Open it again.", cause);
    }

    int available() {
        return permits.availablePermits();
    }

    private void acquire(Task task) {
        long start = System.nanoTime();
        boolean acquired = false;
        boolean interrupted = false;
        try {
            acquired = permits.tryAcquire(configuration.permitTimeout().toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
            Thread.currentThread().interrupt();
        }
        meters.waited(task, acquired ? "success" : "busy", System.nanoTime() - start);
        if (!acquired) {
            throw new TokenBusyException(
                    interrupted
                            ? "The wait for a place at the token was interrupted"
                            : "No place at the token came free within "
                                    + configuration.permitTimeout().toMillis() + " ms; all "
                                    + configuration.permits() + " permits are in use",
                    place.key(task.key()),
                    null,
                    "Nothing was asked of the token; try again. If it stays so, raise permits below the token's "
                            + "session limit, or add a token.",
                    null);
        }
    }

    private <T> void perform(Call<T> call) {
        if (call.logContext != null) {
            MDC.setContextMap(call.logContext);
        }
        long start = System.nanoTime();
        @Nullable T made = null;
        @Nullable Throwable thrown = null;
        try {
            call.commitment.stopIfAbandoned();
            made = call.work.run(call.commitment);
        } catch (Throwable t) {
            thrown = t;
        }
        boolean late = call.markFinished(health);
        meters.operated(call.task, late ? "late" : outcome(thrown), System.nanoTime() - start);
        if (!late && thrown == null) {
            health.succeeded(call.task.usesKey() ? call.task.key() : null);
        }
        MDC.clear();
        // Before the result: whoever sees it finds the permit free.
        permits.release();
        if (thrown == null) {
            complete(call.result, made);
        } else {
            call.result.completeExceptionally(thrown);
        }
    }

    @SuppressWarnings("NullAway") // a Work<Void> returns null, and CompletableFuture takes it
    private static <T> void complete(CompletableFuture<T> result, @Nullable T made) {
        result.complete(made);
    }

    private <T> T await(Call<T> call, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return call.result.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                    if (call.commitment.abandon()) {
                        throw call.task.failed(
                                "The caller was interrupted before the token was asked",
                                place,
                                null,
                                "It may be tried again.",
                                e);
                    }
                    // Too late: the answer is milliseconds away, and losing it would cost more than waiting for it.
                } catch (TimeoutException e) {
                    if (call.markOverdue(health, timeout)) {
                        throw overdue(call, timeout);
                    }
                    // It has just finished: its result is a moment away.
                    return finished(call);
                }
            }
        } catch (ExecutionException e) {
            throw unwrap(call.task, e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private <T> T finished(Call<T> call) throws ExecutionException {
        try {
            return call.result.join();
        } catch (java.util.concurrent.CompletionException e) {
            throw new ExecutionException(e.getCause());
        }
    }

    private TokenException overdue(Call<?> call, Duration timeout) {
        String what = "The token did not answer (" + call.task + ") within " + timeout.toMillis() + " ms";
        String remedy = "The call keeps its thread and permit until it comes back. See that the device works; if it "
                + "does and the call stays, restart this process.";
        meters.operated(call.task, "timeout", timeout.toNanos());
        TokenException failure = call.commitment.abandon()
                ? call.task.failed(what, place, null, remedy, null)
                : new SignatureOutcomeUnknownException(what, place.key(call.task.key()), null, remedy, null);
        health.keyFailed(call.task.usesKey() ? call.task.key() : null, String.valueOf(failure.getMessage()));
        return failure;
    }

    private RuntimeException unwrap(Task task, @Nullable Throwable thrown) {
        if (thrown instanceof PermitRefusedException refused) {
            throw Operations.<RuntimeException>unchanged(refused.thrown());
        }
        if (thrown instanceof TokenException failure) {
            return task.seen(failure);
        }
        if (thrown instanceof Error error) {
            throw error;
        }
        return task.seen(Failures.token(
                "It failed: " + task, place.key(task.key()), Objects.requireNonNull(thrown, "no cause")));
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
        threads.shutdown();
        try {
            return permits.tryAcquire(configuration.permits(), patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
