package id.segel.ca.profile;

import id.segel.ca.store.Database;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;

/** Profiles in the database. A profile never changes, so each is read once and kept. Thread-safe. */
public final class Profiles {
    private final Database database;
    private final Map<String, CertificateProfile> known = new ConcurrentHashMap<>();

    public Profiles(Database database) {
        this.database = database;
    }

    /**
     * The profile with this hash.
     *
     * @throws IllegalStateException when there is none; the schema does not let that happen to a hash that is referred to
     */
    public CertificateProfile byHash(byte[] hash) {
        return known.computeIfAbsent(
                HexFormat.of().formatHex(hash),
                key -> database.read(handle -> handle.createQuery("SELECT definition FROM profile WHERE hash = :hash")
                        .bind("hash", hash)
                        .mapTo(String.class)
                        .findOne()
                        .map(CertificateProfile::parse)
                        .orElseThrow(() -> new IllegalStateException("no certificate profile has the hash " + key))));
    }

    /** Stores a profile unless it is there already; another text under a name and version in use is refused. */
    public static void store(Handle transaction, CertificateProfile profile) {
        transaction
                .createUpdate("""
                        INSERT INTO profile (hash, name, version, definition) VALUES (:hash, :name, :version, :definition)
                        ON CONFLICT (hash) DO NOTHING
                        """)
                .bind("hash", profile.hash())
                .bind("name", profile.name())
                .bind("version", profile.version())
                .bind("definition", profile.definition())
                .execute();
    }
}
