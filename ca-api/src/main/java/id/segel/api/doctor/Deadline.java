package id.segel.api.doctor;

import java.time.Duration;

/** When no new look is begun any more. */
final class Deadline {
    private final long end;
    private final Duration limit;

    private Deadline(Duration limit) {
        this.limit = limit;
        this.end = System.nanoTime() + limit.toNanos();
    }

    static Deadline in(Duration limit) {
        return new Deadline(limit);
    }

    boolean over() {
        return System.nanoTime() - end >= 0;
    }

    /** Whether it is over, and then it is a finding what was not looked at. */
    boolean over(Findings findings, String what) {
        if (over()) {
            findings.warn(
                    Topic.DOCTOR,
                    what + " was not looked at: the examination is bounded to " + limit.toSeconds() + " s",
                    "See why the token is slow; ask again when it is less busy.");
        }
        return over();
    }
}
