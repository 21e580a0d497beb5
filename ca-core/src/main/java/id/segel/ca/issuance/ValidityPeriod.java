package id.segel.ca.issuance;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Validity with both ends included (RFC 5280 4.1.2.5): the one place that does this arithmetic, because a second too many has cost a CA
 * a distrust discussion.
 *
 * @param notBefore first second
 * @param notAfter last second
 */
public record ValidityPeriod(Instant notBefore, Instant notAfter) {
    /** The period of this length that begins at the whole second of {@code now}; nothing is backdated. */
    public static ValidityPeriod from(Instant now, Duration length) {
        Instant begin = now.truncatedTo(ChronoUnit.SECONDS);
        return new ValidityPeriod(begin, begin.plus(length).minusSeconds(1));
    }

    /** From when on a renewal may begin, {@code window} before the end. */
    public Instant renewableFrom(Duration window) {
        return notAfter.minus(window);
    }
}
