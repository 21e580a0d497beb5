package id.segel.api.metrics;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Arrays;

/** Makes the registry: every timer of the service and of HTTP has the same buckets, from a fast signature to a lost minute. */
public final class Meters {
    private static final double[] BUCKETS_MILLIS = {
        0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000
    };
    private static final int MOST_TAGS = 200;

    private Meters() {}

    public static PrometheusMeterRegistry registry() {
        PrometheusMeterRegistry registry =
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, new PrometheusRegistry(), Clock.SYSTEM);
        double[] nanos =
                Arrays.stream(BUCKETS_MILLIS).map(millis -> millis * 1e6).toArray();
        registry.config()
                .meterFilter(
                        MeterFilter.maximumAllowableTags("http.server.requests", "uri", MOST_TAGS, MeterFilter.deny()))
                .meterFilter(new MeterFilter() {
                    @Override
                    public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
                        boolean timed = id.getType() == Meter.Type.TIMER
                                && (id.getName().startsWith("segel.")
                                        || id.getName().equals("http.server.requests"));
                        return timed
                                ? DistributionStatisticConfig.builder()
                                        .serviceLevelObjectives(nanos)
                                        .build()
                                        .merge(config)
                                : config;
                    }
                });
        return registry;
    }

    /** What the JVM tells of itself; returns what has to be closed with the registry. */
    public static AutoCloseable bindJvm(PrometheusMeterRegistry registry) {
        new ClassLoaderMetrics().bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        JvmGcMetrics collections = new JvmGcMetrics();
        collections.bindTo(registry);
        return collections;
    }
}
