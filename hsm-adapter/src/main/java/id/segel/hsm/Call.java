package id.segel.hsm;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** One piece of work, between its caller and the thread that does it. */
final class Call<T> implements Workers.Job {
    final Task task;
    final Operations.Work<T> work;
    final Commitment commitment = new Commitment();
    final Handover<Outcome<T>> answer = new Handover<>();
    final @Nullable Map<String, String> logContext = MDC.getCopyOfContextMap();
    final long submittedNanos = System.nanoTime();

    /** For one done in place: told that the place is there. */
    final Handover<Boolean> place = new Handover<>();

    private final Operations operations;
    private final boolean inPlace;
    private @Nullable Outcome<T> outcome;
    private long begunNanos;
    private volatile boolean begun;
    private boolean finished;
    private boolean overdue;

    Call(Operations operations, Task task, Operations.Work<T> work, boolean inPlace) {
        this.operations = operations;
        this.inPlace = inPlace;
        this.task = task;
        this.work = work;
    }

    /** What came of it: what was made, null for work that makes nothing, or what was thrown. */
    record Outcome<T>(@Nullable T made, @Nullable Throwable thrown) {}

    @Override
    public void begin() {
        begunNanos = System.nanoTime();
        begun = true;
        if (inPlace) {
            place.give(true);
        }
    }

    @Override
    public boolean inPlace() {
        return inPlace;
    }

    /** Whether it has its place at the token. */
    boolean begun() {
        return begun;
    }

    /** When it got its place, by {@link System#nanoTime()}. Only when it has {@link #begun()}. */
    long begunNanos() {
        return begunNanos;
    }

    @Override
    public void perform() {
        outcome = operations.perform(this);
    }

    @Override
    public void finish() {
        answer.give(Objects.requireNonNull(outcome));
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
