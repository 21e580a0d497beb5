package id.segel.hsm;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Remembers how the token and its keys fared. Safe for use by many threads; never asks the token. */
final class HealthBook {
    private final Clock clock;
    private final Map<String, KeyHealth> keys = new ConcurrentHashMap<>();
    private final Map<Object, Overdue> overdue = new ConcurrentHashMap<>();
    private volatile @Nullable Instant lastSuccess;
    private volatile @Nullable Failure failure;

    HealthBook(Clock clock, List<String> expectedKeys) {
        this.clock = clock;
        expectedKeys.forEach(key ->
                keys.put(key, new KeyHealth(TokenHealth.Status.DOWN, null, "It has not answered a challenge yet.")));
    }

    private record Overdue(Task task, Instant since) {}

    private record Failure(TokenHealth.Status status, String detail) {}

    /** The token did what it was asked. */
    void succeeded(@Nullable String key) {
        Instant now = clock.instant();
        lastSuccess = now;
        failure = null;
        if (key != null) {
            keys.put(key, new KeyHealth(TokenHealth.Status.UP, now, "It did what it was asked."));
        }
    }

    /** The last use of this key failed. */
    void keyFailed(@Nullable String key, String detail) {
        if (key != null) {
            keys.compute(
                    key,
                    (label, before) -> new KeyHealth(
                            TokenHealth.Status.DOWN, before == null ? null : before.lastSuccess(), detail));
        }
    }

    /** The token as a whole cannot be used, until it next does what it is asked. */
    void tokenFailed(TokenException reason) {
        TokenHealth.Status status = "CKR_CRYPTOKI_NOT_INITIALIZED".equals(reason.ckr())
                ? TokenHealth.Status.RESTART_NEEDED
                : TokenHealth.Status.DOWN;
        failure = new Failure(status, String.valueOf(reason.getMessage()));
    }

    /** A call did not come back in time. */
    void overdue(Object call, Task task, Duration waited) {
        overdue.put(call, new Overdue(task, clock.instant().minus(waited)));
    }

    /** It came back after all. */
    void returned(Object call) {
        overdue.remove(call);
    }

    /** Seconds since the token last did what it was asked, NaN if never. */
    double lastSuccessAge() {
        Instant last = lastSuccess;
        return last == null
                ? Double.NaN
                : Duration.between(last, clock.instant()).toMillis() / 1000.0;
    }

    TokenHealth health(String token, long generation) {
        Map<String, KeyHealth> known = new HashMap<>(keys);
        TokenHealth.Status status = TokenHealth.Status.UP;
        String detail = "The token does what it is asked.";
        List<String> failing = known.entrySet().stream()
                .filter(key -> key.getValue().status() != TokenHealth.Status.UP)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
        if (!failing.isEmpty()) {
            status = TokenHealth.Status.DEGRADED;
            detail = "The last use failed of: " + String.join(", ", failing) + ".";
        }
        Failure failed = failure;
        if (failed != null) {
            status = failed.status();
            detail = failed.detail();
        }
        Overdue oldest = overdue.values().stream()
                .min(Comparator.comparing(Overdue::since))
                .orElse(null);
        if (oldest != null && status != TokenHealth.Status.RESTART_NEEDED) {
            status = TokenHealth.Status.DOWN;
            detail = "A call of the token (" + oldest.task() + ") has not come back for "
                    + Duration.between(oldest.since(), clock.instant()).toSeconds()
                    + " s and keeps its thread and permit. If the device is well and it stays so, restart this process.";
        }
        return new TokenHealth(status, token, generation, lastSuccess, detail, known);
    }
}
