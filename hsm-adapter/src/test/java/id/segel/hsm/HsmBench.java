package id.segel.hsm;

import id.segel.softhsm.FaultShim;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * {@code deploy/bench hsm}: the adapter against C on the same token, five times each in turn, and how long the adapter
 * takes to sign again after its sessions were dropped. Ends with 1 if a figure asked for was not reached.
 *
 * <p>Arguments: {@code --long} for proper figures, {@code --only PART} for the cases whose name holds PART.
 */
public final class HsmBench {
    private static final int ROUNDS = 5;
    private static final int DROPS = 20;
    private static final double LONGEST_RECOVERY_MILLIS = 100;
    private static final int LATENCY_MICROS = 5000;

    private final boolean thorough;
    private final List<String> missed = new ArrayList<>();

    private HsmBench(boolean thorough) {
        this.thorough = thorough;
    }

    /** One row. */
    private record Case(KeySpec key, int threads, int latencyMicros) {
        String name() {
            return key.name()
                            .replaceFirst("(RSA|EC)_", key.name().startsWith("RSA") ? "RSA-" : "")
                            .replace("P", "P-")
                    + (latencyMicros == 0 ? "" : " +" + latencyMicros / 1000 + "ms");
        }

        /** The rate demanded, as a part of C's; 0 = none is. */
        double demanded() {
            if (latencyMicros > 0) {
                return 0.97;
            }
            return switch (key) {
                case RSA_2048, RSA_3072, RSA_4096 -> 0.95;
                case EC_P256 -> 0.85;
                case EC_P384 -> 0;
            };
        }
    }

    public static void main(String[] arguments) throws Exception {
        List<String> given = Arrays.asList(arguments);
        String only = given.contains("--only") ? given.get(given.indexOf("--only") + 1) : "";
        HsmBench bench = new HsmBench(given.contains("--long"));
        BenchTokens.quietLogs();
        BenchTokens.make();
        bench.run(only);
        bench.missed.forEach(miss -> System.out.println("Not reached: " + miss));
        System.exit(bench.missed.isEmpty() ? 0 : 1);
    }

    private static List<Case> cases() {
        Stream<Case> plain = Stream.of(KeySpec.values())
                .flatMap(key -> Stream.of(1, 2, 4, 8, 16).map(threads -> new Case(key, threads, 0)));
        Stream<Case> latency = Stream.of(16, 32).map(threads -> new Case(KeySpec.EC_P256, threads, LATENCY_MICROS));
        return Stream.concat(plain, latency).toList();
    }

    private void run(String only) throws RunnerException {
        System.out.printf(
                "JDK %s, %d processors, %d rounds of C and adapter in turn, %s each%n%n",
                System.getProperty("java.version"), Runtime.getRuntime().availableProcessors(), ROUNDS, window());
        System.out.println("key         threads      C/s  adapter/s   ratio  asked   C cpu us  cpu us  alloc B");
        for (Case row : cases()) {
            if ((row.name() + " " + row.threads()).contains(only)) {
                measure(row);
            }
        }
        if ("recovery".contains(only)) {
            recover();
        }
    }

    private TimeValue window() {
        return thorough ? TimeValue.seconds(3) : TimeValue.milliseconds(500);
    }

    private void measure(Case row) throws RunnerException {
        Options options = new OptionsBuilder()
                .include(SigningBenchmark.class.getName() + "\\.sign$")
                .param("key", row.key().name())
                .param("permits", Integer.toString(Math.max(16, row.threads())))
                .param("latencyMicros", Integer.toString(row.latencyMicros()))
                .threads(row.threads())
                .forks(1)
                .warmupIterations(thorough ? 2 : 1)
                .warmupTime(window())
                .measurementIterations(ROUNDS)
                .measurementTime(window())
                // In this order: what the C loop's process costs this JVM is not the adapter's allocation.
                .addProfiler(NativeLoopProfiler.class)
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .build();
        Collection<RunResult> results = new Runner(options).run();
        List<IterationResult> rounds = results.iterator().next().getBenchmarkResults().stream()
                .flatMap(fork -> fork.getIterationResults().stream())
                .toList();
        double ratio = median(rounds, round -> rate(round) / secondary(round, NativeLoopProfiler.NATIVE_RATE));
        System.out.printf(
                Locale.ROOT,
                "%-11s %7d %8.0f %10.0f %7.3f %6s %10.1f %7.1f %8.0f%n",
                row.name(),
                row.threads(),
                median(rounds, round -> secondary(round, NativeLoopProfiler.NATIVE_RATE)),
                median(rounds, HsmBench::rate),
                ratio,
                row.demanded() == 0 ? "-" : String.format(Locale.ROOT, "%.2f", row.demanded()),
                median(rounds, round -> secondary(round, NativeLoopProfiler.NATIVE_CPU)),
                median(rounds, round -> secondary(round, NativeLoopProfiler.CPU)),
                median(rounds, round -> secondary(round, "gc.alloc.rate.norm")));
        if (ratio < row.demanded()) {
            missed.add(String.format(
                    Locale.ROOT,
                    "%s with %d threads: %.3f of C, %.2f asked",
                    row.name(),
                    row.threads(),
                    ratio,
                    row.demanded()));
        }
    }

    private static double rate(IterationResult round) {
        return round.getPrimaryResult().getScore();
    }

    private static double secondary(IterationResult round, String name) {
        return round.getSecondaryResults().entrySet().stream()
                .filter(result -> result.getKey().endsWith(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("JMH did not measure " + name))
                .getValue()
                .getScore();
    }

    private static double median(List<IterationResult> rounds, ToDoubleFunction<IterationResult> figure) {
        return median(rounds.stream().mapToDouble(figure).toArray());
    }

    private static double median(double[] figures) {
        double[] sorted = figures.clone();
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    /** C_CloseAllSessions behind the adapter's back, then a signature, every key being expected to answer again. */
    private void recover() {
        FaultShim shim = BenchTokens.shim("drops");
        Path module = shim.library();
        List<String> every = Stream.of(KeySpec.values()).map(KeySpec::name).toList();
        double[] millis = new double[DROPS];
        try (Token token = Token.open(BenchTokens.configuration(module, 16, every), new SimpleMeterRegistry())) {
            SigningKey key = token.signingKey(KeySpec.EC_P256.name());
            for (int i = 0; i < DROPS; i++) {
                for (int n = 0; n < 100; n++) {
                    key.sign(SignatureScheme.ECDSA_SHA256, new byte[900], () -> {});
                }
                long before = token.health().generation();
                shim.control("C_SignInit count=1 drop");
                long start = System.nanoTime();
                key.sign(SignatureScheme.ECDSA_SHA256, new byte[900], () -> {});
                millis[i] = (System.nanoTime() - start) / 1e6;
                if (token.health().generation() != before + 1) {
                    throw new IllegalStateException("The sessions were not dropped.");
                }
            }
        }
        double longest = Arrays.stream(millis).max().orElseThrow();
        System.out.printf(
                Locale.ROOT,
                "%nUntil the next signature after all sessions were dropped, %d times, %d keys proven anew each time: "
                        + "median %.1f ms, longest %.1f ms, asked %.0f ms%n",
                DROPS,
                every.size(),
                median(millis),
                longest,
                LONGEST_RECOVERY_MILLIS);
        if (longest > LONGEST_RECOVERY_MILLIS) {
            missed.add(String.format(Locale.ROOT, "recovery took %.1f ms at longest", longest));
        }
    }
}
