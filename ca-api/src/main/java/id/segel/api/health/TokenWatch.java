package id.segel.api.health;

import id.segel.hsm.KeyHealth;
import id.segel.hsm.Token;
import id.segel.hsm.TokenException;
import id.segel.hsm.TokenHealth;
import id.segel.hsm.TokenPurpose;
import io.dropwizard.lifecycle.Managed;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has every expected key of one token sign its challenge every few seconds. A call that hangs costs this thread only. */
public final class TokenWatch implements Managed {
    /** A key must have signed within this time. */
    static final Duration FRESH = Duration.ofSeconds(10);

    private static final Duration PAUSE = Duration.ofSeconds(4);
    private static final Logger LOG = LoggerFactory.getLogger(TokenWatch.class);

    private final Token token;
    private final List<String> expected;
    private final Clock clock;
    private @Nullable Thread thread;
    private volatile boolean stopping;

    /**
     * @param expected labels of the keys that must be well
     */
    public TokenWatch(Token token, List<String> expected, Clock clock) {
        this.token = token;
        this.expected = List.copyOf(expected);
        this.clock = clock;
    }

    @Override
    public void start() {
        Thread watcher = new Thread(this::watch, "token-watch-" + name());
        watcher.setDaemon(true);
        thread = watcher;
        watcher.start();
    }

    @Override
    public void stop() {
        stopping = true;
        Thread watcher = thread;
        if (watcher != null) {
            watcher.interrupt();
        }
    }

    private void watch() {
        boolean failed = false;
        try {
            while (!stopping) {
                TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
                try {
                    token.challenge();
                    if (failed) {
                        LOG.info("token {} answers again", token.label());
                    }
                    failed = false;
                } catch (TokenException e) {
                    if (!failed && !stopping) {
                        LOG.warn("token {} does not answer: {}", token.label(), e.getMessage());
                    }
                    failed = true;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("the watch over token {} ended; restart this node", token.label(), e);
        }
    }

    private String name() {
        return token.purpose().name().toLowerCase(Locale.ROOT);
    }

    /** Whether the token has a generation and its keys signed lately. */
    Part part() {
        TokenHealth health = token.health();
        List<String> ill = new ArrayList<>();
        Map<String, KeyHealth> keys = new TreeMap<>(health.keys());
        for (String label : expected) {
            KeyHealth key = keys.get(label);
            Instant last = key == null ? null : key.lastSuccess();
            if (last == null || last.isBefore(clock.instant().minus(FRESH))) {
                ill.add("key " + label + " has not signed within " + FRESH.toSeconds() + " s"
                        + (key == null ? "" : " (" + key.detail() + ")"));
            }
        }
        boolean works = health.status() == TokenHealth.Status.UP || health.status() == TokenHealth.Status.DEGRADED;
        if (works && ill.isEmpty() && health.hanging() == 0) {
            return new Part("token " + name(), true, "token " + token.label() + " answers");
        }
        return new Part(
                "token " + name(),
                false,
                "token " + token.label() + ": " + health.detail()
                        + (ill.isEmpty() ? "" : "; " + String.join("; ", ill)));
    }

    /**
     * Whether it has keys to work with at all. Without those of the data token a node still serves status, CRLs,
     * certificates and lists, so it is ready, and says what it cannot show.
     */
    Part generation() {
        TokenHealth health = token.health();
        boolean there = health.generation() > 0;
        if (!there && token.purpose() == TokenPurpose.DATA) {
            return new Part(
                    "token " + name(),
                    true,
                    "token " + token.label()
                            + " has no keys yet; letters and personal data cannot be shown until it has: "
                            + health.detail());
        }
        return new Part(
                "token " + name(),
                there,
                there
                        ? "generation " + health.generation()
                        : "token " + token.label() + " has no keys yet: " + health.detail());
    }
}
