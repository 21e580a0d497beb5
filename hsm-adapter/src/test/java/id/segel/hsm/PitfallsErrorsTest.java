package id.segel.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import id.segel.softhsm.FaultShim;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.security.Signature;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows of docs/hsm-pitfalls.md about errors a token answers with, and what may be concluded from them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PitfallsErrorsTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final String label = TestTokens.create();
    private final AtomicInteger permits = new AtomicInteger();
    private final FaultShim shim;
    private final FaultShim naiveShim;
    private Token token = TestTokens.open(label);

    PitfallsErrorsTest(@TempDir Path directory) {
        this.shim = FaultShim.around(TestTokens.softHsm(), directory.resolve("adapter"));
        this.naiveShim = FaultShim.around(TestTokens.softHsm(), directory.resolve("naive"));
    }

    @BeforeAll
    void makeTheKeys() {
        TestTokens.certifiedKey(token, "ec", KeySpec.EC_P256);
        TestTokens.certifiedKey(token, "rsa", KeySpec.RSA_2048);
        token.close();
        TokenConfiguration plain = TestTokens.configuration(label, "ec", "rsa");
        token = TestTokens.open(TestTokens.through(shim.library(), plain), new SimpleMeterRegistry());
    }

    @AfterEach
    void mend() {
        naiveShim.clear();
        shim.clear();
        // Back-off after a fault must not reach into the next test.
        await().atMost(LIMIT).ignoreExceptionsInstanceOf(TokenException.class).until(() -> adapterSigns("ec"));
        permits.set(0);
    }

    @AfterAll
    void close() {
        token.close();
    }

    /** With a provider of its own each time, as it is after a start. */
    private NaiveSigner naive(String key) throws Exception {
        return NaiveSigner.open(naiveShim.library(), label).key(key);
    }

    private byte[] sign(String name) {
        SigningKey key = token.signingKey(name);
        return key.sign(SignatureScheme.standardFor(key.publicKey()), NaiveSigner.MESSAGE, permits::incrementAndGet);
    }

    private boolean adapterSigns(String name) {
        return NaiveSigner.verifies(token.signingKey(name).publicKey(), sign(name));
    }

    @ParameterizedTest
    @CsvSource({
        "0x30, CKR_DEVICE_ERROR",
        "0x32, CKR_DEVICE_REMOVED",
        "0xB3, CKR_SESSION_HANDLE_INVALID",
        "0x101, CKR_USER_NOT_LOGGED_IN",
        "0x05, CKR_GENERAL_ERROR",
        "0xE0, CKR_TOKEN_NOT_PRESENT",
        "0xB0, CKR_SESSION_CLOSED",
        "0xB1, CKR_SESSION_COUNT",
        "0x02, CKR_HOST_MEMORY",
        "0x90, CKR_OPERATION_ACTIVE"
    })
    void p10_anErrorThatPassesReachesTheNaiveCallerAndTheAdapterTriesAgainWhatCannotHaveSigned(
            String number, String name) throws Exception {
        NaiveSigner naive = naive("ec");
        for (String function : new String[] {"C_SignInit", "C_OpenSession", "C_Sign"}) {
            List<Signature> held = new ArrayList<>();
            long before = naiveShim.injected(function);
            naiveShim.control(function + " count=1 error=" + number);
            assertThatThrownBy(() -> {
                        for (int i = 0; function.equals("C_OpenSession") && i < 20; i++) {
                            held.add(naive.begin());
                        }
                        naive.sign();
                    })
                    .as(function)
                    .rootCause()
                    .hasMessageContaining(name);
            assertThat(held).hasSizeLessThan(20);
            assertThat(naiveShim.injected(function) - before).isEqualTo(1);
        }

        theAdapterSignsThroughItAtSignInit(number);
        theAdapterSignsThroughItAtOpenSession(number);
        theAdapterDoesNotTryAgainWhatMayHaveSigned(number, name);
        theAdapterSaysWhatAPersistentErrorIs(number, name);
    }

    private void theAdapterSignsThroughItAtSignInit(String number) {
        shim.control("C_SignInit count=1 error=" + number);
        assertThat(adapterSigns("ec")).isTrue();
        assertThat(permits).hasValue(1);
    }

    /** A new generation has few sessions; with three at work the fourth place needs one more. */
    private void theAdapterSignsThroughItAtOpenSession(String number) throws Exception {
        long before = shim.injected("C_OpenSession");
        ExecutorService threads = Executors.newCachedThreadPool();
        CountDownLatch release = new CountDownLatch(1);
        try {
            token.refresh();
            assertThat(adapterSigns("ec")).isTrue();
            SigningKey key = token.signingKey("ec");
            List<Future<byte[]>> held = new ArrayList<>();
            CountDownLatch occupied = new CountDownLatch(3);
            for (int i = 0; i < 3; i++) {
                held.add(threads.submit(() -> key.sign(SignatureScheme.ECDSA_SHA256, NaiveSigner.MESSAGE, () -> {
                    occupied.countDown();
                    hold(release);
                })));
            }
            assertThat(occupied.await(20, TimeUnit.SECONDS)).isTrue();
            permits.set(0);
            shim.control("C_OpenSession count=1 error=" + number);
            assertThat(adapterSigns("ec")).isTrue();
            assertThat(permits).hasValue(1);
            release.countDown();
            for (Future<byte[]> signature : held) {
                assertThat(signature.get(20, TimeUnit.SECONDS)).isNotEmpty();
            }
        } finally {
            release.countDown();
            threads.shutdownNow();
        }
        assertThat(shim.injected("C_OpenSession") - before).isEqualTo(1);
    }

    private static void hold(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void theAdapterDoesNotTryAgainWhatMayHaveSigned(String number, String name) {
        for (String key : new String[] {"ec", "rsa"}) {
            permits.set(0);
            assertThat(adapterSigns(key)).isTrue();
            long asked = shim.calls("C_Sign");
            permits.set(0);
            shim.control("C_Sign count=1 error=" + number);
            assertThatThrownBy(() -> sign(key))
                    .isInstanceOf(SignatureOutcomeUnknownException.class)
                    .hasMessageContaining(name)
                    .hasMessageContaining("key \"" + key + "\"")
                    .hasMessageContaining("token \"" + label + "\"")
                    .hasMessageContaining("slot ");
            assertThat(shim.calls("C_Sign")).isEqualTo(asked + 1);
            assertThat(permits).hasValue(1);
            assertThat(adapterSigns(key)).isTrue();
        }
    }

    private void theAdapterSaysWhatAPersistentErrorIs(String number, String name) {
        long asked = shim.calls("C_Sign");
        permits.set(0);
        shim.control("C_SignInit error=" + number);
        assertThatThrownBy(() -> sign("ec"))
                .isInstanceOf(SigningNotStartedException.class)
                .hasMessageContaining(name)
                .hasMessageContaining("slot ");
        assertThat(permits).hasValue(0);
        assertThat(shim.calls("C_Sign")).isEqualTo(asked);
        assertThat(token.health().status()).isEqualTo(TokenHealth.Status.DOWN);
        assertThat(token.health().detail()).contains(name);
    }

    @Test
    void e4_theClassOfAnExceptionDoesNotTellWhetherTheTokenSignedAndTheAdapterSaysIt() throws Exception {
        NaiveSigner naive = naive("ec");
        naive.sign();
        naiveShim.control("C_SignInit count=1 error=0x30");
        Throwable before = catchThrowable(naive::sign);
        naiveShim.control("C_Sign count=1 after error=0x30");
        Throwable after = catchThrowable(naive::sign);
        assertThat(before).hasStackTraceContaining("CKR_DEVICE_ERROR");
        assertThat(after).hasStackTraceContaining("CKR_DEVICE_ERROR").hasSameClassAs(before);

        // Each try of the adapter, and the challenge of the generation it makes in between.
        shim.control("C_SignInit error=0x30");
        assertThatThrownBy(() -> sign("ec")).isInstanceOf(SigningNotStartedException.class);
        assertThat(permits).hasValue(0);
        shim.clear();
        await().atMost(LIMIT)
                .ignoreExceptionsInstanceOf(SigningNotStartedException.class)
                .until(() -> adapterSigns("ec"));
        permits.set(0);
        shim.control("C_Sign count=1 after error=0x30");
        assertThatThrownBy(() -> sign("ec")).isInstanceOf(SignatureOutcomeUnknownException.class);
        assertThat(permits).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ec", "rsa"})
    void e4_aLostReplyLooksLikeAFailureSoThatANaiveRetrySignsTwiceAndTheAdapterNever(String key) throws Exception {
        NaiveSigner naive = naive(key);
        naive.sign();
        naiveShim.control("C_Sign count=1 error=0x30");
        Throwable failure = catchThrowable(naive::sign);
        long signed = naiveShim.calls("C_Sign");
        naiveShim.control("C_Sign count=1 after error=0x30");
        Throwable lostReply = catchThrowable(naive::sign);
        assertThat(lostReply).hasSameClassAs(failure).hasMessage(failure.getMessage());
        naive.sign();
        assertThat(naiveShim.calls("C_Sign") - signed).isEqualTo(2);

        assertThat(adapterSigns(key)).isTrue();
        long asked = shim.calls("C_Sign");
        permits.set(0);
        shim.control("C_Sign count=1 after error=0x30");
        assertThatThrownBy(() -> sign(key))
                .isInstanceOf(SignatureOutcomeUnknownException.class)
                .hasMessageContaining("whether it did is not known")
                .hasMessageContaining("Never sign the same serial number again");
        assertThat(shim.calls("C_Sign")).isEqualTo(asked + 1);
        assertThat(permits).hasValue(1);
    }

    @Test
    void e4_bufferTooSmallMakesTheProviderAskTwiceWithinOneSignAndTheAdapterSpendsOnePermit() throws Exception {
        NaiveSigner naive = naive("ec");
        naive.sign();
        long signed = naiveShim.calls("C_Sign");
        naiveShim.control("C_Sign count=1 keep error=0x150");
        assertThat(NaiveSigner.verifies(naive.publicKey(), naive.sign())).isTrue();
        assertThat(naiveShim.calls("C_Sign") - signed).isEqualTo(2);

        // The token did not sign and asks for room: the second call is the one that signs.
        assertThat(adapterSigns("ec")).isTrue();
        permits.set(0);
        shim.control("C_Sign count=1 keep error=0x150");
        assertThat(adapterSigns("ec")).isTrue();
        assertThat(permits).hasValue(1);
        // It ended the operation, having signed or not: nobody knows, and nobody is told that it is good.
        for (String fault : new String[] {"C_Sign count=1 error=0x150", "C_Sign count=1 after error=0x150"}) {
            permits.set(0);
            long asked = shim.calls("C_Sign");
            shim.control(fault);
            assertThatThrownBy(() -> sign("ec"))
                    .isInstanceOf(SignatureOutcomeUnknownException.class)
                    .hasMessageContaining("CKR_OPERATION_NOT_INITIALIZED");
            assertThat(shim.calls("C_Sign") - asked).isEqualTo(2);
            assertThat(permits).hasValue(1);
        }
    }

    @Test
    void e4_anOperationLeftActivePoisonsASessionOfANaiveUseAndTheAdapterIsRidOfItAtOnce() throws Exception {
        NaiveSigner naive = naive("ec");
        naive.sign();
        naiveShim.control("C_Sign count=1 keep error=0x30");
        assertThatThrownBy(naive::sign).rootCause().hasMessageContaining("CKR_DEVICE_ERROR");
        int poisoned = 0;
        for (int i = 0; i < 10; i++) {
            Throwable thrown = catchThrowable(naive::sign);
            if (thrown != null) {
                assertThat(thrown).rootCause().hasMessageContaining("CKR_OPERATION_ACTIVE");
                poisoned++;
            }
        }
        assertThat(poisoned).isBetween(4, 10);

        assertThat(adapterSigns("ec")).isTrue();
        long generation = token.health().generation();
        permits.set(0);
        shim.control("C_Sign count=1 keep error=0x30");
        assertThatThrownBy(() -> sign("ec")).isInstanceOf(SignatureOutcomeUnknownException.class);
        for (int i = 0; i < 10; i++) {
            assertThat(adapterSigns("ec")).isTrue();
        }
        assertThat(permits).hasValue(11);
        assertThat(token.health().generation()).isLessThanOrEqualTo(generation + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ec", "rsa"})
    void e4_aSignatureOneByteShortIsReturnedWithoutComplaintAndTheAdapterDoesNotHandItOn(String key) throws Exception {
        NaiveSigner naive = naive(key);
        assertThat(NaiveSigner.verifies(naive.publicKey(), naive.sign())).isTrue();
        naiveShim.control("C_Sign count=1 short=1");
        byte[] tooShort = naive.sign();
        assertThat(tooShort).isNotEmpty();
        assertThat(NaiveSigner.verifies(naive.publicKey(), tooShort)).isFalse();

        assertThat(adapterSigns(key)).isTrue();
        permits.set(0);
        shim.control("C_Sign count=1 short=1");
        assertThatThrownBy(() -> sign(key))
                .isInstanceOf(SignatureOutcomeUnknownException.class)
                .hasMessageContaining(
                        key.equals("ec") ? "has 63 bytes where 64 are due" : "has 255 bytes where 256 are due");
        assertThat(permits).hasValue(1);
    }
}
