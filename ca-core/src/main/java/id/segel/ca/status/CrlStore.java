package id.segel.ca.status;

import id.segel.ca.store.Database;
import java.util.Optional;

/** Published CRLs, for serving. Reads the database at every call. Thread-safe. */
public final class CrlStore {
    private final Database database;

    public CrlStore(Database database) {
        this.database = database;
    }

    /**
     * The newest complete CRL.
     *
     * @param authority {ca} of the URL
     */
    public Optional<PublishedCrl> complete(String authority) {
        return database.read(handle -> CrlDao.newest(handle, authority, null));
    }

    /** The newest CRL of a shard. */
    public Optional<PublishedCrl> shard(String authority, int shard) {
        return database.read(handle -> CrlDao.newest(handle, authority, shard));
    }
}
