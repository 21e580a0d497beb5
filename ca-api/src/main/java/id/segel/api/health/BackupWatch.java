package id.segel.api.health;

import id.segel.ca.authority.KeyBackups;
import id.segel.ca.store.Database;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repeats which keys have no verified backup, for as long as it is so. Their absence does not make a node ill: it is said
 * with the word WARNING, counted, and logged once when it changes.
 */
public final class BackupWatch {
    private static final Logger LOG = LoggerFactory.getLogger(BackupWatch.class);

    private final KeyBackups backups;
    private volatile @Nullable List<KeyBackups.Standing> missing;

    /**
     * @param database as any role
     */
    public BackupWatch(Database database, MeterRegistry meters) {
        this.backups = new KeyBackups(database);
        Gauge.builder("segel.keys.without.verified.backup", this, BackupWatch::count)
                .description("keys of authorities and data keys of which no restored copy was seen at work")
                .register(meters);
    }

    /** Asks the database; called now and then. */
    public void look() {
        List<KeyBackups.Standing> before = missing;
        List<KeyBackups.Standing> now = backups.all().stream()
                .filter(standing -> !standing.isVerified())
                .toList();
        missing = now;
        if (!now.equals(before)) {
            now.forEach(standing -> LOG.warn("{}", standing.sentence()));
        }
    }

    private double count() {
        List<KeyBackups.Standing> known = missing;
        return known == null ? Double.NaN : known.size();
    }

    /** What is known from the last look. */
    Part part() {
        List<KeyBackups.Standing> known = missing;
        if (known == null) {
            return new Part("backup", true, "not looked at yet");
        }
        return new Part(
                "backup",
                true,
                known.isEmpty()
                        ? "of every key that cannot be replaced a restored copy was seen at work"
                        : "WARNING: "
                                + known.stream()
                                        .map(KeyBackups.Standing::sentence)
                                        .collect(Collectors.joining("; ")));
    }
}
