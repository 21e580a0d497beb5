package id.segel.ca.status;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How the CRLs of an authority stand, complete and shards together: the oldest counts.
 *
 * @param now the database's time
 * @param requestedAt since when a newer one is asked for; null when none is
 * @param thisUpdate of the oldest; null where one is missing
 * @param nextUpdate the earliest; null where one is missing
 */
record CrlStanding(
        int authorityId,
        String authority,
        Instant now,
        @Nullable Instant requestedAt,
        @Nullable Instant thisUpdate,
        @Nullable Instant nextUpdate) {
    /** Whether new CRLs are due by schedule, by being absent, or by a request that waited long enough. */
    boolean isDue(CrlSettings settings) {
        if (thisUpdate == null || !thisUpdate.plus(settings.every()).isAfter(now)) {
            return true;
        }
        return requestedAt != null && Duration.between(requestedAt, now).compareTo(settings.debounce()) >= 0;
    }

    /** Whether more than half of the time to nextUpdate is gone, or a CRL is missing. */
    boolean isPastHalfLife() {
        if (thisUpdate == null || nextUpdate == null) {
            return true;
        }
        Duration half = Duration.between(thisUpdate, nextUpdate).dividedBy(2);
        return now.isAfter(thisUpdate.plus(half));
    }
}
