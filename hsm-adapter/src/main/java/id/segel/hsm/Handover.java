package id.segel.hsm;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Hands one thing at a time from any thread to the one that waits for it, which may look for it for a moment before it
 * sleeps: to be woken costs tens of microseconds on a machine that is otherwise idle, as much as a P-256 signature of
 * SoftHSM2.
 */
final class Handover<T> {
    /** So often is looked before another thread that could use the processor is let through. */
    private static final int LOOKS = 32;

    private volatile @Nullable T given;
    private volatile @Nullable Thread sleeper;

    /** Never waits. What was given before must have been taken. */
    void give(T thing) {
        given = thing;
        Thread waiting = sleeper;
        if (waiting != null) {
            LockSupport.unpark(waiting);
        }
    }

    /** Takes it if it comes within these nanoseconds; null if not. Uses the processor meanwhile. */
    @Nullable
    T look(long nanos) {
        long begin = System.nanoTime();
        T thing = take();
        while (thing == null && System.nanoTime() - begin < nanos) {
            for (int i = 0; i < LOOKS && given == null; i++) {
                Thread.onSpinWait();
            }
            thing = take();
            if (thing == null) {
                Thread.yield();
            }
        }
        return thing;
    }

    /**
     * Sleeps until it comes, and takes it.
     *
     * @param deadlineNanos by {@link System#nanoTime()}
     * @return null if it did not come in time or this thread was interrupted, which it stays
     */
    @Nullable
    T await(long deadlineNanos) {
        sleeper = Thread.currentThread();
        try {
            while (true) {
                T thing = take();
                long left = deadlineNanos - System.nanoTime();
                if (thing != null || left <= 0 || Thread.currentThread().isInterrupted()) {
                    return thing;
                }
                LockSupport.parkNanos(this, left);
            }
        } finally {
            sleeper = null;
        }
    }

    private @Nullable T take() {
        T thing = given;
        if (thing != null) {
            given = null;
        }
        return thing;
    }
}
