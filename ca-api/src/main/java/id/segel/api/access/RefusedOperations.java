package id.segel.api.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import id.segel.ca.audit.AuditAction;
import id.segel.ca.audit.AuditEvent;
import id.segel.ca.audit.AuditLog;
import id.segel.ca.store.Database;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Tells the audit log of operations that a role does not permit, one event a minute for each account and operation; the
 * event says how many came since the one before it. Thread-safe.
 */
public final class RefusedOperations {
    private static final int MOST = 10_000;

    private final Database database;
    private final AuditLog audit;
    private final Cache<String, Boolean> told = Caffeine.newBuilder()
            .maximumSize(MOST)
            .expireAfterWrite(Duration.ofMinutes(1))
            .build();
    private final Cache<String, AtomicInteger> untold = Caffeine.newBuilder()
            .maximumSize(MOST)
            .expireAfterAccess(Duration.ofHours(1))
            .build();

    public RefusedOperations(Database database, AuditLog audit) {
        this.database = database;
        this.audit = audit;
    }

    void tell(Caller caller, Operation operation) {
        if (!(caller instanceof Caller.Person person)) {
            return;
        }
        String key = person.session().accountId() + " " + operation;
        AtomicInteger count = untold.get(key, unseen -> new AtomicInteger());
        count.incrementAndGet();
        if (told.asMap().putIfAbsent(key, Boolean.TRUE) == null) {
            AuditEvent event = AuditEvent.of(
                            AuditAction.REFUSED, person.session().actor(), "operation", operation.id())
                    .with("problem", "not-permitted")
                    .with("count", count.getAndSet(0));
            audit.refused(database.jdbi(), event);
        }
    }
}
