package id.segel.ca.notice;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A notice as the dashboard shows it.
 *
 * @param applicationNumber such as OSD-2017-000123; null where it tells of no application
 * @param sentAt when the mail left; null before, and where none could be sent
 */
public record Notice(
        long id,
        NoticeKind kind,
        @Nullable String applicationNumber,
        Instant createdAt,
        NoticeState state,
        @Nullable Instant sentAt) {}
