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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Remembers how the token and its keys fared. Safe for use by many threads; never asks the token. */
final class HealthBook {
    private static final Logger LOG = LoggerFactory.getLogger(HealthBook.class);

    private final Clock clock;
    private final Library library;
    private final Map<String, KeyHealth> keys = new ConcurrentHashMap<>();
    private final Map<Object, Overdue> overdue = new ConcurrentHashMap<>();
    private volatile @Nullable Instant lastSuccess;
    private volatile @Nullable Failure failure;

    /**
     * @param library told of calls that hang
     */
    HealthBook(Clock clock, Library library, List<String> expectedKeys) {
        this.clock = clock;
        this.library = library;
        expectedKeys.forEach(key -> keys.put(
                key,
                new KeyHealth(
                        TokenHealth.Status.DOWN, null, "The key \"" + key + "\" has not answered a challenge yet.")));
    }

    private record Overdue(Task task, Instant since, Instant noticed) {}

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

    /** The last use of this key failed. Logged when it is news. */
    void keyFailed(@Nullable String key, TokenException reason) {
        if (key == null || isNoNews(key, reason)) {
            return;
        }
        String detail = String.valueOf(reason.getMessage());
        KeyHealth before = keys.put(key, new KeyHealth(TokenHealth.Status.DOWN, lastSuccess(key), detail));
        if (before == null || !before.detail().equals(detail)) {
            LOG.error("{}", detail);
        }
    }

    /** Nothing was tried, and why is known of this key already: the time of the next try is not worth a line a second. */
    private boolean isNoNews(String key, TokenException reason) {
        KeyHealth known = keys.get(key);
        boolean untried = reason instanceof Generations.TooSoonException
                || reason.getCause() instanceof Generations.TooSoonException;
        return untried && known != null && known.status() != TokenHealth.Status.UP;
    }

    private @Nullable Instant lastSuccess(String key) {
        KeyHealth known = keys.get(key);
        return known == null ? null : known.lastSuccess();
    }

    /** The token as a whole cannot be used, until it next does what it is asked. Logged when it is news. */
    void tokenFailed(TokenException reason) {
        TokenHealth.Status status =
                reason instanceof RestartNeededException ? TokenHealth.Status.RESTART_NEEDED : TokenHealth.Status.DOWN;
        String detail = String.valueOf(reason.getMessage());
        Failure before = failure;
        failure = new Failure(status, detail);
        // What was just told of a key is not told again of its token.
        boolean told = keys.values().stream().anyMatch(key -> key.detail().equals(detail));
        if (!told && (before == null || !before.detail().equals(detail))) {
            LOG.error("{}", detail);
        }
    }

    /** A call did not come back in time. */
    void overdue(Object call, Task task, Duration waited) {
        Instant now = clock.instant();
        overdue.put(call, new Overdue(task, now.minus(waited), now));
        library.hangs();
    }

    /** It came back after all. */
    void returned(Object call) {
        if (overdue.remove(call) != null) {
            library.hangsNoMore();
        }
    }

    /** Calls that have not come back in time. */
    int hanging() {
        return overdue.size();
    }

    /** Whether there is hope that the token does what it is asked now: cheap, asked before each use of a replica. */
    boolean works() {
        Instant last = lastSuccess;
        return failure == null
                && overdue.values().stream().allMatch(call -> last != null && last.isAfter(call.noticed()));
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
        List<String> failing = known.values().stream()
                .filter(key -> key.status() != TokenHealth.Status.UP)
                .map(KeyHealth::detail)
                .distinct()
                .sorted()
                .toList();
        if (!failing.isEmpty()) {
            status = TokenHealth.Status.DEGRADED;
            detail = String.join(" ", failing);
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
            Instant last = lastSuccess;
            boolean othersGoOn = last != null && last.isAfter(oldest.noticed());
            status = othersGoOn && failed == null ? TokenHealth.Status.DEGRADED : TokenHealth.Status.DOWN;
            detail = "A call of the token (" + oldest.task() + ") has not come back for "
                    + Duration.between(oldest.since(), clock.instant()).toSeconds()
                    + " s and keeps its thread and permit"
                    + (othersGoOn ? ", while others do" : "")
                    + ". If the device is well and it stays so, restart this process.";
        }
        return new TokenHealth(status, token, generation, lastSuccess, overdue.size(), detail, known);
    }
}
