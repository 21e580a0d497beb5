package id.segel.ca.access;

import java.time.Duration;

/**
 * How long sessions live and how often one may guess.
 *
 * @param idle a session unused for so long has ended
 * @param absolute a session ends so long after its start, used or not
 * @param failures so many wrong answers in a row lock an account
 * @param lock for so long
 */
public record SessionLimits(Duration idle, Duration absolute, int failures, Duration lock) {
    public SessionLimits {
        if (idle.compareTo(Duration.ofMinutes(2)) < 0 || absolute.compareTo(idle) < 0) {
            throw new IllegalArgumentException("sessions: idle " + idle + ", absolute " + absolute
                    + "; give at least 2 minutes idle and no less absolute");
        }
        if (failures < 1 || lock.isNegative() || lock.isZero()) {
            throw new IllegalArgumentException(
                    "sessions: " + failures + " failures lock for " + lock + "; give at least one and some time");
        }
    }

    /** 30 minutes idle, 12 hours in all; 5 failures lock for 15 minutes (domain.md R1.1). */
    public static SessionLimits standard() {
        return new SessionLimits(Duration.ofMinutes(30), Duration.ofHours(12), 5, Duration.ofMinutes(15));
    }
}
