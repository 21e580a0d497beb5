package id.segel.ca.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import id.segel.ca.application.UploadedPrivateKeysFuzz;
import id.segel.ca.lint.LinterFuzz;
import id.segel.ca.request.StoredCsrReportFuzz;
import id.segel.ca.status.CrlFileFuzz;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every parser of what comes from outside, under bytes that a fuzzer makes up. */
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
                new Target(
                        UploadedPrivateKeysFuzz.class,
                        UploadedPrivateKeysFuzz::fuzzerTestOneInput,
                        UploadedPrivateKeysFuzz::seeds),
                new Target(
                        StoredCsrReportFuzz.class, StoredCsrReportFuzz::fuzzerTestOneInput, StoredCsrReportFuzz::seeds),
                new Target(LinterFuzz.class, LinterFuzz::fuzzerTestOneInput, LinterFuzz::seeds),
                new Target(CrlFileFuzz.class, CrlFileFuzz::fuzzerTestOneInput, CrlFileFuzz::seeds),
                new Target(
                        CertificateProfileFuzz.class,
                        CertificateProfileFuzz::fuzzerTestOneInput,
                        CertificateProfileFuzz::seeds));
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
