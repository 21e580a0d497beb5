package id.segel.ca.status;

import id.segel.ca.store.Database;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * One maker of CRLs at a time per authority, over all nodes: an advisory lock of PostgreSQL on a connection of its own,
 * which is in no transaction. If the connection dies the lock is gone; the publication gate still holds.
 */
final class CrlLock implements AutoCloseable {
    /** First half of the lock's key: no other use of advisory locks has it. */
    private static final int CRL = 0x43524c;

    private final Handle handle;
    private final int authorityId;

    private CrlLock(Handle handle, int authorityId) {
        this.handle = handle;
        this.authorityId = authorityId;
    }

    /** The lock, or nothing while somebody else holds it. */
    static Optional<CrlLock> tryTake(Database database, int authorityId) {
        Handle handle = database.jdbi().open();
        try {
            boolean taken = handle.createQuery("SELECT pg_try_advisory_lock(:kind, :authority)")
                    .bind("kind", CRL)
                    .bind("authority", authorityId)
                    .mapTo(Boolean.class)
                    .one();
            if (taken) {
                return Optional.of(new CrlLock(handle, authorityId));
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
        // A connection that cannot even unlock is dead, and its lock with it.
        try (handle) {
            handle.createQuery("SELECT pg_advisory_unlock(:kind, :authority)")
                    .bind("kind", CRL)
                    .bind("authority", authorityId)
                    .mapTo(Boolean.class)
                    .one();
        }
    }
}
