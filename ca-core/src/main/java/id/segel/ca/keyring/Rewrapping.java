package id.segel.ca.keyring;

import id.segel.ca.audit.Actor;
import id.segel.ca.audit.AuditAction;
import id.segel.ca.audit.AuditEvent;
import id.segel.ca.audit.AuditLog;
import id.segel.ca.store.Database;
import id.segel.hsm.BadCiphertextException;
import id.segel.hsm.TokenException;
import id.segel.hsm.WrappingKey;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rotation of the wrapping key: what former keys wrapped is wrapped anew by the current one, a bounded batch each run,
 * while the service reads and writes. A run that is cut off leaves every row readable, under one key or the other; the
 * next goes on. Several nodes may do it at once. Thread-safe.
 */
public final class Rewrapping {
    private static final Logger LOG = LoggerFactory.getLogger(Rewrapping.class);
    private static final Actor ACTOR = Actor.system("key-rotation");
    /** Batches are told of one after the other, so that exactly one of them is the last. */
    private static final String ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtextextended('segel.rewrapping', 0))";

    private final Database web;
    private final AuditLog audit;
    private final WrappingKeys keys;
    private final List<WrappedTable> tables;
    private final int batch;
    private final Map<String, Long> cursors = new ConcurrentHashMap<>();

    /**
     * What one run did.
     *
     * @param rewrapped rows that are now under the current key
     * @param refused rows that did not unwrap and were left as they are; the log names them
     * @param waiting the token that does not answer, in its own words; null when it did
     */
    public record Run(int rewrapped, int refused, @Nullable String waiting) {}

    /**
     * @param batch rows of one run at most
     */
    public Rewrapping(Database web, AuditLog audit, WrappingKeys keys, List<WrappedTable> tables, int batch) {
        this.web = web;
        this.audit = audit;
        this.keys = keys;
        this.tables = List.copyOf(tables);
        this.batch = batch;
    }

    /** Wraps one batch anew; does nothing where no former key is known or none wrapped anything. */
    public Run run() {
        Run whole = new Run(0, 0, null);
        if (keys.formerLabels().isEmpty()) {
            return whole;
        }
        for (WrappedTable table : tables) {
            int left = batch - whole.rewrapped() - whole.refused();
            if (left > 0 && whole.waiting() == null) {
                Run part = run(table, left);
                whole = new Run(whole.rewrapped() + part.rewrapped(), whole.refused() + part.refused(), part.waiting());
            }
        }
        return whole;
    }

    private Run run(WrappedTable table, int limit) {
        long after = cursors.getOrDefault(table.name(), 0L);
        List<WrappedRow> page = web.read(handle -> table.page(handle, keys.formerLabels(), after, limit));
        List<WrappedTable.Rewrapped> made = new ArrayList<>();
        int refused = 0;
        long last = after;
        String waiting = null;
        for (WrappedRow row : page) {
            try {
                made.add(new WrappedTable.Rewrapped(row, rewrapped(table, row)));
            } catch (BadCiphertextException e) {
                refused++;
                LOG.error(
                        "{} {} does not unwrap under the key \"{}\" and is left as it is: {}",
                        table.name(),
                        row.id(),
                        row.label(),
                        e.getMessage());
            } catch (TokenException e) {
                waiting = String.valueOf(e.getMessage());
                break;
            }
            last = row.id();
        }
        // Rows that do not unwrap stay behind the cursor until it comes to the end and begins anew.
        cursors.put(table.name(), waiting == null && page.size() < limit ? 0L : last);
        return new Run(made.isEmpty() ? 0 : replace(table, made), refused, waiting);
    }

    /** Unwraps with the key the row names, wraps with the current one, and reads that back. */
    private byte[] rewrapped(WrappedTable table, WrappedRow row) {
        Database.requireNoTransaction();
        WrappingKey current = keys.current();
        byte[] plain = keys.former(row.label()).unwrap(row.wrapped(), row.aad());
        byte @Nullable [] back = null;
        try {
            byte[] wrapped = current.wrap(plain, row.aad());
            back = readBack(table, row, wrapped);
            if (!MessageDigest.isEqual(plain, back)) {
                throw new IllegalStateException(notTheSame(table, row));
            }
            return wrapped;
        } finally {
            Arrays.fill(plain, (byte) 0);
            if (back != null) {
                Arrays.fill(back, (byte) 0);
            }
        }
    }

    private byte[] readBack(WrappedTable table, WrappedRow row, byte[] wrapped) {
        try {
            return keys.current().unwrap(wrapped, row.aad());
        } catch (BadCiphertextException e) {
            throw new IllegalStateException(notTheSame(table, row), e);
        }
    }

    private String notTheSame(WrappedTable table, WrappedRow row) {
        return "the key \"" + keys.current().label() + "\" does not give back what it wrapped for " + table.name() + " "
                + row.id() + "; nothing was replaced. Check the data token with `segel doctor`";
    }

    private int replace(WrappedTable table, List<WrappedTable.Rewrapped> made) {
        String to = keys.current().label();
        return web.inTransaction(transaction -> {
            transaction.execute(ONE_AT_A_TIME);
            Map<String, Long> replaced = table.replace(transaction, made, to).stream()
                    .collect(Collectors.groupingBy(WrappedRow::label, TreeMap::new, Collectors.counting()));
            List<AuditEvent> events = new ArrayList<>();
            replaced.forEach((from, rows) -> {
                events.add(event(AuditAction.KEYS_REWRAPPED, from, to)
                        .with("table", table.name())
                        .with("rows", rows));
                if (left(transaction, from) == 0) {
                    events.add(event(AuditAction.REWRAPPING_FINISHED, from, to));
                }
            });
            audit.appendAll(transaction, events);
            return replaced.values().stream().mapToInt(Long::intValue).sum();
        });
    }

    private long left(Handle handle, String label) {
        return tables.stream().mapToLong(table -> table.count(handle, label)).sum();
    }

    private static AuditEvent event(AuditAction action, String from, String to) {
        return AuditEvent.of(action, ACTOR, "wrapping-key", from).with("to", to);
    }
}
