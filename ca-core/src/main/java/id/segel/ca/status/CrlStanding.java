package id.segel.ca.status;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How the CRLs of an authority stand, complete and shards together: the oldest counts.
 *
 * @param online whether the service reaches its key; the CRL of an offline root comes from a ceremony
 * @param origin who had its newest CRL made
 * @param now the database's time
 * @param requestedAt since when a newer one is asked for; null when none is
 * @param thisUpdate of the oldest; null where one is missing
 * @param nextUpdate the earliest; null where one is missing
 */
record CrlStanding(
        int authorityId,
        String authority,
        boolean online,
        CrlOrigin origin,
        Instant now,
        @Nullable Instant requestedAt,
        @Nullable Instant thisUpdate,
        @Nullable Instant nextUpdate) {
    /** How long a change of status may wait for an offline root's CRL (Baseline Requirements 4.9.7: 24 hours). */
    private static final Duration LONGEST_WAIT_FOR_A_CEREMONY = Duration.ofHours(24);

    /** Whether new CRLs are due by schedule, by being absent, or by a request that waited long enough. */
    boolean isDue(CrlSettings settings) {
        if (!online) {
            return false;
        }
        if (thisUpdate == null) {
            return true;
        }
        if (!thisUpdate.plus(settings.every()).isAfter(now) && !isKeptByTheSchedule(settings)) {
            return true;
        }
        return requestedAt != null && Duration.between(requestedAt, now).compareTo(settings.debounce()) >= 0;
    }

    /**
     * The schedule alone never puts a CRL that ends earlier in the place of one from a ceremony or a file: people were told
     * how long that one holds. A change of status does, and so does the schedule once its own would hold longer.
     */
    private boolean isKeptByTheSchedule(CrlSettings settings) {
        return origin != CrlOrigin.SERVICE && nextUpdate != null && nextUpdate.isAfter(now.plus(settings.validity()));
    }

    /** Whether a change of status waits too long for a CRL that nobody here can sign. */
    boolean isRequestOverdue() {
        return requestedAt != null && Duration.between(requestedAt, now).compareTo(LONGEST_WAIT_FOR_A_CEREMONY) > 0;
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
