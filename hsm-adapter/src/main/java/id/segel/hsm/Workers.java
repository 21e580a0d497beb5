package id.segel.hsm;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The threads that work at a token, so that a native call that hangs does not take its caller with it. A thread is a
 * permit: jobs for which none is free wait in the order they came. Platform threads, because native calls block;
 * daemons, because a hung one must not keep a process that is told to end.
 *
 * <p>Of several that are free the one that came back last is given the next job: it may still be looking for it, and
 * need not be woken.
 */
final class Workers {
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(30);

    /** A caller that wants the next thing done is back by then. */
    private static final long LOOK_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

    private static final Job STOP = new Job() {
        @Override
        public void begin() {}

        @Override
        public void perform() {}

        @Override
        public void finish() {}
    };

    private final String token;
    private final int permits;
    private final Deque<Job> waiting = new ArrayDeque<>();
    private final Deque<Worker> idle = new ArrayDeque<>();
    private int started;
    private int names;
    private boolean closed;
    private volatile int busy;

    Workers(String token, int permits) {
        this.token = token;
        this.permits = permits;
    }

    /** What a thread does. Nothing of it may throw. */
    interface Job {
        /** It has its place. Called before {@link Workers#withdraw} can say that it is too late. Never waits. */
        void begin();

        /** Whether it is done by the thread that submits it, which needs a place only, until {@link Workers#leave()}. */
        default boolean inPlace() {
            return false;
        }

        /** The work, on the thread. */
        void perform();

        /** To tell whoever waits: the place is free again. */
        void finish();
    }

    private final class Worker implements Runnable {
        private final Job first;
        final Handover<Job> next = new Handover<>();

        Worker(Job first) {
            this.first = first;
        }

        @Override
        public void run() {
            Job job = first;
            while (job != STOP) {
                job.perform();
                // Whoever interrupted the work did not mean the thread.
                Thread.interrupted();
                Job following = release(this);
                job.finish();
                job = following == null ? await() : following;
            }
        }

        private Job await() {
            Job job = next.look(LOOK_NANOS);
            while (job == null) {
                job = next.await(System.nanoTime() + IDLE_NANOS);
                if (job == null && leave(this)) {
                    return STOP;
                }
            }
            return job;
        }
    }

    /** Has it done, at once or when its turn comes; false if closed. */
    boolean submit(Job job) {
        Worker worker;
        synchronized (this) {
            if (closed) {
                return false;
            }
            if (busy == permits) {
                waiting.add(job);
                return true;
            }
            job.begin();
            worker = job.inPlace() ? null : worker(job);
            busy++;
        }
        if (worker != null) {
            worker.next.give(job);
        }
        return true;
    }

    /** The place of a job that was done in place is free again. */
    void leave() {
        Job next;
        Worker worker;
        synchronized (this) {
            next = waiting.poll();
            if (next == null) {
                busy--;
                if (closed) {
                    notifyAll();
                }
                return;
            }
            next.begin();
            worker = next.inPlace() ? null : worker(next);
        }
        if (worker != null) {
            worker.next.give(next);
        }
    }

    /** A thread to give the job to; null where a new one began with it. There are never more threads than places. */
    private @Nullable Worker worker(Job job) {
        Worker worker = idle.poll();
        if (worker == null) {
            start(job);
        }
        return worker;
    }

    private void start(Job first) {
        Thread thread = new Thread(new Worker(first), "segel-hsm-" + token + "-" + (names + 1));
        thread.setDaemon(true);
        thread.start();
        names++;
        started++;
    }

    /** Takes back a job that has no place yet; false if it has begun. */
    synchronized boolean withdraw(Job job) {
        return waiting.remove(job);
    }

    /** The next job for a thread that has done one; null if there is none, and the thread is free. */
    private synchronized @Nullable Job release(Worker worker) {
        Job next = waiting.poll();
        if (next != null) {
            next.begin();
            if (!next.inPlace()) {
                return next;
            }
            // The place goes to the thread that waits for it; this one has nothing to do.
        } else {
            busy--;
        }
        if (closed) {
            notifyAll();
            return STOP;
        }
        idle.push(worker);
        return null;
    }

    /** Whether a thread that was given nothing may end; false if it is being given something right now. */
    private synchronized boolean leave(Worker worker) {
        boolean unwanted = idle.remove(worker);
        if (unwanted) {
            started--;
        }
        return unwanted;
    }

    /** Jobs that could be done at once. */
    int free() {
        return permits - busy;
    }

    /** Jobs under way. */
    int busy() {
        return busy;
    }

    /** Takes no more and waits for those under way; false if some did not come back in time. */
    synchronized boolean close(Duration patience) {
        closed = true;
        idle.forEach(worker -> worker.next.give(STOP));
        idle.clear();
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            while (busy > 0) {
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0) {
                    return false;
                }
                wait(left);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
