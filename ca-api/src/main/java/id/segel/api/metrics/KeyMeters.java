package id.segel.api.metrics;

import id.segel.ca.keyring.WrappedTable;
import id.segel.ca.person.Reindexing;
import id.segel.ca.store.Database;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** How far the rotation of the data token's keys has come: rows each former wrapping key still has, people to be indexed. */
public final class KeyMeters implements Runnable {
    private final Database web;
    private final Reindexing reindexing;
    private final Map<Counted, AtomicLong> rows = new LinkedHashMap<>();
    private final AtomicLong people = new AtomicLong();

    private record Counted(WrappedTable table, String label) {}

    /**
     * @param formerLabels of the wrapping keys that only unwrap
     * @param indexLabel of the key people are indexed under
     */
    public KeyMeters(
            Database web,
            List<WrappedTable> tables,
            List<String> formerLabels,
            Reindexing reindexing,
            String indexLabel,
            MeterRegistry meters) {
        this.web = web;
        this.reindexing = reindexing;
        for (String label : formerLabels) {
            for (WrappedTable table : tables) {
                AtomicLong left = new AtomicLong();
                rows.put(new Counted(table, label), left);
                Gauge.builder("segel.keys.rows.left", left, AtomicLong::doubleValue)
                        .description("Rows that a former wrapping key still wraps")
                        .tag("table", table.name())
                        .tag("key", label)
                        .strongReference(true)
                        .register(meters);
            }
        }
        Gauge.builder("segel.keys.people.left", people, AtomicLong::doubleValue)
                .description("People who are not indexed under the blind-index key yet")
                .tag("key", indexLabel)
                .strongReference(true)
                .register(meters);
    }

    @Override
    public void run() {
        rows.forEach((counted, left) ->
                left.set(web.read(handle -> counted.table().count(handle, counted.label()))));
        people.set(reindexing.left());
    }
}
