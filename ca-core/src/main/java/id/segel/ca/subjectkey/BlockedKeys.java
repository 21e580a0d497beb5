package id.segel.ca.subjectkey;

import id.segel.ca.audit.Actor;
import id.segel.ca.audit.AuditAction;
import id.segel.ca.audit.AuditEvent;
import id.segel.ca.audit.AuditLog;
import id.segel.ca.store.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The list of blocked keys: the columns {@code blocked_*} of {@code public_key}. Thread-safe. */
public final class BlockedKeys {
    /** Characters of a reason; the schema says the same. */
    public static final int LONGEST_REASON = 200;

    private final Database database;
    private final AuditLog audit;

    /**
     * @param database as a role that may write {@code public_key}
     */
    public BlockedKeys(Database database, AuditLog audit) {
        this.database = database;
        this.audit = audit;
    }

    /**
     * Blocks a key for ever, whether it was ever seen here or not. Where it is blocked already nothing changes.
     *
     * @param spkiSha256 SHA-256 of the SubjectPublicKeyInfo, 32 bytes
     * @param reason in words, at most {@value #LONGEST_REASON} characters, without personal data
     * @return whether it was not blocked before
     */
    public boolean block(Actor actor, byte[] spkiSha256, BlockOrigin origin, String reason) {
        return database.inTransaction(transaction -> {
            boolean blocked = block(transaction, spkiSha256, origin, reason);
            if (blocked) {
                audit.append(transaction, event(actor, spkiSha256, origin, reason));
            }
            return blocked;
        });
    }

    /** The same inside the caller's transaction; the caller tells the audit log, with {@link #event}. */
    public static boolean block(Handle transaction, byte[] spkiSha256, BlockOrigin origin, String reason) {
        return transaction
                        .createUpdate("""
                        INSERT INTO public_key AS k (spki_sha256, blocked_at, blocked_reason, blocked_origin)
                        VALUES (:key, clock_timestamp(), :reason, :origin)
                        ON CONFLICT (spki_sha256) DO UPDATE
                           SET blocked_at = excluded.blocked_at, blocked_reason = excluded.blocked_reason,
                               blocked_origin = excluded.blocked_origin
                         WHERE k.blocked_at IS NULL
                        """)
                        .bind("key", spkiSha256)
                        .bind("reason", reason)
                        .bind("origin", origin.name())
                        .execute()
                == 1;
    }

    /** What the log says of a block. */
    public static AuditEvent event(Actor actor, byte[] spkiSha256, BlockOrigin origin, String reason) {
        return AuditEvent.of(
                        AuditAction.KEY_BLOCKED,
                        actor,
                        "public-key",
                        HexFormat.of().formatHex(spkiSha256))
                .with("origin", origin.name())
                .with("reason", reason);
    }

    /**
     * A page of the list, in the order of the keys.
     *
     * @param after the last key of the page before, 64 hex digits, or null
     * @param limit 1 to 1,000
     */
    public List<BlockedKey> page(@Nullable String after, int limit) {
        return database.read(handle -> handle.createQuery("""
                        SELECT spki_sha256, blocked_at, blocked_origin, blocked_reason FROM public_key
                         WHERE blocked_at IS NOT NULL AND spki_sha256 > :after
                         ORDER BY spki_sha256 LIMIT :limit
                        """)
                .bind("after", after == null ? new byte[0] : HexFormat.of().parseHex(after))
                .bind("limit", limit)
                .map((row, context) -> blocked(row))
                .list());
    }

    static BlockedKey blocked(ResultSet row) throws SQLException {
        return new BlockedKey(
                HexFormat.of().formatHex(row.getBytes("spki_sha256")),
                row.getObject("blocked_at", OffsetDateTime.class).toInstant(),
                BlockOrigin.valueOf(row.getString("blocked_origin")),
                row.getString("blocked_reason"));
    }
}
