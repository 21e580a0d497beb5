package id.segel.ca.subjectkey;

import id.segel.ca.audit.Actor;
import id.segel.ca.audit.AuditAction;
import id.segel.ca.audit.AuditEvent;
import id.segel.ca.audit.AuditLog;
import id.segel.ca.store.Database;
import id.segel.ca.store.SqlArrays;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Takes a list of bad keys in, a batch at a time: cut off, it is simply run again. Thread-safe.
 */
public final class BlockedKeyImport {
    private static final int BATCH = 1_000;

    private final Database database;
    private final AuditLog audit;

    public BlockedKeyImport(Database database, AuditLog audit) {
        this.database = database;
        this.audit = audit;
    }

    /**
     * What a list means here.
     *
     * @param keys in the list
     * @param alreadyBlocked of them blocked before
     * @param inUse of the others those that somebody here has: certificates with them stay as they are until they are
     *     revoked
     */
    public record Report(int keys, int alreadyBlocked, List<InUse> inUse) {
        public Report {
            inUse = List.copyOf(inUse);
        }
    }

    /**
     * A key of the list that is used here.
     *
     * @param spkiSha256 lower-case hex
     * @param certificates those with it that are valid, as {@code authority serial}
     */
    public record InUse(String spkiSha256, List<String> certificates) {
        public InUse {
            certificates = List.copyOf(certificates);
        }
    }

    /** What importing would mean; changes nothing. */
    public Report examine(List<byte[]> keys) {
        int blocked = 0;
        List<InUse> inUse = new ArrayList<>();
        for (List<byte[]> batch : batches(keys)) {
            blocked += database.read(handle -> alreadyBlocked(handle, batch));
            inUse.addAll(database.read(handle -> inUse(handle, batch)));
        }
        return new Report(keys.size(), blocked, inUse);
    }

    /**
     * Blocks every key of a list for ever. Keys blocked before keep their reason. Each batch is one transaction with one
     * event; keys that somebody here has get an event each.
     *
     * @param origin name of the list, such as its file's name, at most 100 characters
     * @param fileSha256 SHA-256 of the file
     * @param reason in words, at most {@link BlockedKeys#LONGEST_REASON} characters
     * @return what was so before the import
     */
    public Report apply(Actor actor, List<byte[]> keys, String origin, byte[] fileSha256, String reason) {
        Report before = examine(keys);
        for (List<byte[]> batch : batches(keys)) {
            database.useTransaction(transaction -> block(transaction, actor, batch, origin, fileSha256, reason));
        }
        return before;
    }

    private void block(
            Handle transaction, Actor actor, List<byte[]> batch, String origin, byte[] fileSha256, String reason) {
        List<byte[]> blocked = transaction
                .createQuery("""
                        INSERT INTO public_key AS k (spki_sha256, blocked_at, blocked_reason, blocked_origin)
                        SELECT listed, clock_timestamp(), :reason, 'IMPORT' FROM unnest(:keys) AS listed ORDER BY listed
                        ON CONFLICT (spki_sha256) DO UPDATE
                           SET blocked_at = excluded.blocked_at, blocked_reason = excluded.blocked_reason,
                               blocked_origin = excluded.blocked_origin
                         WHERE k.blocked_at IS NULL
                        RETURNING k.spki_sha256
                        """)
                .bind("reason", reason)
                .bind("keys", SqlArrays.of("bytea", batch.toArray(byte[][]::new)))
                .mapTo(byte[].class)
                .list();
        if (blocked.isEmpty()) {
            return;
        }
        audit.append(
                transaction,
                AuditEvent.of(
                                AuditAction.BLOCKED_KEYS_IMPORTED,
                                actor,
                                "block-list",
                                HexFormat.of().formatHex(fileSha256))
                        .with("list", origin)
                        .with("blocked", blocked.size())
                        .with("reason", reason));
        for (String used : held(transaction, blocked)) {
            audit.append(
                    transaction, BlockedKeys.event(actor, HexFormat.of().parseHex(used), BlockOrigin.IMPORT, reason));
        }
    }

    private static int alreadyBlocked(Handle handle, List<byte[]> batch) {
        return handle.createQuery(
                        "SELECT count(*) FROM public_key WHERE spki_sha256 = ANY(:keys) AND blocked_at IS NOT NULL")
                .bind("keys", SqlArrays.of("bytea", batch.toArray(byte[][]::new)))
                .mapTo(Integer.class)
                .one();
    }

    private static List<String> held(Handle handle, List<byte[]> batch) {
        return handle.createQuery("""
                        SELECT encode(spki_sha256, 'hex') FROM public_key
                         WHERE spki_sha256 = ANY(:keys) AND person_id IS NOT NULL ORDER BY spki_sha256
                        """)
                .bind("keys", SqlArrays.of("bytea", batch.toArray(byte[][]::new)))
                .mapTo(String.class)
                .list();
    }

    private static List<InUse> inUse(Handle handle, List<byte[]> batch) {
        return handle.createQuery("""
                        SELECT encode(k.spki_sha256, 'hex') AS key,
                               array_remove(array_agg(i.name || ' ' || encode(c.serial, 'hex') ORDER BY c.intended_at), NULL) AS certificates
                          FROM public_key k
                          LEFT JOIN certificate c ON c.spki_sha256 = k.spki_sha256 AND c.state IN ('INTENT', 'ISSUED', 'HELD')
                           AND c.not_after >= clock_timestamp()
                          LEFT JOIN authority i ON i.id = c.issuer_id
                         WHERE k.spki_sha256 = ANY(:keys) AND k.blocked_at IS NULL
                           AND (k.person_id IS NOT NULL OR c.serial IS NOT NULL)
                         GROUP BY k.spki_sha256 ORDER BY k.spki_sha256
                        """)
                .bind("keys", SqlArrays.of("bytea", batch.toArray(byte[][]::new)))
                .map((row, context) -> new InUse(row.getString("key"), List.of((String[])
                        row.getArray("certificates").getArray())))
                .list();
    }

    private static List<List<byte[]>> batches(List<byte[]> keys) {
        List<List<byte[]>> batches = new ArrayList<>();
        for (int from = 0; from < keys.size(); from += BATCH) {
            batches.add(keys.subList(from, Math.min(keys.size(), from + BATCH)));
        }
        return batches;
    }
}
