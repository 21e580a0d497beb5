package id.segel.hsm;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Notices calls in place that do not come back: nobody waits for them with a deadline, because the one who would is inside.
 * One thread looks a few times a second; a call costs an entry in a map. Safe for use by many threads.
 */
final class HangWatch implements AutoCloseable {
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final String token;
    private final Consumer<Call<?>> overdue;
    private final Map<Call<?>, Long> deadlines = new ConcurrentHashMap<>();
    private volatile @Nullable Thread thread;
    private volatile boolean closed;

    /**
     * @param overdue told once of a call past its deadline
     */
    HangWatch(String token, Consumer<Call<?>> overdue) {
        this.token = token;
        this.overdue = overdue;
    }

    void begin(Call<?> call, long deadlineNanos) {
        deadlines.put(call, deadlineNanos);
        if (thread == null) {
            start();
        }
    }

    void end(Call<?> call) {
        deadlines.remove(call);
    }

    private synchronized void start() {
        if (thread == null && !closed) {
            Thread watcher = new Thread(this::look, "segel-hsm-" + token + "-watch");
            watcher.setDaemon(true);
            thread = watcher;
            watcher.start();
        }
    }

    private void look() {
        while (!closed) {
            LockSupport.parkNanos(this, PAUSE_NANOS);
            long now = System.nanoTime();
            deadlines.forEach((call, deadline) -> {
                if (now - deadline > 0 && deadlines.remove(call, deadline)) {
                    overdue.accept(call);
                }
            });
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        Thread watcher = thread;
        if (watcher != null) {
            LockSupport.unpark(watcher);
        }
    }
}
