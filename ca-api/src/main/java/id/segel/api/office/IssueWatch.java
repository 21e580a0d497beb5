package id.segel.api.office;

import id.segel.ca.application.ApplicationState;
import id.segel.ca.refusal.RefusedException;
import id.segel.ca.status.Serials;
import id.segel.ca.store.Database;
import io.dropwizard.lifecycle.Managed;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for approved applications to be issued, for all who wait with one query. While nobody waits it asks nothing.
 * Thread-safe.
 */
public final class IssueWatch implements Managed {
    private static final Logger LOG = LoggerFactory.getLogger(IssueWatch.class);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final Database database;
    private final Map<Long, CompletableFuture<Seen>> waiting = new ConcurrentHashMap<>();
    private final Semaphore somebody = new Semaphore(0);
    private @Nullable Thread thread;

    /**
     * What became of an application.
     *
     * @param state after waiting
     * @param version after waiting
     * @param certificate when it is issued
     */
    record Seen(ApplicationState state, int version, DecidedBody.@Nullable Certificate certificate) {}

    private record Found(long id, Seen seen) {}

    public IssueWatch(Database database) {
        this.database = database;
    }

    @Override
    public void start() {
        Thread watcher = new Thread(this::watch, "issue-watch");
        watcher.setDaemon(true);
        thread = watcher;
        watcher.start();
    }

    @Override
    public void stop() {
        Thread watcher = thread;
        if (watcher != null) {
            watcher.interrupt();
        }
    }

    /** Waits until the application is neither APPROVED nor ISSUING; empty when that takes longer. */
    Optional<Seen> await(long applicationId, Duration most) {
        CompletableFuture<Seen> future = waiting.computeIfAbsent(applicationId, id -> new CompletableFuture<>());
        somebody.release();
        try {
            return Optional.of(future.get(most.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException | ExecutionException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            waiting.remove(applicationId, future);
        }
    }

    private void watch() {
        try {
            while (true) {
                somebody.acquire();
                somebody.drainPermits();
                while (!waiting.isEmpty()) {
                    look();
                    TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() throws InterruptedException {
        try {
            for (Found found : find(List.copyOf(waiting.keySet()))) {
                CompletableFuture<Seen> future = waiting.get(found.id());
                if (future != null) {
                    future.complete(found.seen());
                }
            }
        } catch (RefusedException away) {
            TimeUnit.SECONDS.sleep(1);
        } catch (RuntimeException e) {
            LOG.warn("looking for issued applications failed; it goes on in a second", e);
            TimeUnit.SECONDS.sleep(1);
        }
    }

    private List<Found> find(List<Long> ids) {
        return database.read(handle -> handle.createQuery("""
                        SELECT a.id, a.state, a.version, c.serial, c.sha256, c.state AS certificate_state
                          FROM application a
                          LEFT JOIN certificate c ON c.application_id = a.id AND c.der IS NOT NULL
                         WHERE a.id = ANY (:ids) AND a.state NOT IN ('APPROVED', 'ISSUING')
                        """)
                .bindArray("ids", Long.class, ids)
                .map((row, context) -> new Found(
                        row.getLong("id"),
                        new Seen(
                                ApplicationState.valueOf(row.getString("state")),
                                row.getInt("version"),
                                certificate(
                                        row.getBytes("serial"),
                                        row.getBytes("sha256"),
                                        row.getString("certificate_state")))))
                .list());
    }

    private static DecidedBody.@Nullable Certificate certificate(
            byte @Nullable [] serial, byte @Nullable [] sha256, @Nullable String state) {
        return serial == null || sha256 == null || state == null
                ? null
                : new DecidedBody.Certificate(
                        Serials.toHex(serial), HexFormat.of().formatHex(sha256), state);
    }
}
