package id.segel.ca.issuance;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** Latency of each stage ({@code segel.issuance.stage}) and what came of issuances ({@code segel.issuance.ended}). Thread-safe. */
final class IssuanceMetrics {
    private final MeterRegistry meters;
    private final Map<String, Timer> stages = new ConcurrentHashMap<>();

    IssuanceMetrics(MeterRegistry meters) {
        this.meters = meters;
    }

    <T> T time(String stage, Supplier<T> work) {
        Timer timer = stages.computeIfAbsent(
                stage,
                name -> Timer.builder("segel.issuance.stage")
                        .description("time of a stage of issuance; claim, intent and record are per batch")
                        .tag("stage", name)
                        .publishPercentileHistogram()
                        .register(meters));
        Timer.Sample sample = Timer.start(meters);
        try {
            return work.get();
        } finally {
            sample.stop(timer);
        }
    }

    void issued(List<Signed> members, Set<String> recorded) {
        for (Signed member : members) {
            if (recorded.contains(member.intent().serialHex())) {
                ended("issued");
            } else {
                ended("late");
            }
        }
    }

    void refused(IssueFault fault) {
        Counter.builder("segel.issuance.refused")
                .tag("fault", fault.name())
                .register(meters)
                .increment();
    }

    /** A certificate that was not signed because of a lint rule. */
    void lintFinding(String rule) {
        Counter.builder("segel.lint.findings")
                .description("certificates a lint rule refused before they were signed")
                .tag("rule", rule)
                .register(meters)
                .increment();
    }

    void ended(String outcome) {
        Counter.builder("segel.issuance.ended")
                .tag("outcome", outcome)
                .register(meters)
                .increment();
    }

    <T> void gauge(String name, T object, ToDoubleFunction<T> value) {
        Gauge.builder(name, object, value).register(meters);
    }
}
