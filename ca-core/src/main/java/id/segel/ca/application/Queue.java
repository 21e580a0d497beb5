package id.segel.ca.application;

import id.segel.ca.refusal.Fault;
import id.segel.ca.refusal.RefusedException;
import id.segel.ca.refusal.Sentence;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** R6.1: the office's queue, oldest first, by keyset: a page costs the same however far down it is. */
final class Queue {
    private static final int LARGEST_PAGE = 200;

    private final Registration registration;

    Queue(Registration registration) {
        this.registration = registration;
    }

    QueuePage page(Set<ApplicationState> states, @Nullable String cursor, int limit) {
        if (limit < 1 || limit > LARGEST_PAGE) {
            throw invalid(
                    "limit",
                    "limit harus 1 sampai " + LARGEST_PAGE + ", bukan " + limit + ".",
                    "limit must be 1 to " + LARGEST_PAGE + ", not " + limit + ".");
        }
        Position after = cursor == null ? Position.START : Position.read(cursor);
        Instant now = registration.clock().instant();
        List<Row> rows = registration
                .web()
                .read(handle -> handle.createQuery("""
                        SELECT a.id, a.number, a.product_code, a.state, a.version, a.round, a.submitted_at, a.claimed_by,
                               a.claimed_at, a.issue_fault, n.full_name, g.name AS agency
                          FROM application a
                          JOIN person n ON n.id = a.person_id
                          JOIN agency g ON g.id = n.agency_id
                         WHERE a.state = ANY (:states)
                           AND (a.submitted_at, a.id) > (CAST(:since AS timestamptz), CAST(:id AS bigint))
                         ORDER BY a.submitted_at, a.id
                         LIMIT :limit
                        """)
                        .bindArray(
                                "states",
                                String.class,
                                states.stream().map(Enum::name).sorted().toList())
                        .bind("since", after.submittedAt())
                        .bind("id", after.id())
                        .bind("limit", limit + 1)
                        .map((row, context) -> {
                            Instant submittedAt = Dossiers.instant(row, "submitted_at");
                            return new Row(
                                    new Position(submittedAt, row.getLong("id")),
                                    new QueueItem(
                                            row.getString("number"),
                                            row.getString("product_code"),
                                            ApplicationState.valueOf(row.getString("state")),
                                            row.getInt("version"),
                                            row.getInt("round"),
                                            row.getString("full_name"),
                                            row.getString("agency"),
                                            submittedAt,
                                            Math.max(
                                                    0,
                                                    Duration.between(submittedAt, now)
                                                            .toSeconds()),
                                            row.getObject("claimed_by", Long.class),
                                            Dossiers.nullableInstant(row, "claimed_at"),
                                            row.getString("issue_fault")));
                        })
                        .list());
        List<Row> page = rows.subList(0, Math.min(rows.size(), limit));
        String next = rows.size() > limit ? page.get(limit - 1).position().written() : null;
        return new QueuePage(page.stream().map(Row::item).toList(), next);
    }

    private static RefusedException invalid(String parameter, String indonesian, String english) {
        return Refusals.invalid(
                List.of(new Fault("/" + parameter, "queue." + parameter, new Sentence(indonesian, english))));
    }

    private record Row(Position position, QueueItem item) {}

    /** Where a page ended. People see it as an opaque word. */
    private record Position(Instant submittedAt, long id) {
        static final Position START = new Position(Instant.EPOCH, 0);

        String written() {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString((submittedAt + "|" + id).getBytes(StandardCharsets.US_ASCII));
        }

        static Position read(String cursor) {
            try {
                String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII);
                int bar = text.indexOf('|');
                return new Position(Instant.parse(text.substring(0, bar)), Long.parseLong(text.substring(bar + 1)));
            } catch (IllegalArgumentException | IndexOutOfBoundsException | DateTimeException e) {
                throw invalid(
                        "cursor",
                        "Penanda halaman tidak dapat dibaca. Mulai lagi dari halaman pertama.",
                        "The page marker cannot be read. Begin again with the first page.");
            }
        }
    }
}
