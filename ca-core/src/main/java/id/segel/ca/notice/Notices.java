package id.segel.ca.notice;

import id.segel.ca.store.Database;
import java.sql.Timestamp;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A person's notices, for the dashboard. Thread-safe. */
public final class Notices {
    private static final int LONGEST_PAGE = 100;

    private final Database database;

    public Notices(Database database) {
        this.database = database;
    }

    /**
     * The person's notices, newest first. That a certificate was issued is shown when it can be had, as by mail.
     *
     * @param beforeId the last id of the page before; null for the first page
     * @param limit at most 100
     */
    public List<Notice> ofPerson(long personId, @Nullable Long beforeId, int limit) {
        return database.read(handle -> handle.createQuery("""
                        SELECT n.id, n.kind, a.number, n.created_at, n.state, n.sent_at
                          FROM notice n
                          LEFT JOIN application a ON a.id = n.application_id
                          LEFT JOIN certificate c ON c.issuer_id = n.issuer_id AND c.serial = n.serial
                         WHERE n.person_id = :person AND n.id < :before
                           AND (n.kind <> 'ISSUED' OR c.deliverable_at <= now())
                         ORDER BY n.id DESC
                         LIMIT :limit
                        """)
                .bind("person", personId)
                .bind("before", beforeId == null ? Long.MAX_VALUE : beforeId)
                .bind("limit", Math.max(1, Math.min(limit, LONGEST_PAGE)))
                .map((row, context) -> {
                    Timestamp sentAt = row.getTimestamp("sent_at");
                    return new Notice(
                            row.getLong("id"),
                            NoticeKind.valueOf(row.getString("kind")),
                            row.getString("number"),
                            row.getTimestamp("created_at").toInstant(),
                            NoticeState.valueOf(row.getString("state")),
                            sentAt == null ? null : sentAt.toInstant());
                })
                .list());
    }
}
