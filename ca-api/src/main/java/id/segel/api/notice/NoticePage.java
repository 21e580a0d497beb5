package id.segel.api.notice;

import id.segel.ca.notice.Notice;
import id.segel.ca.notice.NoticeKind;
import id.segel.ca.notice.NoticeState;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Some of one's own notices, newest first. */
@Schema(name = "NoticePage")
public record NoticePage(
        List<Item> items,

        @Schema(description = "Give it as `after` for what follows; absent at the end.") @Nullable
        String next) {
    /** A notice. */
    @Schema(name = "Notice")
    public record Item(
            long id,
            NoticeKind kind,

            @Schema(description = "Number of the application it is about.") @Nullable
            String application,

            Instant createdAt,
            @Schema(description = "Of the mail.") NoticeState state,
            @Nullable Instant sentAt) {
        static Item of(Notice notice) {
            return new Item(
                    notice.id(),
                    notice.kind(),
                    notice.applicationNumber(),
                    notice.createdAt(),
                    notice.state(),
                    notice.sentAt());
        }
    }
}
