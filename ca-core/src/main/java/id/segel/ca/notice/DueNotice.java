package id.segel.ca.notice;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * A notice claimed for one attempt.
 *
 * @param attempts counting this one; whoever claims later has a higher number
 * @param since when it could be sent at the earliest
 * @param fault of the attempt before
 * @param now the database's time
 */
record DueNotice(
        long id,
        NoticeKind kind,
        int attempts,
        @Nullable String applicationNumber,
        boolean certificate,
        String email,
        String language,
        Instant since,
        @Nullable String fault,
        Instant now) {
    /**
     * Takes the notice that is due longest and pushes its next attempt back, so that no other sender takes it meanwhile.
     * That a certificate was issued is not due before the certificate is deliverable (DESIGN 4 step 10).
     */
    static Optional<DueNotice> claim(Handle transaction, NoticeSettings settings) {
        return transaction
                .createQuery("""
                        UPDATE notice n
                           SET attempts = n.attempts + 1,
                               next_attempt_at = now()
                                   + least(:first * power(2, least(n.attempts, 20)), :longest) * interval '1 second'
                          FROM (SELECT q.id, greatest(q.created_at, c.deliverable_at) AS since
                                  FROM notice q
                                  LEFT JOIN certificate c ON c.issuer_id = q.issuer_id AND c.serial = q.serial
                                 WHERE q.state = 'QUEUED' AND q.next_attempt_at <= now()
                                   AND (q.kind <> 'ISSUED' OR c.deliverable_at <= now())
                                 ORDER BY q.next_attempt_at, q.id
                                 LIMIT 1
                                   FOR UPDATE OF q SKIP LOCKED) due,
                               person p
                         WHERE n.id = due.id AND p.id = n.person_id
                        RETURNING n.id, n.kind, n.attempts, n.serial IS NOT NULL AS certificate, n.fault,
                                  (SELECT a.number FROM application a WHERE a.id = n.application_id) AS number,
                                  p.email, p.language, due.since, now() AS now
                        """)
                .bind("first", settings.firstRetry().toSeconds())
                .bind("longest", settings.longestRetry().toSeconds())
                .map((row, context) -> new DueNotice(
                        row.getLong("id"),
                        NoticeKind.valueOf(row.getString("kind")),
                        row.getInt("attempts"),
                        row.getString("number"),
                        row.getBoolean("certificate"),
                        row.getString("email"),
                        row.getString("language"),
                        row.getTimestamp("since").toInstant(),
                        row.getString("fault"),
                        row.getTimestamp("now").toInstant()))
                .findOne();
    }

    Mail mail(NoticeSettings settings, NoticeTexts texts) {
        NoticeTexts.Text text = texts.of(kind, kind.about(certificate), language, applicationNumber);
        String name =
                "notice-" + id + "-" + kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
        return new Mail(
                name,
                "<" + name + "@" + settings.domain() + ">",
                settings.from(),
                settings.serviceName(),
                email,
                text.subject(),
                text.body(),
                language,
                now);
    }

    @Override
    public String toString() {
        return "DueNotice[" + id + ", " + kind + "]";
    }
}
