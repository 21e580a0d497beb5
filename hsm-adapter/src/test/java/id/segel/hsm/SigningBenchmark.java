package id.segel.hsm;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.slf4j.MDC;

/**
 * What a caller of {@link SigningKey#sign} gets: a message as long as a certificate's TBS, a permit, a request id in the
 * log context, meters. {@link HsmBench} runs it with each key and number of threads, and C beside it.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class SigningBenchmark {
    /** About what a subscriber certificate has without its signature. */
    private static final int MESSAGE_BYTES = 900;

    @Param("EC_P256")
    private String key = "EC_P256";

    @Param("16")
    private int permits;

    /** Waited in each C_Sign, as the way to a network HSM and back; 0 = the library itself, without a shim. */
    @Param("0")
    private int latencyMicros;

    private @Nullable Token token;
    private @Nullable SigningKey signingKey;
    private @Nullable SignatureScheme scheme;
    private final byte[] message = new byte[MESSAGE_BYTES];

    /** Opens the token {@link HsmBench} has made. */
    @Setup
    public void open() {
        BenchTokens.quietLogs();
        Path module = BenchTokens.module(latencyMicros);
        token = Token.open(BenchTokens.configuration(module, permits, List.of(key)), new SimpleMeterRegistry());
        signingKey = token.signingKey(key);
        scheme = SignatureScheme.standardFor(signingKey.publicKey());
        compileEarly(token.signingKey(key.startsWith("EC") ? "EC_P256" : "RSA_2048"));
    }

    /** A slow key would take minutes to have its way compiled; a quick one of its kind goes the same way. */
    private void compileEarly(SigningKey quick) {
        SignatureScheme any = SignatureScheme.standardFor(quick.publicKey());
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
        while (System.nanoTime() < end) {
            quick.signInPlace(any, message, () -> {});
        }
    }

    @TearDown
    public void close() {
        Objects.requireNonNull(token).close();
    }

    /** The caller's thread. */
    @State(Scope.Thread)
    public static class Caller {
        /** As a request's thread has it. */
        @Setup
        public void beginRequest() {
            MDC.put("requestId", "01HZX5V3J8K2M4N6P8Q0R2T4V6");
        }
    }

    /** One signature. */
    @Benchmark
    public byte[] sign(Caller caller) {
        return Objects.requireNonNull(signingKey).signInPlace(Objects.requireNonNull(scheme), message, () -> {});
    }
}
