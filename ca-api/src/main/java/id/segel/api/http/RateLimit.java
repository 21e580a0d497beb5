package id.segel.api.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import id.segel.ca.refusal.Problem;
import id.segel.ca.refusal.RefusedException;
import java.time.Duration;

/**
 * So many a minute for each key, refilled steadily: a token bucket of a minute's size. Keys are bounded in number; the
 * least used are forgotten first. Thread-safe.
 */
public final class RateLimit {
    private static final int MOST_KEYS = 100_000;
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private final int perMinute;
    private final Ticker ticker;
    private final Cache<String, Bucket> buckets;

    public RateLimit(int perMinute, Ticker ticker) {
        this.perMinute = perMinute;
        this.ticker = ticker;
        this.buckets = Caffeine.newBuilder()
                .maximumSize(MOST_KEYS)
                .expireAfterAccess(Duration.ofMinutes(2))
                .ticker(ticker)
                .build();
    }

    /**
     * Counts one.
     *
     * @throws RefusedException TOO_MANY_REQUESTS with the time to wait
     */
    public void take(String key) {
        long wait =
                buckets.get(key, unseen -> new Bucket(perMinute, ticker.read())).take(perMinute, ticker.read());
        if (wait > 0) {
            throw RefusedException.because(Problem.TOO_MANY_REQUESTS).retryAfter(Duration.ofNanos(wait));
        }
    }

    private static final class Bucket {
        private double left;
        private long at;

        Bucket(double left, long at) {
            this.left = left;
            this.at = at;
        }

        /** Nanoseconds to wait, 0 when one was taken. */
        synchronized long take(int perMinute, long now) {
            double perNano = (double) perMinute / MINUTE;
            left = Math.min(perMinute, left + Math.max(0, now - at) * perNano);
            at = now;
            if (left >= 1) {
                left -= 1;
                return 0;
            }
            return (long) Math.ceil((1 - left) / perNano);
        }
    }
}
