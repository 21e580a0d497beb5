package id.segel.ca.person;

import id.segel.ca.keyring.WrappedRow;
import id.segel.ca.keyring.WrappedTable;
import id.segel.ca.store.SqlArrays;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** The data keys of encrypted columns, as rows: wrapped. Stateless. */
public final class ColumnKeys implements WrappedTable {
    private static final String PURPOSE = "COLUMN";
    private static final String SELECT =
            "SELECT id, wrapped, wrapping_key_label FROM data_key WHERE purpose = 'COLUMN'";

    @Override
    public String name() {
        return "data_key";
    }

    static byte[] aad(long id) {
        return ("data_key\0wrapped\0" + id + '\0' + PURPOSE).getBytes(StandardCharsets.UTF_8);
    }

    private static WrappedRow row(java.sql.ResultSet row) throws java.sql.SQLException {
        return new WrappedRow(
                row.getLong("id"),
                row.getString("wrapping_key_label"),
                row.getBytes("wrapped"),
                aad(row.getLong("id")));
    }

    static Optional<WrappedRow> active(Handle handle) {
        return handle.createQuery(SELECT + " AND active")
                .map((row, context) -> row(row))
                .findOne();
    }

    static Optional<WrappedRow> byId(Handle handle, int id) {
        return handle.createQuery(SELECT + " AND id = :id")
                .bind("id", id)
                .map((row, context) -> row(row))
                .findOne();
    }

    static List<WrappedRow> all(Handle handle) {
        return handle.createQuery(SELECT + " ORDER BY id")
                .map((row, context) -> row(row))
                .list();
    }

    static int nextId(Handle handle) {
        return handle.createQuery("SELECT nextval(pg_get_serial_sequence('data_key', 'id'))")
                .mapTo(Integer.class)
                .one();
    }

    /** Writes the active key; where another node was quicker, its key stands. */
    static void insert(Handle transaction, WrappedRow key) {
        transaction
                .createUpdate("""
                        INSERT INTO data_key (id, purpose, wrapped, wrapping_key_label)
                        OVERRIDING SYSTEM VALUE
                        VALUES (:id, :purpose, :wrapped, :label)
                        ON CONFLICT (purpose) WHERE active DO NOTHING
                        """)
                .bind("id", key.id())
                .bind("purpose", PURPOSE)
                .bind("wrapped", key.wrapped())
                .bind("label", key.label())
                .execute();
    }

    @Override
    public List<WrappedRow> page(Handle handle, Collection<String> labels, long after, int limit) {
        return handle.createQuery(
                        SELECT + " AND wrapping_key_label = ANY (:labels) AND id > :after ORDER BY id LIMIT :limit")
                .bind("labels", SqlArrays.of("text", labels.toArray(String[]::new)))
                .bind("after", after)
                .bind("limit", limit)
                .map((row, context) -> row(row))
                .list();
    }

    @Override
    public List<WrappedRow> replace(Handle transaction, List<Rewrapped> rows, String newLabel) {
        Set<Long> replaced = new HashSet<>();
        for (Rewrapped row : rows) {
            int changed = transaction
                    .createUpdate("""
                            UPDATE data_key SET wrapped = :wrapped, wrapping_key_label = :label
                             WHERE id = :id AND wrapping_key_label = :seenLabel AND wrapped = :seen
                            """)
                    .bind("wrapped", row.wrapped())
                    .bind("label", newLabel)
                    .bind("id", row.seen().id())
                    .bind("seenLabel", row.seen().label())
                    .bind("seen", row.seen().wrapped())
                    .execute();
            if (changed == 1) {
                replaced.add(row.seen().id());
            }
        }
        return rows.stream()
                .map(Rewrapped::seen)
                .filter(row -> replaced.contains(row.id()))
                .toList();
    }

    @Override
    public Map<String, Long> counts(Handle handle) {
        Map<String, Long> counts = new HashMap<>();
        handle.createQuery("SELECT wrapping_key_label, count(*) AS rows FROM data_key GROUP BY wrapping_key_label")
                .map((row, context) -> Map.entry(row.getString("wrapping_key_label"), row.getLong("rows")))
                .forEach(entry -> counts.put(entry.getKey(), entry.getValue()));
        return counts;
    }

    @Override
    public long count(Handle handle, String label) {
        return handle.createQuery("SELECT count(*) FROM data_key WHERE wrapping_key_label = :label")
                .bind("label", label)
                .mapTo(Long.class)
                .one();
    }
}
