package id.segel.hsm;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import id.segel.local.TokenDirectory;
import id.segel.softhsm.FaultShim;
import id.segel.softhsm.SigningLoop;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.slf4j.LoggerFactory;

/**
 * The token of a benchmark, the same in {@link HsmBench} and in the JVMs it starts: in the directory
 * {@code SOFTHSM2_CONF} leads to, with the PIN of {@code SEGEL_BENCH_PIN}, one key of each kind under the kind's name.
 */
final class BenchTokens {
    private static final String LABEL = "segel-bench";

    private BenchTokens() {}

    static void quietLogs() {
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
    }

    /** Makes the directory, the token and its keys with their certificates. */
    static void make() {
        Path configuration = Path.of(variable(TokenDirectory.VARIABLE)).toAbsolutePath();
        TokenDirectory.prepare(configuration, configuration.resolveSibling("tokens"), null);
        Token.initialise(TestTokens.softHsm(), LABEL, pin(), pin());
        try (Token token = Token.open(
                configuration(TestTokens.softHsm(), 1, List.of()),
                new io.micrometer.core.instrument.simple.SimpleMeterRegistry())) {
            for (KeySpec spec : KeySpec.values()) {
                TestTokens.certifiedKey(token, spec.name(), spec);
            }
        }
    }

    static TokenConfiguration configuration(Path module, int permits, List<String> expectedKeys) {
        return new TokenConfiguration(
                TokenPurpose.CA,
                module,
                LABEL,
                pin(),
                permits,
                Duration.ofSeconds(10),
                Duration.ofSeconds(20),
                expectedKeys);
    }

    static SigningLoop loop(Path module) {
        return new SigningLoop(module, LABEL, variable("SEGEL_BENCH_PIN").toCharArray());
    }

    /** SoftHSM2's library, or a shim around it in which each C_Sign takes longer. */
    static Path module(int latencyMicros) {
        if (latencyMicros == 0) {
            return TestTokens.softHsm();
        }
        FaultShim shim = shim("latency");
        shim.control("C_Sign delay_us=" + latencyMicros);
        return shim.library();
    }

    static FaultShim shim(String name) {
        Path work = Path.of(variable(TokenDirectory.VARIABLE)).toAbsolutePath();
        return FaultShim.around(TestTokens.softHsm(), work.resolveSibling(name));
    }

    private static Pin pin() {
        return Pin.of(variable("SEGEL_BENCH_PIN").toCharArray());
    }

    private static String variable(String name) {
        return Objects.requireNonNull(System.getenv(name), name + " is not set; run deploy/bench hsm");
    }
}
