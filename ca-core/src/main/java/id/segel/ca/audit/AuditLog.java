package id.segel.ca.audit;

import id.segel.ca.store.Sha256;
import id.segel.ca.store.SqlArrays;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.MDC;

/**
 * Appends events to {@code audit_event}. {@link #append} and {@link #appendAll} write inside the caller's transaction, so
 * the change and its event are there together or not at all; {@link #refused} writes in a transaction of its own, after
 * the roll-back of what was refused. Thread-safe.
 */
public final class AuditLog {
    /** Where the request id is kept while a request is served (logs and leaves carry the same). */
    public static final String REQUEST_ID = "requestId";

    private static final String INSERT = """
            INSERT INTO audit_event (action, object_type, object_id, account_id, recorded_at, leaf)
            SELECT e.action, e.object_type, e.object_id, e.account_id, e.recorded_at, e.leaf
              FROM unnest(?, ?, ?, ?, ?, ?) WITH ORDINALITY
                AS e (action, object_type, object_id, account_id, recorded_at, leaf, n)
             ORDER BY e.n
            RETURNING id
            """;

    private final Clock clock;
    private final SecureRandom random;

    public AuditLog(Clock clock, SecureRandom random) {
        this.clock = clock;
        this.random = random;
    }

    /** Appends one event and returns its id. */
    public long append(Handle transaction, AuditEvent event) {
        return appendAll(transaction, List.of(event)).get(0);
    }

    /** Appends events in one statement and returns their ids in the same order. */
    public List<Long> appendAll(Handle transaction, List<AuditEvent> events) {
        if (events.isEmpty()) {
            return List.of();
        }
        requireTransaction(transaction);
        Instant at = clock.instant().truncatedTo(ChronoUnit.MICROS);
        OffsetDateTime written = at.atOffset(ZoneOffset.UTC);
        String requestId = MDC.get(REQUEST_ID);
        int size = events.size();
        String[] actions = new String[size];
        String[] types = new String[size];
        String[] ids = new String[size];
        Long[] accounts = new Long[size];
        OffsetDateTime[] times = new OffsetDateTime[size];
        byte[][] leaves = new byte[size][];
        List<Map<String, byte[]>> salts = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            AuditEvent event = events.get(i);
            Map<String, byte[]> eventSalts = new TreeMap<>();
            actions[i] = event.action().wireName();
            types[i] = event.objectType();
            ids[i] = event.objectId();
            accounts[i] = event.actor().accountId();
            times[i] = written;
            leaves[i] = AuditLeaf.encode(event, at, requestId, commit(event.personal(), eventSalts));
            salts.add(eventSalts);
        }
        List<Long> eventIds = transaction
                .createQuery(INSERT)
                .bind(0, SqlArrays.of("text", actions))
                .bind(1, SqlArrays.of("text", types))
                .bind(2, SqlArrays.of("text", ids))
                .bind(3, SqlArrays.of("bigint", accounts))
                .bind(4, SqlArrays.of("timestamptz", times))
                .bind(5, SqlArrays.of("bytea", leaves))
                .mapTo(Long.class)
                .list();
        for (int i = 0; i < size; i++) {
            for (Map.Entry<String, byte[]> salt : salts.get(i).entrySet()) {
                transaction.execute(
                        "INSERT INTO audit_salt (event_id, field, salt) VALUES (?, ?, ?)",
                        eventIds.get(i),
                        salt.getKey(),
                        salt.getValue());
            }
        }
        return eventIds;
    }

    /** Tells of an attempt that was refused, in a transaction of its own. */
    public void refused(Jdbi jdbi, AuditEvent event) {
        jdbi.useTransaction(transaction -> append(transaction, event));
    }

    private SortedMap<String, String> commit(SortedMap<String, String> personal, Map<String, byte[]> salts) {
        SortedMap<String, String> commitments = new TreeMap<>();
        for (Map.Entry<String, String> field : personal.entrySet()) {
            byte[] salt = new byte[32];
            random.nextBytes(salt);
            salts.put(field.getKey(), salt);
            MessageDigest digest = Sha256.digest();
            digest.update(salt);
            digest.update(field.getValue().getBytes(StandardCharsets.UTF_8));
            commitments.put(field.getKey(), HexFormat.of().formatHex(digest.digest()));
        }
        return commitments;
    }

    private static void requireTransaction(Handle handle) {
        if (!handle.isInTransaction()) {
            throw new IllegalStateException(
                    "audit events are written only inside the transaction of the change they tell of");
        }
    }
}
