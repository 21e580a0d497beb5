package id.segel.ca.status;

import java.time.Duration;

/**
 * When CRLs are made and how long they hold.
 *
 * @param every a new CRL at least this often
 * @param validity nextUpdate after thisUpdate
 * @param debounce how long a request waits for others to come with it; at most 5 s
 */
public record CrlSettings(Duration every, Duration validity, Duration debounce) {
    private static final Duration LONGEST_DEBOUNCE = Duration.ofSeconds(5);

    public CrlSettings {
        if (every.isNegative() || every.isZero() || every.multipliedBy(2).compareTo(validity) > 0) {
            throw new IllegalArgumentException("CRLs every " + every + " and valid for " + validity
                    + " leave no room for one that fails; let them be valid for at least twice as long");
        }
        if (debounce.isNegative() || debounce.compareTo(LONGEST_DEBOUNCE) > 0) {
            throw new IllegalArgumentException("a CRL waits " + debounce + " after a request; at most 5 s are allowed");
        }
    }

    /** Every 12 hours, valid for 7 days, 1 second after a request. */
    public static CrlSettings standard() {
        return new CrlSettings(Duration.ofHours(12), Duration.ofDays(7), Duration.ofSeconds(1));
    }

    /** A stream of requests, each moving the wait on, is answered after this. */
    Duration longestWait() {
        return debounce.multipliedBy(4).compareTo(LONGEST_DEBOUNCE) < 0 ? debounce.multipliedBy(4) : LONGEST_DEBOUNCE;
    }
}
