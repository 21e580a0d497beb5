package id.segel.api.office;

import id.segel.ca.application.ApplicationState;
import id.segel.ca.application.QueueItem;
import id.segel.ca.application.QueuePage;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A page of the queue, oldest first. */
@Schema(name = "QueuePage")
public record QueueBody(
        List<Item> items,

        @Schema(description = "Give it as `after` for what follows; absent at the end.") @Nullable
        String next) {
    /** A file in the queue. */
    @Schema(name = "QueueItem")
    public record Item(
            String number,
            String product,
            ApplicationState state,
            String stateText,
            @Schema(description = "For If-Match.") int version,
            int round,
            String applicantName,
            String agency,
            Instant submittedAt,
            long ageSeconds,

            @Schema(description = "Account of the officer who holds it.") @Nullable
            Long claimedBy,

            @Nullable Instant claimedAt,

            @Schema(description = "Why issuing failed.") @Nullable
            String issueFault) {}

    static QueueBody of(QueuePage page, Locale language) {
        return new QueueBody(
                page.items().stream().map(item -> item(item, language)).toList(), page.next());
    }

    private static Item item(QueueItem item, Locale language) {
        return new Item(
                item.number(),
                item.product(),
                item.state(),
                item.state().label().in(language),
                item.version(),
                item.round(),
                item.applicantName(),
                item.agency(),
                item.submittedAt(),
                item.ageSeconds(),
                item.claimedBy(),
                item.claimedAt(),
                item.issueFault());
    }
}
