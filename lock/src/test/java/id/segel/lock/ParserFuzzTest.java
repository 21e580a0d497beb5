package id.segel.lock;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The files LOCK is given, under bytes that a fuzzer makes up. */
class ParserFuzzTest {

    /**
     * @param target the class Jazzer is given
     * @param method its method, for running the seeds here
     * @param seeds what the fuzzer begins with
     */
    record Target(Class<?> target, Consumer<byte[]> method, Supplier<List<byte[]>> seeds) {
        @Override
        public String toString() {
            return target.getSimpleName();
        }
    }

    static Stream<Target> targets() {
        return Stream.of(
                new Target(EnrolmentFileFuzz.class, EnrolmentFileFuzz::fuzzerTestOneInput, EnrolmentFileFuzz::seeds),
                new Target(
                        EnrolmentPayloadFuzz.class,
                        EnrolmentPayloadFuzz::fuzzerTestOneInput,
                        EnrolmentPayloadFuzz::seeds),
                new Target(ReceiptFuzz.class, ReceiptFuzz::fuzzerTestOneInput, ReceiptFuzz::seeds));
    }

    /** Each by itself for long; else one run for all of them, because a JVM takes longer to start than the run lasts. */
    static Stream<Target> runs() {
        return FuzzRun.LONG
                ? targets()
                : Stream.of(
                        new Target(EveryParserFuzz.class, EveryParserFuzz::fuzzerTestOneInput, EveryParserFuzz::seeds));
    }

    @ParameterizedTest
    @MethodSource("targets")
    void everySeedAndEverythingFoundBeforePasses(Target target) {
        List<byte[]> seeds = target.seeds().get();
        assertThat(seeds).isNotEmpty();
        seeds.forEach(target.method());
        FuzzRun.foundBefore(target.target()).forEach(target.method());
    }

    @ParameterizedTest
    @MethodSource("runs")
    void theFuzzerFindsNothing(Target target, @TempDir Path directory) {
        FuzzRun.of(target.target(), target.seeds().get(), directory);
    }
}
