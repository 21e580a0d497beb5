package id.segel.ca.subjectkey;

import id.segel.ca.audit.Actor;
import id.segel.ca.audit.AuditAction;
import id.segel.ca.audit.AuditEvent;
import id.segel.ca.audit.AuditLog;
import id.segel.ca.refusal.Problem;
import id.segel.ca.refusal.RefusedException;
import id.segel.ca.store.Database;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Who has a key: for officers when the same key comes up twice, or a list of bad keys names one. Thread-safe. */
public final class KeyRecords {
    private static final int MOST = 100;

    private final Database database;
    private final AuditLog audit;

    public KeyRecords(Database database, AuditLog audit) {
        this.database = database;
        this.audit = audit;
    }

    /**
     * What is known of a key. That it was asked is in the log before it is answered, because it names a person.
     *
     * @param spkiSha256 32 bytes
     * @throws RefusedException NOT_FOUND for a key nobody ever showed
     */
    public KeyRecord find(Actor actor, byte[] spkiSha256) {
        KeyRecord record = database.read(handle -> read(handle, spkiSha256))
                .orElseThrow(() -> RefusedException.because(Problem.NOT_FOUND));
        database.useTransaction(transaction -> audit.append(
                transaction, AuditEvent.of(AuditAction.KEY_LOOKED_UP, actor, "public-key", record.spkiSha256())));
        return record;
    }

    private static Optional<KeyRecord> read(Handle handle, byte[] key) {
        return handle.createQuery("""
                        SELECT k.spki_sha256, k.first_seen_at, k.blocked_at, k.blocked_origin, k.blocked_reason,
                               p.subscriber_number, p.full_name, g.name AS agency
                          FROM public_key k
                          LEFT JOIN person p ON p.id = k.person_id
                          LEFT JOIN agency g ON g.id = p.agency_id
                         WHERE k.spki_sha256 = :key
                        """)
                .bind("key", key)
                .map((row, context) -> {
                    String name = row.getString("full_name");
                    KeyRecord.@Nullable Holder holder = name == null
                            ? null
                            : new KeyRecord.Holder(row.getString("subscriber_number"), name, row.getString("agency"));
                    return new KeyRecord(
                            HexFormat.of().formatHex(key),
                            row.getObject("first_seen_at", OffsetDateTime.class).toInstant(),
                            row.getObject("blocked_at") == null ? null : BlockedKeys.blocked(row),
                            holder,
                            uses(handle, key),
                            certificates(handle, key));
                })
                .findOne();
    }

    private static List<KeyRecord.Use> uses(Handle handle, byte[] key) {
        return handle.createQuery("""
                        SELECT DISTINCT a.id, a.number, a.state FROM csr c JOIN application a ON a.id = c.application_id
                         WHERE c.spki_sha256 = :key ORDER BY a.id LIMIT :most
                        """)
                .bind("key", key)
                .bind("most", MOST)
                .map((row, context) -> new KeyRecord.Use(row.getString("number"), row.getString("state")))
                .list();
    }

    private static List<KeyRecord.Issued> certificates(Handle handle, byte[] key) {
        return handle.createQuery("""
                        SELECT i.name, c.serial, c.state, c.not_after FROM certificate c JOIN authority i ON i.id = c.issuer_id
                         WHERE c.spki_sha256 = :key ORDER BY c.intended_at, c.serial LIMIT :most
                        """)
                .bind("key", key)
                .bind("most", MOST)
                .map((row, context) -> new KeyRecord.Issued(
                        row.getString("name"),
                        HexFormat.of().formatHex(row.getBytes("serial")),
                        row.getString("state"),
                        row.getObject("not_after", OffsetDateTime.class).toInstant()))
                .list();
    }
}
