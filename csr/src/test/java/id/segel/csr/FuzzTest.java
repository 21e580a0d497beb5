package id.segel.csr;

import static org.assertj.core.api.Assertions.assertThat;

import id.segel.csr.check.TextFuzz;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every parser of the module, and the whole check, under bytes that a fuzzer makes up. */
class FuzzTest {

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
                new Target(CsrCheckFuzz.class, CsrCheckFuzz::fuzzerTestOneInput, FuzzTest::files),
                new Target(SignedInfoFuzz.class, SignedInfoFuzz::fuzzerTestOneInput, SignedInfoFuzz::seeds),
                new Target(DerWalkFuzz.class, DerWalkFuzz::fuzzerTestOneInput, FuzzTest::files),
                new Target(
                        PrivateKeySearchFuzz.class,
                        PrivateKeySearchFuzz::fuzzerTestOneInput,
                        PrivateKeySearchFuzz::seeds),
                new Target(TextFuzz.class, TextFuzz::fuzzerTestOneInput, TextFuzz::seeds));
    }

    /** Every finding's case, and the forms of programs. */
    private static List<byte[]> files() {
        return Stream.concat(
                        FindingCases.all().values().stream()
                                .map(example -> example.get().input()),
                        Stream.of(
                                ProgramForms.certreq(),
                                ProgramForms.certreqOfOldWindows(),
                                ProgramForms.webCrypto(),
                                ProgramForms.pkijs()))
                .filter(file -> file.length <= 65_536)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("targets")
    void everySeedAndEverythingFoundBeforePasses(Target target) {
        List<byte[]> seeds = target.seeds().get();
        assertThat(seeds).isNotEmpty();
        seeds.forEach(target.method());
        FuzzRun.foundBefore(target.target()).forEach(target.method());
    }

    /** Each by itself for long; else one run for all of them, because a JVM takes longer to start than the run lasts. */
    static Stream<Target> runs() {
        return FuzzRun.LONG
                ? targets()
                : Stream.of(
                        new Target(EveryParserFuzz.class, EveryParserFuzz::fuzzerTestOneInput, EveryParserFuzz::seeds));
    }

    @ParameterizedTest
    @MethodSource("runs")
    void theFuzzerFindsNothing(Target target, @TempDir Path directory) {
        FuzzRun.of(target.target(), target.seeds().get(), directory);
    }
}
