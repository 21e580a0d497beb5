package id.segel.api.job;

import id.segel.ca.application.ApprovalListener;
import id.segel.ca.store.Database;
import io.dropwizard.lifecycle.Managed;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wakes issuers after an approval was committed: the one of this node directly, those of others by NOTIFY, at most one in
 * 50 ms, because NOTIFY serialises commits. Whoever is not reached looks by itself within a second.
 */
public final class ApprovalSignal implements ApprovalListener, Managed {
    /** The channel issuers listen on. */
    public static final String CHANNEL = "segel_approved";

    private static final Duration COALESCE = Duration.ofMillis(50);
    private static final Logger LOG = LoggerFactory.getLogger(ApprovalSignal.class);

    private final Database database;
    private final Runnable local;
    private final Semaphore pending = new Semaphore(0);
    private @Nullable Thread thread;

    /**
     * @param local wakes this node's issuer; does nothing where there is none
     */
    public ApprovalSignal(Database database, Runnable local) {
        this.database = database;
        this.local = local;
    }

    @Override
    public void approved(long applicationId) {
        local.run();
        if (pending.availablePermits() == 0) {
            pending.release();
        }
    }

    @Override
    public void start() {
        Thread sender = new Thread(this::send, "approval-signal");
        sender.setDaemon(true);
        thread = sender;
        sender.start();
    }

    @Override
    public void stop() {
        Thread sender = thread;
        if (sender != null) {
            sender.interrupt();
        }
    }

    private void send() {
        try {
            while (true) {
                pending.acquire();
                pending.drainPermits();
                try {
                    database.read(handle -> handle.execute("NOTIFY " + CHANNEL));
                } catch (RuntimeException e) {
                    LOG.info("no issuer was notified, they look by themselves: {}", e.toString());
                }
                TimeUnit.MILLISECONDS.sleep(COALESCE.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
