package id.segel.softhsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.segel.softhsm.SigningLoop.Mechanism;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningLoopTest {
    private static final TestToken TOKEN = TestTokens.take();

    @TempDir
    private Path directory;

    @BeforeAll
    static void makeKey() throws Exception {
        Process process = new ProcessBuilder(
                        "pkcs11-tool",
                        "--module",
                        TOKEN.module().toString(),
                        "--token-label",
                        TOKEN.label(),
                        "--login",
                        "--pin",
                        new String(TOKEN.userPin()),
                        "--keypairgen",
                        "--key-type",
                        "EC:prime256v1",
                        "--label",
                        "kunci",
                        "--id",
                        "01")
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
    }

    @Test
    void itSignsWithEachThreadInASessionOfItsOwn() {
        FaultShim shim = FaultShim.around(TOKEN.module(), directory);
        SigningLoop loop = new SigningLoop(shim.library(), TOKEN.label(), TOKEN.userPin());

        SigningLoop.Result result = loop.run("kunci", Mechanism.ECDSA, 32, 3, Duration.ofMillis(100));

        assertThat(result.signatures()).isBetween(3L, shim.calls("C_Sign"));
        assertThat(result.seconds()).isGreaterThanOrEqualTo(0.1);
        assertThat(result.rate()).isPositive();
        assertThat(result.cpuMicros()).isPositive();
        assertThat(shim.calls("C_OpenSession")).isEqualTo(3);
        assertThat(shim.calls("C_SignInit")).isEqualTo(shim.calls("C_Sign"));
    }

    @Test
    void itSaysWhatIsWrongAndNeverThePin() {
        SigningLoop loop = new SigningLoop(TOKEN.module(), "tidak-ada", TOKEN.userPin());

        assertThatThrownBy(() -> loop.run("kunci", Mechanism.RSA_PKCS, 51, 1, Duration.ofMillis(100)))
                .hasMessageContaining("there is no token \"tidak-ada\"");
        assertThat(loop.toString()).doesNotContain(new String(TOKEN.userPin()));
    }
}
