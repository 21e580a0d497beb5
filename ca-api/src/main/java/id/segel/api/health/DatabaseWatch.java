package id.segel.api.health;

import id.segel.ca.store.Database;
import io.dropwizard.lifecycle.Managed;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the database every second whether it answers and whether its schema is the one this program knows. */
public final class DatabaseWatch implements Managed {
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration FRESH = Duration.ofSeconds(10);
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseWatch.class);

    private final Database database;
    private final @Nullable SchemaVersion schema;
    private final Clock clock;
    private @Nullable Thread thread;
    private volatile boolean stopping;
    private volatile int schemaThere;
    private volatile Seen seen = new Seen(Instant.EPOCH, false, "not asked yet");

    private record Seen(Instant at, boolean answered, String detail) {}

    /**
     * @param schema what the program knows; null where the role may not read the database's version
     */
    public DatabaseWatch(Database database, @Nullable SchemaVersion schema, Clock clock) {
        this.database = database;
        this.schema = schema;
        this.clock = clock;
    }

    @Override
    public void start() {
        Thread watcher = new Thread(this::watch, "database-watch-" + name());
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
        try {
            while (!stopping) {
                look();
                TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        boolean before = seen.answered();
        try {
            database.read(handle -> handle.createQuery("SELECT count(*) FROM procedure_step")
                    .mapTo(Long.class)
                    .one());
            SchemaVersion known = schema;
            if (known != null) {
                schemaThere = SchemaVersion.of(database);
            }
            seen = new Seen(
                    clock.instant(), true, "answers as " + database.role().roleName());
            if (!before) {
                LOG.info("the database answers as {}", database.role().roleName());
            }
        } catch (RuntimeException e) {
            seen = new Seen(clock.instant(), false, "does not answer: " + e.getMessage());
            if (before && !stopping) {
                LOG.warn(
                        "the database does not answer as {}: {}",
                        database.role().roleName(),
                        e.getMessage());
            }
        }
    }

    private String name() {
        return database.role().name().toLowerCase(Locale.ROOT);
    }

    Part part() {
        Seen last = seen;
        String name = "database " + name();
        if (!last.answered()) {
            return new Part(
                    name, false, last.detail() + ". Check that PostgreSQL runs and can be reached; nothing is lost.");
        }
        if (last.at().isBefore(clock.instant().minus(FRESH))) {
            return new Part(
                    name,
                    false,
                    "has not answered for " + FRESH.toSeconds()
                            + " s. Check that PostgreSQL runs and can be reached; nothing is lost.");
        }
        return new Part(name, true, last.detail());
    }

    /** Whether the schema is the program's. */
    Part schema() {
        SchemaVersion known = schema;
        int there = schemaThere;
        boolean current = known == null || there >= known.known();
        return new Part(
                "schema " + name(),
                current,
                known == null
                        ? "known to web nodes"
                        : current
                                ? "version " + there
                                : "version " + there + ", the program needs " + known.known()
                                        + ". Run `segel db migrate`.");
    }

    /** The parts of several watches. */
    static List<Part> parts(List<DatabaseWatch> watches) {
        List<Part> parts = new ArrayList<>();
        watches.forEach(watch -> parts.add(watch.part()));
        return parts;
    }
}
