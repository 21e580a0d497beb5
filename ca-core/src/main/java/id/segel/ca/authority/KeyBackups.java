package id.segel.ca.authority;

import id.segel.ca.store.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/**
 * Which of the keys that cannot be replaced exist twice (incident 27): those of authorities in use, and the wrapping and
 * blind-index keys of the data token. For transcript, health and doctor. Reads the database at every call; any role may.
 * Thread-safe.
 */
public final class KeyBackups {
    private final Database database;

    public KeyBackups(Database database) {
        this.database = database;
    }

    /** What a key is for. */
    public enum Kind {
        AUTHORITY,
        WRAPPING,
        MAC
    }

    /** What is known of its second copy. */
    public enum State {
        /** Nothing was declared; an authority issues nothing. */
        MISSING,
        /** From a time when nobody asked; works, and is warned about. */
        UNVERIFIED,
        /** A ceremony declared, with its reason, that there is none. */
        NONE,
        /** A restored copy did what the key does, and software verified it. */
        VERIFIED
    }

    /**
     * How one key stands.
     *
     * @param name the authority's name, or the label of a data key
     * @param reason why there is no backup, with NONE
     * @param verifiedIn module, token and serial number of the copy, with VERIFIED
     * @param since when this became so; null where nothing was declared yet
     */
    public record Standing(
            Kind kind,
            String name,
            String keyLabel,
            State state,
            @Nullable String reason,
            @Nullable String verifiedIn,
            @Nullable Instant since) {
        /** Whether a copy of it was seen at work. */
        public boolean isVerified() {
            return state == State.VERIFIED;
        }

        /** What is so and what to do, in one sentence. */
        public String sentence() {
            String key = switch (kind) {
                case AUTHORITY -> "the key " + keyLabel + " of authority " + name;
                case WRAPPING -> "the wrapping key " + keyLabel;
                case MAC -> "the blind-index key " + keyLabel;
            };
            return switch (state) {
                case VERIFIED -> "a restored backup of " + key + " was verified in " + verifiedIn;
                case NONE -> "no backup of " + key + ", declared so: " + reason;
                case UNVERIFIED ->
                    "no verified backup of " + key
                            + "; it was made before backups were asked for. Restore a copy and verify it by a ceremony (verifyBackup)";
                case MISSING ->
                    "no verified backup of " + key
                            + (kind == Kind.AUTHORITY ? "; it issues nothing until then" : "")
                            + ". Restore a copy and verify it by a ceremony (verifyBackup), or declare backup: none with the reason";
            };
        }
    }

    /** Every key that should exist twice, authorities first, oldest first. Those of ended or compromised CAs are left out. */
    public List<Standing> all() {
        return database.read(
                handle -> handle.createQuery("""
                        SELECT 'AUTHORITY' AS kind, a.name, a.key_label, coalesce(b.state, 'MISSING') AS state, b.reason,
                               b.verified_in, b.changed_at, a.id AS place
                          FROM authority a
                          LEFT JOIN key_backup b ON b.authority_id = a.id
                         WHERE a.state IN ('ACTIVE', 'RETIRED') AND a.not_after > now()
                        UNION ALL
                        SELECT kind, key_label, key_label, state, reason, verified_in, changed_at, 2147483647
                          FROM key_backup
                         WHERE authority_id IS NULL
                         ORDER BY place, kind DESC, name
                        """).map(KeyBackups::standing).list());
    }

    private static Standing standing(ResultSet row, StatementContext context) throws SQLException {
        OffsetDateTime since = row.getObject("changed_at", OffsetDateTime.class);
        return new Standing(
                Kind.valueOf(row.getString("kind")),
                row.getString("name"),
                row.getString("key_label"),
                State.valueOf(row.getString("state")),
                row.getString("reason"),
                row.getString("verified_in"),
                since == null ? null : since.toInstant());
    }
}
