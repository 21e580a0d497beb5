package id.segel.hsm;

import com.sun.management.OperatingSystemMXBean;
import id.segel.softhsm.SigningLoop;
import id.segel.softhsm.SigningLoop.Mechanism;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;
import org.openjdk.jmh.runner.IterationType;

/**
 * Has the C loop sign before each measured iteration, for as long and with as many threads, on the same key and
 * library, so that both meet the machine in the same mood. Nobody signs in this JVM meanwhile: the benchmark's threads
 * begin after {@link #beforeIteration}, and the token is logged in already. Also tells what an iteration cost in time on
 * the processors, everything this JVM did included.
 */
public final class NativeLoopProfiler implements InternalProfiler {
    static final String NATIVE_RATE = "native.rate";
    static final String NATIVE_CPU = "native.cpu";
    static final String CPU = "cpu";

    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private SigningLoop.Result loop = new SigningLoop.Result(0, 0, 0, 0);
    private long cpuBefore;

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
        if (iteration.getType() != IterationType.MEASUREMENT) {
            return;
        }
        KeySpec key = KeySpec.valueOf(benchmark.getParam("key"));
        int latencyMicros = Integer.parseInt(benchmark.getParam("latencyMicros"));
        loop = BenchTokens.loop(BenchTokens.module(latencyMicros))
                .run(
                        key.name(),
                        key.name().startsWith("EC") ? Mechanism.ECDSA : Mechanism.RSA_PKCS,
                        bytes(key),
                        benchmark.getThreads(),
                        Duration.ofNanos(iteration.getTime().convertTo(java.util.concurrent.TimeUnit.NANOSECONDS)));
        cpuBefore = system.getProcessCpuTime();
    }

    /** Of a DigestInfo with SHA-256, or of the digest that goes with the curve. */
    private static int bytes(KeySpec key) {
        return switch (key) {
            case RSA_2048, RSA_3072, RSA_4096 -> 51;
            case EC_P256 -> 32;
            case EC_P384 -> 48;
        };
    }

    @Override
    public Collection<? extends Result<?>> afterIteration(
            BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
        if (iteration.getType() != IterationType.MEASUREMENT) {
            return List.of();
        }
        double cpuMicros = (system.getProcessCpuTime() - cpuBefore) / 1000.0;
        return List.of(
                scalar(NATIVE_RATE, loop.rate(), "ops/s"),
                scalar(NATIVE_CPU, loop.cpuMicros(), "us/op"),
                scalar(CPU, cpuMicros / result.getMetadata().getAllOps(), "us/op"));
    }

    private static ScalarResult scalar(String name, double value, String unit) {
        return new ScalarResult(name, value, unit, AggregationPolicy.AVG);
    }

    @Override
    public String getDescription() {
        return "The C loop on the same token before each iteration, and processor time for each signature";
    }
}
