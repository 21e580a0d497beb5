package id.segel.ca.person;

import id.segel.ca.keyring.TokenNeed;
import id.segel.ca.person.PersonIndexes.Entry;
import id.segel.ca.refusal.RefusedException;
import id.segel.ca.store.Database;
import id.segel.hsm.MacKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Makes and looks up blind indexes, under every key that is alive. While the index key is rotated, a person is written
 * under the old key and the new, and searched under both. Thread-safe.
 */
final class Indexing {
    private final Database database;
    private final PersonalDataCipher cipher;

    Indexing(Database database, PersonalDataCipher cipher) {
        this.database = database;
        this.cipher = cipher;
    }

    /**
     * The indexes with which a person is to be written. Asks the token.
     *
     * @throws RefusedException TOKEN_AWAY, also when this node lacks a key that is in use; OVERLOADED
     */
    List<Entry> made(Map<PersonalField, String> numbers) {
        if (numbers.isEmpty()) {
            return List.of();
        }
        List<IndexKeyRow> known = begun();
        requireEveryCompleteKey(known);
        List<Entry> entries = new ArrayList<>();
        for (MacKey key : alive(known)) {
            numbers.forEach((field, number) -> entries.add(new Entry(
                    field, key.label(), cipher.blindIndex(key, field, number, TokenNeed.PERSONAL_DATA_KEPT))));
        }
        return entries;
    }

    /** Writes them, but for those whose key was retired since they were made. */
    void write(Handle transaction, long personId, List<Entry> entries) {
        if (!entries.isEmpty()) {
            List<String> retired = PersonIndexes.keys(transaction).stream()
                    .filter(key -> key.is(IndexKeyState.RETIRED))
                    .map(IndexKeyRow::label)
                    .toList();
            PersonIndexes.insert(
                    transaction,
                    personId,
                    entries.stream()
                            .filter(entry -> !retired.contains(entry.keyLabel()))
                            .toList());
        }
    }

    /**
     * Who has this number; empty where nobody has.
     *
     * @throws RefusedException TOKEN_AWAY, also when this node lacks every key under which everybody is indexed; OVERLOADED
     */
    Optional<Long> find(PersonalField field, String number) {
        List<IndexKeyRow> known = database.read(PersonIndexes::keys);
        requireWholeSearch(known);
        List<Entry> entries = alive(known).stream()
                .map(key ->
                        new Entry(field, key.label(), cipher.blindIndex(key, field, number, TokenNeed.PERSON_SEARCHED)))
                .toList();
        return database.read(handle -> PersonIndexes.find(handle, entries));
    }

    /** What the database knows of keys, this node's own included. The very first is complete at once: nobody lacks it. */
    List<IndexKeyRow> begun() {
        String current = cipher.indexKeys().current().label();
        List<IndexKeyRow> known = database.read(PersonIndexes::keys);
        if (known.stream().anyMatch(key -> key.label().equals(current))) {
            return known;
        }
        return database.inTransaction(transaction -> {
            PersonIndexes.begin(transaction, current);
            PersonIndexes.complete(transaction, current);
            return PersonIndexes.keys(transaction);
        });
    }

    /** The keys of this node that are not retired. */
    private List<MacKey> alive(List<IndexKeyRow> known) {
        return cipher.indexKeys().all().stream()
                .filter(key -> known.stream()
                        .anyMatch(row -> row.label().equals(key.label()) && !row.is(IndexKeyState.RETIRED)))
                .toList();
    }

    private void requireEveryCompleteKey(List<IndexKeyRow> known) {
        for (IndexKeyRow key : known) {
            if (key.is(IndexKeyState.COMPLETE) && !cipher.indexKeys().has(key.label())) {
                throw lacking("\"" + key.label() + "\"", TokenNeed.PERSONAL_DATA_KEPT);
            }
        }
    }

    private void requireWholeSearch(List<IndexKeyRow> known) {
        List<IndexKeyRow> complete =
                known.stream().filter(key -> key.is(IndexKeyState.COMPLETE)).toList();
        boolean enough = complete.isEmpty()
                ? known.stream()
                        .filter(key -> key.is(IndexKeyState.BUILDING))
                        .allMatch(key -> cipher.indexKeys().has(key.label()))
                : complete.stream().anyMatch(key -> cipher.indexKeys().has(key.label()));
        if (!enough) {
            IndexKeyRow lacking = known.stream()
                    .filter(key -> !key.is(IndexKeyState.RETIRED)
                            && !cipher.indexKeys().has(key.label()))
                    .findFirst()
                    .orElseThrow();
            throw lacking("\"" + lacking.label() + "\"", TokenNeed.PERSON_SEARCHED);
        }
    }

    /** The refusal where the schema found what {@link #made} could not see yet; null where it is another constraint. */
    @Nullable
    RefusedException refusal(String violatedConstraint) {
        return violatedConstraint.equals("a_person_is_indexed_under_every_complete_key")
                ? lacking("that became complete this moment", TokenNeed.PERSONAL_DATA_KEPT)
                : null;
    }

    private RefusedException lacking(String key, TokenNeed need) {
        return need.keyNotConfigured("people are indexed under the blind-index key " + key
                + ", which this node does not know (it knows "
                + cipher.indexKeys().labels().stream().collect(Collectors.joining("\", \"", "\"", "\""))
                + "); name it in dataKeys as nextBlindIndex or in formerBlindIndex, and restart this node");
    }
}
