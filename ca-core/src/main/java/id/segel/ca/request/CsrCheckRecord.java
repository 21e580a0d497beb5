package id.segel.ca.request;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One check of an application's request, as it was kept.
 *
 * @param occasion when it ran; never DRY_RUN
 * @param csrSha256 of the request's DER, lower-case hex; null for a file that could not be read or was not kept
 * @param refused whether it was refused
 * @param report what was said
 * @param checkedAt when
 */
public record CsrCheckRecord(
        CsrOccasion occasion, @Nullable String csrSha256, boolean refused, StoredCsrReport report, Instant checkedAt) {}
