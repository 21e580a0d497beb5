package id.segel.hsm;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The meters of one token: {@code segel.hsm.*}. Key labels come from the token, so their number is bounded. */
final class TokenMeters implements AutoCloseable {
    private final MeterRegistry registry;
    private final String token;
    private final Map<Series, Timer> timers = new ConcurrentHashMap<>();
    private final List<Gauge> gauges = new ArrayList<>();

    TokenMeters(MeterRegistry registry, String token) {
        this.registry = registry;
        this.token = token;
    }

    private record Series(String name, Task task, String outcome) {}

    /** Time spent waiting for a place at the token. */
    void waited(Task task, String outcome, long nanos) {
        timer("segel.hsm.permit.wait", "Time an operation waited for its place at the token", task, outcome, nanos);
    }

    /** Time spent in the token, retries and healing included. */
    void operated(Task task, String outcome, long nanos) {
        timer("segel.hsm.operation", "Time an operation took at the token", task, outcome, nanos);
    }

    private void timer(String name, String description, Task task, String outcome, long nanos) {
        Series series = new Series(name, task, outcome);
        // Looked up without its lock first: every signature comes by here twice.
        Timer timer = timers.get(series);
        if (timer == null) {
            timer = timers.computeIfAbsent(series, absent -> register(absent, description));
        }
        timer.record(nanos, TimeUnit.NANOSECONDS);
    }

    private Timer register(Series series, String description) {
        Task task = series.task();
        return Timer.builder(series.name())
                .description(description)
                .tags(
                        "token",
                        token,
                        "key",
                        task.key() == null ? "-" : task.key(),
                        "mechanism",
                        task.mechanism(),
                        "outcome",
                        series.outcome(),
                        "operation",
                        task.operation())
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofNanos(10_000))
                .maximumExpectedValue(Duration.ofSeconds(60))
                .register(registry);
    }

    /** Registers a gauge {@code segel.hsm.<name>}. */
    void gauge(String name, String description, Supplier<Number> value) {
        gauges.add(Gauge.builder("segel.hsm." + name, value)
                .description(description)
                .tags(Tags.of("token", token))
                .strongReference(true)
                .register(registry));
    }

    @Override
    public void close() {
        gauges.forEach(registry::remove);
    }
}
