package id.segel.ca.person;

import id.segel.ca.audit.Actor;
import id.segel.ca.audit.AuditAction;
import id.segel.ca.audit.AuditEvent;
import id.segel.ca.audit.AuditLog;
import id.segel.ca.keyring.TokenNeed;
import id.segel.ca.person.PersonIndexes.Added;
import id.segel.ca.person.PersonIndexes.Entry;
import id.segel.ca.refusal.Problem;
import id.segel.ca.refusal.RefusedException;
import id.segel.ca.store.Database;
import id.segel.hsm.MacKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rotation of the blind-index key: everybody is indexed under the current key, a bounded batch each run, while people are
 * registered and searched; then the key is complete, and keys that were dropped from the configuration are retired. A run
 * that is cut off loses nothing; several nodes may do it at once. Thread-safe.
 */
public final class Reindexing {
    private static final Logger LOG = LoggerFactory.getLogger(Reindexing.class);
    private static final Actor ACTOR = Actor.system("key-rotation");

    private final Database web;
    private final AuditLog audit;
    private final PersonalDataCipher cipher;
    private final Indexing indexing;
    private final int batch;
    private final AtomicLong cursor = new AtomicLong();

    /**
     * What one run did.
     *
     * @param indexed persons who are now indexed under the current key
     * @param refused persons who could not be; the log names them
     * @param forgotten indexes of retired keys that were deleted
     * @param waiting what does not answer, in its own words; null when all did
     */
    public record Run(
            int indexed,
            int refused,
            int forgotten,
            @Nullable String waiting) {}

    /**
     * @param batch persons of one run at most
     */
    public Reindexing(Database web, AuditLog audit, PersonalDataCipher cipher, int batch) {
        this.web = web;
        this.audit = audit;
        this.cipher = cipher;
        this.indexing = new Indexing(web, cipher);
        this.batch = batch;
    }

    /** Does one batch; next to nothing where there is nothing to do. */
    public Run run() {
        MacKey current = cipher.indexKeys().current();
        List<IndexKeyRow> known = indexing.begun();
        IndexKeyRow own = known.stream()
                .filter(key -> key.label().equals(current.label()))
                .findFirst()
                .orElseThrow();
        return switch (own.state()) {
            case BUILDING -> index(current);
            case COMPLETE -> new Run(0, 0, retire(known, own), null);
            case RETIRED ->
                throw new IllegalStateException("the blind-index key \"" + current.label()
                        + "\" was retired and its indexes are deleted; configure the key that came after it as"
                        + " dataKeys.blindIndex, or a new one");
        };
    }

    /** How many people are not indexed under the current key; counted only while it is not complete. */
    public long left() {
        String label = cipher.indexKeys().current().label();
        return web.read(handle -> PersonIndexes.keys(handle).stream()
                        .anyMatch(key -> key.label().equals(label) && !key.is(IndexKeyState.BUILDING))
                ? 0
                : PersonIndexes.lacking(handle, label));
    }

    /**
     * How much each key is used, the earliest first.
     *
     * @param current label of the configured key, which stands there also before it was begun
     */
    public static List<IndexKeyUse> use(Database web, String current) {
        return web.read(handle -> PersonIndexes.use(handle, current));
    }

    private Run index(MacKey key) {
        long after = cursor.get();
        List<PersonIndexes.Lacking> page = web.read(handle -> PersonIndexes.lacking(handle, key.label(), after, batch));
        if (page.isEmpty()) {
            cursor.set(0);
            if (after == 0) {
                complete(key.label());
            }
            return new Run(0, 0, 0, null);
        }
        List<Added> made = new ArrayList<>();
        long last = after;
        int refused = 0;
        String waiting = null;
        for (PersonIndexes.Lacking person : page) {
            try {
                made.addAll(entries(key, person));
            } catch (RefusedException e) {
                if (e.problem() != Problem.TOKEN_AWAY && e.problem() != Problem.OVERLOADED) {
                    throw e;
                }
                waiting = String.valueOf((e.getCause() == null ? e : e.getCause()).getMessage());
                break;
            } catch (IllegalStateException e) {
                refused++;
                LOG.error("person {} cannot be indexed anew: {}", person.personId(), e.getMessage());
            }
            last = person.personId();
        }
        Set<Long> indexed = made.isEmpty() ? Set.of() : add(key.label(), made);
        // Who could not be indexed stays behind the cursor until it comes to the end and begins anew.
        cursor.set(waiting == null && page.size() < batch ? 0 : last);
        List<Long> conflicting = made.stream()
                .map(Added::personId)
                .distinct()
                .filter(id -> !indexed.contains(id))
                .toList();
        if (!conflicting.isEmpty()) {
            LOG.warn(
                    "persons {} were not indexed under \"{}\": somebody else was quicker, or another person has the same number",
                    conflicting,
                    key.label());
        }
        return new Run(indexed.size(), refused, 0, waiting);
    }

    private List<Added> entries(MacKey key, PersonIndexes.Lacking person) {
        List<Added> entries = new ArrayList<>();
        for (PersonalField field : PersonalField.values()) {
            byte[] sealed = person.of(field);
            if (sealed != null) {
                String number =
                        cipher.decrypt(field.column(), person.personId(), sealed, TokenNeed.PERSONAL_DATA_SHOWN);
                byte[] index = cipher.blindIndex(key, field, number, TokenNeed.PERSON_SEARCHED);
                entries.add(new Added(person.personId(), new Entry(field, key.label(), index), sealed));
            }
        }
        return entries;
    }

    private Set<Long> add(String label, List<Added> made) {
        return web.inTransaction(transaction -> {
            Set<Long> indexed = PersonIndexes.add(transaction, made);
            if (!indexed.isEmpty()) {
                audit.append(
                        transaction, event(AuditAction.PEOPLE_INDEXED, label).with("persons", indexed.size()));
            }
            return indexed;
        });
    }

    private void complete(String label) {
        web.useTransaction(transaction -> {
            if (PersonIndexes.complete(transaction, label)) {
                audit.append(transaction, event(AuditAction.INDEX_KEY_COMPLETED, label));
            }
        });
    }

    /** Earlier keys that nobody is configured with here any more; a later one is somebody's who is ahead of this node. */
    private int retire(List<IndexKeyRow> known, IndexKeyRow own) {
        for (IndexKeyRow key : known) {
            boolean dropped = key.id() < own.id() && !cipher.indexKeys().has(key.label());
            if (dropped && !key.is(IndexKeyState.RETIRED)) {
                web.useTransaction(transaction -> {
                    if (PersonIndexes.retire(transaction, key.label())) {
                        audit.append(
                                transaction,
                                event(AuditAction.INDEX_KEY_RETIRED, key.label())
                                        .with("by", own.label()));
                    }
                });
            }
        }
        boolean anyRetired = known.stream().anyMatch(key -> key.is(IndexKeyState.RETIRED));
        return anyRetired ? web.inTransaction(transaction -> PersonIndexes.forget(transaction, batch)) : 0;
    }

    private static AuditEvent event(AuditAction action, String label) {
        return AuditEvent.of(action, ACTOR, "index-key", label);
    }
}
