package id.segel.softhsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultShimTest {
    private static final TestToken TOKEN = TestTokens.take();

    @TempDir
    private Path directory;

    private FaultShim shim;
    private Pkcs11Signer signer;

    @BeforeEach
    void openTheTokenThroughAShimOfThisTest() throws Exception {
        shim = FaultShim.around(TOKEN.module(), directory.resolve("shim"));
        signer = Pkcs11Signer.open(shim.library(), TOKEN.label(), TOKEN.userPin());
    }

    @AfterEach
    void clearFaults() throws Exception {
        shim.close();
        signer.close();
    }

    @Test
    void withoutFaultsItIsTheModuleBehindIt() throws Exception {
        assertThat(signer.verify(signer.sign())).isTrue();

        assertThat(shim.calls("C_Sign")).isEqualTo(1);
        assertThat(shim.injected("C_Sign")).isZero();
        assertThatThrownBy(() -> shim.calls("C_Sing")).hasMessageContaining("C_Sing");
    }

    @Test
    void anErrorComesAsOftenAsAskedAndEndsTheOperation() throws Exception {
        shim.control("C_Sign skip=1 count=2 error=0x30");

        assertThat(signer.verify(signer.sign())).isTrue();
        assertThatThrownBy(signer::sign).rootCause().hasMessageContaining("CKR_DEVICE_ERROR");
        assertThatThrownBy(signer::sign).rootCause().hasMessageContaining("CKR_DEVICE_ERROR");
        assertThat(signer.verify(signer.sign())).isTrue();
        assertThat(shim.injected("C_Sign")).isEqualTo(2);
    }

    @Test
    void aDriverThatKeepsTheOperationPoisonsItsSession() throws Exception {
        shim.control("C_Sign count=1 keep error=0x30");

        assertThatThrownBy(signer::sign).rootCause().hasMessageContaining("CKR_DEVICE_ERROR");
        assertThatThrownBy(signer::sign).rootCause().hasMessageContaining("CKR_OPERATION_ACTIVE");
    }

    @Test
    void aLostReplyLooksLikeAnErrorThoughTheTokenSigned() throws Exception {
        shim.control("C_Sign count=1 after error=0xE0");

        assertThatThrownBy(signer::sign).rootCause().hasMessageContaining("CKR_TOKEN_NOT_PRESENT");
        assertThat(signer.verify(signer.sign())).isTrue();
    }

    @Test
    void aHangEndsWhenItsLineIsGone() throws Exception {
        shim.control("C_Sign hang");
        CompletableFuture<byte[]> signature = signInBackground();
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> shim.hanging("C_Sign") == 1);
        assertThat(signature).isNotDone();

        shim.clear();

        assertThat(signature).succeedsWithin(Duration.ofSeconds(10));
        assertThat(signer.verify(signature.get())).isTrue();
        assertThat(shim.hanging("C_Sign")).isZero();
    }

    @Test
    void aDelayIsWaitedBeforeTheCall() throws Exception {
        shim.control("C_Sign delay_us=50000");

        long begin = System.nanoTime();
        assertThat(signer.verify(signer.sign())).isTrue();

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(50));
    }

    @Test
    void aTokenThatSignsWronglyIsNotNoticedByTheProvider() throws Exception {
        shim.control("C_Sign flip");

        byte[] wrong = signer.sign();

        assertThat(signer.verify(wrong)).isFalse();
    }

    @Test
    void aShareOfTheCallsIsTouchedAndTheOthersAreNot() throws Exception {
        shim.control("C_Sign percent=10 flip");

        int wrong = 0;
        for (int i = 0; i < 500; i++) {
            wrong += signer.verify(signer.sign()) ? 0 : 1;
        }

        // Six standard deviations to either side of 50.
        assertThat(wrong).isBetween(10, 90).isEqualTo((int) shim.injected("C_Sign"));
    }

    @Test
    void anOutputThatIsShortIsShort() throws Exception {
        int whole = signer.sign().length;
        shim.control("C_Sign short=8");

        assertThat(signer.sign().length).isLessThan(whole - 4);
    }

    @Test
    void theStarMeansEveryFunction() throws Exception {
        shim.control("* error=0xE0");

        assertThatThrownBy(signer::sign).rootCause().hasMessageContaining("CKR_TOKEN_NOT_PRESENT");
        assertThat(shim.injected("C_SignInit")).isPositive();
        shim.clear();
        assertThat(signer.verify(signer.sign())).isTrue();
    }

    @Test
    void aTypingErrorMakesEverythingFailInsteadOfNothing() throws Exception {
        assertThat(signer.verify(signer.sign())).isTrue();
        shim.control("C_Sign eror=0x30");

        assertThatThrownBy(signer::sign).rootCause().hasMessageContaining("CKR_GENERAL_ERROR");
    }

    @Test
    void sessionsThatVanishAreNotBroughtBackByTheProvider() throws Exception {
        shim.control("C_SignInit count=1 drop");

        assertThatThrownBy(signer::sign).rootCause().hasMessageContaining("CKR_SESSION_HANDLE_INVALID");
        assertThat(shim.calls("C_CloseAllSessions")).isZero();
    }

    @Test
    void aChildIsKilledAfterTheTokenSigned() {
        TestTokens.Directory tokens = TestTokens.directory(directory.resolve("softhsm"), "killed");
        TestToken token = tokens.tokens().get(0);
        FaultShim childShim = FaultShim.around(token.module(), directory.resolve("child"));
        childShim.control("C_Sign skip=2 kill after");

        try (ChildJvm child = ChildJvm.of(SigningMain.class)
                .environment(tokens.environment())
                .environment(childShim.environment())
                .environment("TEST_PIN", new String(token.userPin()))
                .arguments(childShim.library().toString(), token.label(), "endless")
                .start()) {
            assertThat(child.awaitExit(Duration.ofSeconds(30))).isEqualTo(137);
            assertThat(child.output()).endsWith("signed 1", "signed 2");
        }
        assertThat(childShim.calls("C_Sign")).isEqualTo(3);
    }

    private CompletableFuture<byte[]> signInBackground() {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return signer.sign();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }
}
