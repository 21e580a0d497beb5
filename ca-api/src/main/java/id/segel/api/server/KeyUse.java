package id.segel.api.server;

import id.segel.api.config.DataKeyLabels;
import id.segel.api.config.NodeRole;
import id.segel.api.config.ServiceConfiguration;
import id.segel.ca.document.LetterKeys;
import id.segel.ca.person.ColumnKeys;
import id.segel.ca.person.IndexKeyState;
import id.segel.ca.person.IndexKeyUse;
import id.segel.ca.person.Reindexing;
import id.segel.ca.store.Database;
import id.segel.ca.store.DatabaseRole;
import id.segel.ca.store.Secret;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** How much each key of the data token is still used, and what to do with it. Asks the database, never the token. */
public final class KeyUse {
    private KeyUse() {}

    /**
     * A line for each key, with what to do.
     *
     * @throws IllegalArgumentException when the configuration is not a web node's
     */
    public static List<String> lines(ServiceConfiguration configuration) {
        if (!configuration.has(NodeRole.WEB)) {
            throw new IllegalArgumentException(
                    "Keys of data are used by web nodes. Give the configuration of a node with the role web.");
        }
        Secret password = Secret.fromFile(
                Objects.requireNonNull(configuration.database().passwords().of(DatabaseRole.WEB)));
        try (Database web = Database.open(
                configuration.database().url(),
                DatabaseRole.WEB,
                password,
                1,
                configuration.database().statementTimeout(),
                new SimpleMeterRegistry())) {
            List<String> lines = new ArrayList<>();
            lines.add("wrapping keys");
            lines.addAll(wrapping(configuration.dataKeys(), web));
            lines.add("blind-index keys");
            lines.addAll(index(
                    configuration.dataKeys(),
                    Reindexing.use(web, configuration.dataKeys().blindIndex())));
            return lines;
        }
    }

    private static List<String> wrapping(DataKeyLabels labels, Database web) {
        Map<String, Long> letters = web.read(new LetterKeys()::counts);
        Map<String, Long> columns = web.read(new ColumnKeys()::counts);
        TreeSet<String> all = new TreeSet<>(letters.keySet());
        all.addAll(columns.keySet());
        all.add(labels.wrapping());
        all.addAll(labels.formerWrapping());
        if (labels.nextWrapping() != null) {
            all.add(labels.nextWrapping());
        }
        return all.stream()
                .map(label -> {
                    long ofLetters = letters.getOrDefault(label, 0L);
                    long ofColumns = columns.getOrDefault(label, 0L);
                    return line(
                            label,
                            place(label, labels.wrapping(), labels.nextWrapping(), labels.formerWrapping()),
                            "letters " + ofLetters + ", data keys " + ofColumns,
                            adviceOnWrapping(label, labels, ofLetters + ofColumns));
                })
                .toList();
    }

    private static String adviceOnWrapping(String label, DataKeyLabels labels, long rows) {
        if (label.equals(labels.wrapping())) {
            return "wraps what is new";
        }
        if (labels.formerWrapping().contains(label)) {
            return rows > 0
                    ? "needed: the running service is wrapping these rows anew"
                    : "no row needs it: remove it from dataKeys.formerWrapping of every node, restart them, look again";
        }
        if (label.equals(labels.nextWrapping())) {
            return "readable here: when every node names it, make it dataKeys.wrapping";
        }
        return "needed, and nodes with this configuration cannot read these rows: name it in dataKeys";
    }

    private static List<String> index(DataKeyLabels labels, List<IndexKeyUse> use) {
        boolean currentIsComplete = use.stream()
                .anyMatch(key -> key.label().equals(labels.blindIndex()) && key.state() == IndexKeyState.COMPLETE);
        return use.stream()
                .map(key -> line(
                        key.label(),
                        place(key.label(), labels.blindIndex(), labels.nextBlindIndex(), labels.formerBlindIndex()),
                        key.state() + ", people " + key.persons()
                                + (key.state() == IndexKeyState.BUILDING ? ", lacking " + key.lacking() : ""),
                        adviceOnIndex(key, labels, currentIsComplete)))
                .toList();
    }

    private static String adviceOnIndex(IndexKeyUse key, DataKeyLabels labels, boolean currentIsComplete) {
        if (key.state() == IndexKeyState.RETIRED) {
            return key.persons() > 0
                    ? "the running service is deleting its indexes"
                    : "no row needs it: it may be destroyed";
        }
        if (key.label().equals(labels.blindIndex())) {
            return currentIsComplete
                    ? "everybody is indexed under it"
                    : "the running service is indexing people under it";
        }
        if (labels.formerBlindIndex().contains(key.label())) {
            return currentIsComplete
                    ? "not needed any more: remove it from dataKeys.formerBlindIndex of every node, restart them, look again"
                    : "needed until " + labels.blindIndex() + " is COMPLETE";
        }
        if (key.label().equals(labels.nextBlindIndex())) {
            return "another node indexes people under it: make it dataKeys.blindIndex here too";
        }
        return currentIsComplete
                ? "the running service will retire it, once it was begun before " + labels.blindIndex()
                : "needed, and nodes with this configuration can register nobody: name it in dataKeys";
    }

    private static String place(String label, String current, @Nullable String next, List<String> former) {
        if (label.equals(current)) {
            return "current";
        }
        if (label.equals(next)) {
            return "next";
        }
        return former.contains(label) ? "former" : "not configured";
    }

    private static String line(String label, String place, String use, String advice) {
        return String.format("  %-20s %-14s  %-36s  %s", label, place, use, advice);
    }
}
