package id.segel.ca.ceremony;

import id.segel.ca.store.Database;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One ceremony at a time over all machines: an advisory lock on a connection of its own, gone with the process. */
final class CeremonyLock implements AutoCloseable {
    /** First half of the lock's key: no other use of advisory locks has it. */
    private static final int CEREMONY = 0x43524d;

    private static final Logger LOG = LoggerFactory.getLogger(CeremonyLock.class);

    private final Handle handle;

    private CeremonyLock(Handle handle) {
        this.handle = handle;
    }

    /** The lock, or nothing while another ceremony is under way. */
    static Optional<CeremonyLock> tryTake(Database database) {
        Handle handle = database.jdbi().open();
        try {
            boolean taken = handle.createQuery("SELECT pg_try_advisory_lock(:kind, 0)")
                    .bind("kind", CEREMONY)
                    .mapTo(Boolean.class)
                    .one();
            if (taken) {
                return Optional.of(new CeremonyLock(handle));
            }
            handle.close();
            return Optional.empty();
        } catch (RuntimeException e) {
            handle.close();
            throw Database.translated(e);
        }
    }

    @Override
    public void close() {
        // A connection that cannot even unlock is dead, and its lock with it; the ceremony's end does not depend on it.
        try (handle) {
            handle.createQuery("SELECT pg_advisory_unlock(:kind, 0)")
                    .bind("kind", CEREMONY)
                    .mapTo(Boolean.class)
                    .one();
        } catch (RuntimeException e) {
            LOG.warn("the connection that held the ceremony's lock is gone: {}", e.getMessage());
        }
    }
}
