package id.segel.ca.document;

import id.segel.ca.keyring.WrappedRow;
import id.segel.ca.keyring.WrappedTable;
import id.segel.ca.store.SqlArrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** The keys of letters. The letter itself is never read or written here. Stateless. */
public final class LetterKeys implements WrappedTable {
    @Override
    public String name() {
        return "letter";
    }

    @Override
    public List<WrappedRow> page(Handle handle, Collection<String> labels, long after, int limit) {
        return handle.createQuery("""
                        SELECT id, version, wrapped_key, wrapping_key_label
                          FROM letter
                         WHERE wrapping_key_label = ANY (:labels) AND id > :after
                         ORDER BY id
                         LIMIT :limit
                        """)
                .bind("labels", SqlArrays.of("text", labels.toArray(String[]::new)))
                .bind("after", after)
                .bind("limit", limit)
                .map((row, context) -> new WrappedRow(
                        row.getLong("id"),
                        row.getString("wrapping_key_label"),
                        row.getBytes("wrapped_key"),
                        LetterCipher.aad("wrapped_key", row.getLong("id"), row.getInt("version"))))
                .list();
    }

    @Override
    public List<WrappedRow> replace(Handle transaction, List<Rewrapped> rows, String newLabel) {
        Set<Long> replaced = new HashSet<>(transaction
                .createQuery("""
                        UPDATE letter l
                           SET wrapped_key = n.new_wrapped, wrapping_key_label = :label
                          FROM unnest(:ids, :seenLabels, :seen, :wrapped) AS n (id, seen_label, seen, new_wrapped)
                         WHERE l.id = n.id AND l.wrapping_key_label = n.seen_label AND l.wrapped_key = n.seen
                        RETURNING l.id
                        """)
                .bind("label", newLabel)
                .bind(
                        "ids",
                        SqlArrays.of(
                                "bigint",
                                rows.stream().map(row -> row.seen().id()).toArray(Long[]::new)))
                .bind(
                        "seenLabels",
                        SqlArrays.of(
                                "text",
                                rows.stream().map(row -> row.seen().label()).toArray(String[]::new)))
                .bind(
                        "seen",
                        SqlArrays.of(
                                "bytea",
                                rows.stream().map(row -> row.seen().wrapped()).toArray(byte[][]::new)))
                .bind(
                        "wrapped",
                        SqlArrays.of(
                                "bytea", rows.stream().map(Rewrapped::wrapped).toArray(byte[][]::new)))
                .mapTo(Long.class)
                .list());
        return rows.stream()
                .map(Rewrapped::seen)
                .filter(row -> replaced.contains(row.id()))
                .toList();
    }

    @Override
    public Map<String, Long> counts(Handle handle) {
        Map<String, Long> counts = new HashMap<>();
        handle.createQuery("SELECT wrapping_key_label, count(*) AS rows FROM letter GROUP BY wrapping_key_label")
                .map((row, context) -> Map.entry(row.getString("wrapping_key_label"), row.getLong("rows")))
                .forEach(entry -> counts.put(entry.getKey(), entry.getValue()));
        return counts;
    }

    @Override
    public long count(Handle handle, String label) {
        return handle.createQuery("SELECT count(*) FROM letter WHERE wrapping_key_label = :label")
                .bind("label", label)
                .mapTo(Long.class)
                .one();
    }
}
