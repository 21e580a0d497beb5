package id.segel.api.job;

import id.segel.ca.keyring.Rewrapping;
import id.segel.ca.person.Reindexing;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The job that rotates the data token's keys: one batch of rows and one of people each run. While the token is away it
 * says so once and goes on when it is back. One thread at a time.
 */
public final class KeyRotation implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(KeyRotation.class);

    private final Rewrapping rewrapping;
    private final Reindexing reindexing;
    private @Nullable String waiting;

    public KeyRotation(Rewrapping rewrapping, Reindexing reindexing) {
        this.rewrapping = rewrapping;
        this.reindexing = reindexing;
    }

    @Override
    public synchronized void run() {
        Rewrapping.Run wrapped = rewrapping.run();
        Reindexing.Run indexed = reindexing.run();
        if (wrapped.rewrapped() > 0) {
            LOG.info("{} keys were wrapped anew", wrapped.rewrapped());
        }
        if (indexed.indexed() > 0) {
            LOG.info("{} people were indexed anew", indexed.indexed());
        }
        if (indexed.forgotten() > 0) {
            LOG.info("{} indexes of retired keys were deleted", indexed.forgotten());
        }
        String now = wrapped.waiting() == null ? indexed.waiting() : wrapped.waiting();
        if (now != null && waiting == null) {
            LOG.warn("key rotation waits for the data token: {}", now);
        }
        if (now == null && waiting != null) {
            LOG.info("key rotation goes on");
        }
        waiting = now;
    }
}
