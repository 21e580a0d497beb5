package id.segel.ca.person;

import id.segel.ca.store.SqlArrays;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** Blind indexes and the keys that made them, as rows. What must hold between them the schema says (V3). Stateless. */
final class PersonIndexes {
    /** A person with a number that has no index under the key :label. */
    private static final String LACKING = """
             (p.nik_encrypted IS NOT NULL OR p.nip_encrypted IS NOT NULL OR p.phone_encrypted IS NOT NULL)
             AND EXISTS (SELECT FROM (VALUES ('nik', p.nik_encrypted), ('nip', p.nip_encrypted), ('phone', p.phone_encrypted)) f (field, value)
                          WHERE f.value IS NOT NULL
                            AND NOT EXISTS (SELECT FROM person_index i
                                             WHERE i.person_id = p.id AND i.field = f.field AND i.key_label = :label))
            """;

    /** An index of one number under one key. */
    @SuppressWarnings("ArrayRecordComponent") // The database compares, nobody else.
    record Entry(PersonalField field, String keyLabel, byte[] index) {}

    /**
     * An index for a person who was stored before.
     *
     * @param seen the encrypted value it was made from
     */
    @SuppressWarnings("ArrayRecordComponent") // The database compares, nobody else.
    record Added(long personId, Entry entry, byte[] seen) {}

    /** The encrypted numbers of a person who lacks an index. */
    @SuppressWarnings("ArrayRecordComponent") // Nobody compares them.
    record Lacking(long personId, byte @Nullable [] nik, byte @Nullable [] nip, byte @Nullable [] phone) {
        byte @Nullable [] of(PersonalField field) {
            return switch (field) {
                case NIK -> nik;
                case NIP -> nip;
                case PHONE -> phone;
            };
        }
    }

    private PersonIndexes() {}

    /** Every key there was, the earliest first. */
    static List<IndexKeyRow> keys(Handle handle) {
        return handle.createQuery("SELECT id, label, state FROM blind_index_key ORDER BY id")
                .map((row, context) -> new IndexKeyRow(
                        row.getInt("id"), row.getString("label"), IndexKeyState.valueOf(row.getString("state"))))
                .list();
    }

    static void begin(Handle handle, String label) {
        handle.createUpdate(
                        "INSERT INTO blind_index_key (label, state) VALUES (:label, 'BUILDING') ON CONFLICT DO NOTHING")
                .bind("label", label)
                .execute();
    }

    /**
     * Makes a key COMPLETE where nobody lacks an index under it. Holding the key's row lets nobody be stored between the
     * look and the change.
     *
     * @return whether it changed
     */
    static boolean complete(Handle transaction, String label) {
        Optional<String> building = transaction
                .createQuery("SELECT label FROM blind_index_key WHERE label = :label AND state = 'BUILDING' FOR UPDATE")
                .bind("label", label)
                .mapTo(String.class)
                .findOne();
        if (building.isEmpty()) {
            return false;
        }
        boolean lacking = transaction
                .createQuery("SELECT EXISTS (SELECT FROM person p WHERE " + LACKING + ")")
                .bind("label", label)
                .mapTo(Boolean.class)
                .one();
        return !lacking && setState(transaction, label, IndexKeyState.COMPLETE);
    }

    /** Retires a key; whether it changed. */
    static boolean retire(Handle transaction, String label) {
        return setState(transaction, label, IndexKeyState.RETIRED);
    }

    private static boolean setState(Handle transaction, String label, IndexKeyState state) {
        return transaction
                        .createUpdate(
                                "UPDATE blind_index_key SET state = :state WHERE label = :label AND state <> :state")
                        .bind("label", label)
                        .bind("state", state.name())
                        .execute()
                == 1;
    }

    /** Persons beyond {@code after} who lack an index under a key, by id. */
    static List<Lacking> lacking(Handle handle, String label, long after, int limit) {
        return handle.createQuery("""
                        SELECT p.id, p.nik_encrypted, p.nip_encrypted, p.phone_encrypted
                          FROM person p
                         WHERE p.id > :after AND
                        """ + LACKING + " ORDER BY p.id LIMIT :limit")
                .bind("label", label)
                .bind("after", after)
                .bind("limit", limit)
                .map((row, context) -> new Lacking(
                        row.getLong("id"),
                        row.getBytes("nik_encrypted"),
                        row.getBytes("nip_encrypted"),
                        row.getBytes("phone_encrypted")))
                .list();
    }

    static long lacking(Handle handle, String label) {
        return handle.createQuery("SELECT count(*) FROM person p WHERE " + LACKING)
                .bind("label", label)
                .mapTo(Long.class)
                .one();
    }

    /**
     * Writes the indexes of a person who is being stored. Always in the same order, so that two who store the same number
     * at once wait for each other and do not lock each other out.
     */
    static void insert(Handle transaction, long personId, List<Entry> entries) {
        bound(transaction.createUpdate("""
                INSERT INTO person_index (person_id, field, key_label, index)
                SELECT :person, n.field, n.key_label, n.index
                  FROM unnest(:fields, :keys, :indexes) AS n (field, key_label, index)
                 ORDER BY n.key_label, n.field
                """), entries).bind("person", personId).execute();
    }

    /**
     * Adds indexes of persons who were stored before, where the encrypted value is still the one they were made from.
     *
     * @return ids of persons who got one
     */
    static Set<Long> add(Handle transaction, List<Added> added) {
        List<Added> sorted =
                added.stream().sorted(Comparator.comparingLong(Added::personId)).toList();
        return new HashSet<>(bound(
                        transaction.createQuery("""
                INSERT INTO person_index (person_id, field, key_label, index)
                SELECT n.person_id, n.field, n.key_label, n.index
                  FROM unnest(:persons, :fields, :keys, :indexes, :seen) AS n (person_id, field, key_label, index, seen)
                  JOIN person p ON p.id = n.person_id
                   AND n.seen = CASE n.field WHEN 'nik' THEN p.nik_encrypted WHEN 'nip' THEN p.nip_encrypted ELSE p.phone_encrypted END
                 ORDER BY n.person_id, n.field
                   FOR SHARE OF p
                    ON CONFLICT DO NOTHING
                RETURNING person_id
                """),
                        sorted.stream().map(Added::entry).toList())
                .bind(
                        "persons",
                        SqlArrays.of(
                                "bigint", sorted.stream().map(Added::personId).toArray(Long[]::new)))
                .bind(
                        "seen",
                        SqlArrays.of("bytea", sorted.stream().map(Added::seen).toArray(byte[][]::new)))
                .mapTo(Long.class)
                .list());
    }

    private static <S extends SqlStatement<S>> S bound(S statement, List<Entry> entries) {
        return statement
                .bind(
                        "fields",
                        SqlArrays.of(
                                "text",
                                entries.stream()
                                        .map(entry -> entry.field().wireName())
                                        .toArray(String[]::new)))
                .bind(
                        "keys",
                        SqlArrays.of(
                                "text", entries.stream().map(Entry::keyLabel).toArray(String[]::new)))
                .bind(
                        "indexes",
                        SqlArrays.of("bytea", entries.stream().map(Entry::index).toArray(byte[][]::new)));
    }

    /** Deletes indexes of keys that are retired; how many. */
    static int forget(Handle transaction, int limit) {
        return transaction.createUpdate("""
                        DELETE FROM person_index
                         WHERE (person_id, field, key_label) IN (
                               SELECT i.person_id, i.field, i.key_label
                                 FROM person_index i JOIN blind_index_key k ON k.label = i.key_label
                                WHERE k.state = 'RETIRED' LIMIT :limit)
                        """).bind("limit", limit).execute();
    }

    /** The person who has this field with one of these indexes. */
    static Optional<Long> find(Handle handle, List<Entry> entries) {
        return bound(handle.createQuery("""
                        SELECT i.person_id
                          FROM unnest(:fields, :keys, :indexes) AS n (field, key_label, index)
                          JOIN person_index i ON i.field = n.field AND i.key_label = n.key_label AND i.index = n.index
                         LIMIT 1
                        """), entries).mapTo(Long.class).findOne();
    }

    /** Every key there was and the current one, the earliest first. */
    static List<IndexKeyUse> use(Handle handle, String current) {
        List<IndexKeyUse> uses = new ArrayList<>();
        for (IndexKeyRow key : keys(handle)) {
            uses.add(use(handle, key.label(), key.state()));
        }
        if (uses.stream().noneMatch(use -> use.label().equals(current))) {
            uses.add(use(handle, current, IndexKeyState.BUILDING));
        }
        return uses;
    }

    private static IndexKeyUse use(Handle handle, String label, IndexKeyState state) {
        long persons = handle.createQuery("SELECT count(DISTINCT person_id) FROM person_index WHERE key_label = :label")
                .bind("label", label)
                .mapTo(Long.class)
                .one();
        return new IndexKeyUse(label, state, persons, lacking(handle, label));
    }
}
