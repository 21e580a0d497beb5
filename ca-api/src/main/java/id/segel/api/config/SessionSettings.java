package id.segel.api.config;

import id.segel.api.bind.Default;
import id.segel.api.bind.Limit;
import id.segel.ca.access.SessionLimits;
import java.time.Duration;

/**
 * How long sessions live and how often one may guess; {@link SessionLimits} says what each means.
 *
 */
public record SessionSettings(
        @Default("30m") Duration idle,
        @Default("12h") Duration absolute,
        @Default("5") @Limit(min = 1, max = 100) int failures,
        @Default("15m") Duration lock) {
    public SessionSettings {
        // Refuses what does not fit, with a sentence.
        new SessionLimits(idle, absolute, failures, lock);
    }

    public SessionLimits limits() {
        return new SessionLimits(idle, absolute, failures, lock);
    }
}
