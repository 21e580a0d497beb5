package id.segel.api.job;

import id.segel.ca.refusal.RefusedException;
import io.dropwizard.lifecycle.Managed;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work that every node does by itself, again and again, because the authority lets only one of them through or lets all.
 * A stop lets the run that is under way come to its end.
 */
public final class Repeating implements Managed {
    private static final Logger LOG = LoggerFactory.getLogger(Repeating.class);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    private final String name;
    private final Duration pause;
    private final Runnable work;
    private final Duration stopLimit;
    private @Nullable Thread thread;
    private volatile boolean stopping;

    /**
     * @param name of the thread
     * @param pause between two runs; the first comes at once
     * @param stopLimit how long a stop waits for a run
     */
    public Repeating(String name, Duration pause, Duration stopLimit, Runnable work) {
        this.name = name;
        this.pause = pause;
        this.stopLimit = stopLimit;
        this.work = work;
    }

    @Override
    public void start() {
        Thread runner = new Thread(this::run, name);
        runner.setDaemon(true);
        thread = runner;
        runner.start();
    }

    @Override
    public void stop() throws InterruptedException {
        synchronized (this) {
            stopping = true;
            notifyAll();
        }
        Thread runner = thread;
        if (runner != null) {
            runner.join(stopLimit.toMillis());
        }
    }

    private void run() {
        while (!stopping) {
            Duration wait = pause;
            try {
                work.run();
            } catch (RefusedException away) {
                LOG.info("{} waits: {}", name, away.getMessage());
                wait = AFTER_FAILURE.compareTo(pause) > 0 ? AFTER_FAILURE : pause;
            } catch (RuntimeException e) {
                LOG.error("{} failed; it goes on", name, e);
                wait = AFTER_FAILURE.compareTo(pause) > 0 ? AFTER_FAILURE : pause;
            }
            try {
                sleep(wait);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void sleep(Duration wait) throws InterruptedException {
        long until = System.nanoTime() + wait.toNanos();
        synchronized (this) {
            long left = until - System.nanoTime();
            while (!stopping && left > 0) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
                left = until - System.nanoTime();
            }
        }
    }
}
