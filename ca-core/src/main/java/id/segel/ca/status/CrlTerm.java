package id.segel.ca.status;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * How long a CRL from a ceremony or a file holds: until a day, or for months, never longer than 12 months (Baseline
 * Requirements 4.9.7 for the CRLs of a root).
 *
 * @param until nextUpdate, or null
 * @param months calendar months after thisUpdate in UTC, or null
 */
public record CrlTerm(@Nullable Instant until, @Nullable Integer months) {
    /** The longest a CRL may hold. */
    public static final int LONGEST_MONTHS = 12;

    public CrlTerm {
        if ((until == null) == (months == null)) {
            throw new IllegalArgumentException("say how long the CRL holds: either nextUpdate or months");
        }
        if (months != null && (months < 1 || months > LONGEST_MONTHS)) {
            throw new IllegalArgumentException(
                    "a CRL for " + months + " months; 1 to " + LONGEST_MONTHS + " are allowed");
        }
    }

    /**
     * The nextUpdate of a CRL made at this time, whole second.
     *
     * @throws IllegalArgumentException when it is not after thisUpdate, or too long after it
     */
    public Instant nextUpdate(Instant thisUpdate) {
        Instant day = until;
        Instant next =
                day != null ? day.truncatedTo(ChronoUnit.SECONDS) : after(thisUpdate, months == null ? 0 : months);
        if (!next.isAfter(thisUpdate)) {
            throw new IllegalArgumentException("nextUpdate " + next + " is not after thisUpdate " + thisUpdate);
        }
        if (isTooLong(thisUpdate, next)) {
            throw new IllegalArgumentException(
                    "nextUpdate " + next + " is more than " + LONGEST_MONTHS + " months after thisUpdate " + thisUpdate
                            + "; the latest is " + after(thisUpdate, LONGEST_MONTHS));
        }
        return next;
    }

    static boolean isTooLong(Instant thisUpdate, Instant nextUpdate) {
        return nextUpdate.isAfter(after(thisUpdate, LONGEST_MONTHS));
    }

    private static Instant after(Instant thisUpdate, int months) {
        return thisUpdate.atOffset(ZoneOffset.UTC).plusMonths(months).toInstant();
    }
}
