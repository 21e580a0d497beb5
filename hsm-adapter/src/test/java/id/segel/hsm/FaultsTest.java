package id.segel.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import id.segel.softhsm.FaultShim;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the adapter makes of a token that fails: whether a signature was asked for is counted at the token's edge. */
class FaultsTest {
    private static final byte[] MESSAGE = {1, 2, 3};

    @TempDir
    private static Path directory = Path.of("");

    private final String label = TestTokens.create();
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final AtomicInteger consumed = new AtomicInteger();
    private final FaultShim shim = FaultShim.around(TestTokens.softHsm(), directory.resolve(label));
    private Token token = TestTokens.open(label);

    @BeforeEach
    void openThroughTheShim() {
        TestTokens.certifiedKey(token, "rsa", KeySpec.RSA_2048);
        TestTokens.certifiedKey(token, "ec", KeySpec.EC_P256);
        token.close();
        token = open(Duration.ofSeconds(20));
    }

    private Token open(Duration signTimeout) {
        TokenConfiguration plain = TestTokens.configuration(label, "rsa", "ec");
        return Token.open(
                TestTokens.through(shim.library(), TestTokens.tight(plain, 2, Duration.ofSeconds(2), signTimeout)),
                meters);
    }

    @AfterEach
    void close() {
        shim.close();
        token.close();
    }

    private SignatureScheme schemeOf(SigningKey key) {
        return SignatureScheme.standardFor(key.publicKey());
    }

    private byte[] sign(SigningKey key) {
        return key.sign(schemeOf(key), MESSAGE, consumed::incrementAndGet);
    }

    @ParameterizedTest
    @EnumSource(
            value = SignatureScheme.class,
            names = {"RSA_PKCS1_SHA256", "RSA_PSS_SHA256", "ECDSA_SHA256"})
    void aPermitThatThrowsMeansTheTokenIsNeverAskedToSign(SignatureScheme scheme) {
        SigningKey key = token.signingKey(scheme == SignatureScheme.ECDSA_SHA256 ? "ec" : "rsa");
        long asked = shim.calls("C_Sign");

        assertThatThrownBy(() -> key.sign(scheme, MESSAGE, () -> {
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");
        assertThat(shim.calls("C_Sign")).isEqualTo(asked);

        key.sign(scheme, MESSAGE, consumed::incrementAndGet);
        assertThat(shim.calls("C_Sign")).isEqualTo(asked + 1);
        assertThat(shim.calls("C_SignUpdate")).isZero();
        assertThat(consumed).hasValue(1);
    }

    @Test
    void aPermitThatThrowsMeansTheTokenIsNotAskedToSignWithANewKeyEither() {
        NewKey key = token.generateKeyPair("baru", KeySpec.EC_P256);
        long asked = shim.calls("C_Sign");

        assertThatThrownBy(() -> key.signer().sign(SignatureScheme.ECDSA_SHA256, MESSAGE, () -> {
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");
        assertThat(shim.calls("C_Sign")).isEqualTo(asked);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa", "ec"})
    void aFailureBeforeTheSignatureIsTriedAgainOnTheSameGeneration(String name) {
        SigningKey key = token.signingKey(name);
        long generation = token.health().generation();
        shim.control("C_SignInit count=1 error=0x30");

        assertThat(sign(key)).isNotEmpty();
        assertThat(consumed).hasValue(1);
        assertThat(token.health().generation()).isEqualTo(generation);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa", "ec"})
    void aSecondFailureBeforeTheSignatureMakesANewGeneration(String name) {
        SigningKey key = token.signingKey(name);
        long generation = token.health().generation();
        shim.control("C_SignInit count=2 error=0x30");

        assertThat(sign(key)).isNotEmpty();
        assertThat(consumed).hasValue(1);
        assertThat(token.health().generation()).isEqualTo(generation + 1);
    }

    @Test
    void aPoisonedSessionMakesANewGenerationAtOnce() {
        SigningKey key = token.signingKey("ec");
        long generation = token.health().generation();
        // CKR_OPERATION_ACTIVE
        shim.control("C_SignInit count=1 error=0x90");

        assertThat(sign(key)).isNotEmpty();
        assertThat(token.health().generation()).isEqualTo(generation + 1);
    }

    @Test
    void aTokenThatStaysAwayIsToldOfWithoutHavingSignedAndHealsWhenItIsBack() {
        SigningKey key = token.signingKey("ec");
        long asked = shim.calls("C_Sign");
        shim.control("* error=0x32");

        assertThatThrownBy(() -> sign(key))
                .isInstanceOf(SigningNotStartedException.class)
                .hasMessageContaining("CKR_DEVICE_REMOVED")
                .hasMessageContaining(label)
                .hasMessageContaining("connected");
        assertThat(consumed).hasValue(0);
        assertThat(shim.calls("C_Sign")).isEqualTo(asked);
        assertThat(token.health().status()).isEqualTo(TokenHealth.Status.DOWN);

        shim.clear();

        assertThat(sign(key)).isNotEmpty();
        assertThat(token.health().status()).isEqualTo(TokenHealth.Status.UP);
    }

    @ParameterizedTest
    @ValueSource(strings = {"C_Sign count=1 error=0x30", "C_Sign count=1 after error=0x30"})
    void anErrorOfTheSignatureItselfLeavesItsOutcomeUnknownAndIsNotTriedAgain(String fault) {
        for (String name : new String[] {"rsa", "ec"}) {
            SigningKey key = token.signingKey(name);
            long asked = shim.calls("C_Sign");
            consumed.set(0);
            shim.control(fault);

            assertThatThrownBy(() -> sign(key))
                    .isInstanceOf(SignatureOutcomeUnknownException.class)
                    .hasMessageContaining("CKR_DEVICE_ERROR")
                    .hasMessageContaining("Never sign the same serial number again");
            assertThat(consumed).hasValue(1);
            assertThat(shim.calls("C_Sign")).isEqualTo(asked + 1);
            assertThat(token.health().status()).isEqualTo(TokenHealth.Status.DEGRADED);

            assertThat(sign(key)).isNotEmpty();
            assertThat(token.health().status()).isEqualTo(TokenHealth.Status.UP);
        }
    }

    @Test
    void aSignatureTooShortIsOfUnknownOutcome() {
        NewKey newKey = token.generateKeyPair("baru", KeySpec.EC_P256);
        for (SigningKey key : new SigningKey[] {token.signingKey("rsa"), token.signingKey("ec"), newKey.signer()}) {
            for (String fault : new String[] {"C_Sign count=1 short=1", "C_Sign count=1 short=2"}) {
                shim.control(fault);
                assertThatThrownBy(() -> sign(key))
                        .isInstanceOf(SignatureOutcomeUnknownException.class)
                        .hasMessageContaining("are due");
            }
        }
    }

    @Test
    void aTokenThatComputesWronglyIsNotTakenIntoUse() {
        long generation = token.health().generation();
        shim.control("C_Sign flip");

        assertThatThrownBy(token::challenge)
                .isInstanceOf(TokenException.class)
                .hasMessageContaining("does not verify")
                .satisfies(thrown -> assertThat(thrown.getSuppressed()).hasSize(1));
        assertThatThrownBy(token::refresh).hasMessageContaining("does not verify");
        assertThat(token.health().generation()).isEqualTo(generation);
        assertThat(token.health().status()).isEqualTo(TokenHealth.Status.DOWN);

        shim.clear();
        token.challenge();
        assertThat(token.health().status()).isEqualTo(TokenHealth.Status.UP);
    }

    @Test
    void aHungSignatureIsOfUnknownOutcomeAndTheOthersGoOn() throws Exception {
        token.close();
        token = open(Duration.ofMillis(500));
        SigningKey key = token.signingKey("ec");
        shim.control("C_Sign count=1 hang");

        assertThatThrownBy(() -> sign(key))
                .isInstanceOf(SignatureOutcomeUnknownException.class)
                .hasMessageContaining("within 500 ms");
        assertThat(shim.hanging("C_Sign")).isEqualTo(1);
        assertThat(token.health().status()).isEqualTo(TokenHealth.Status.DOWN);
        assertThat(meters.get("segel.hsm.permits.available").gauge().value()).isEqualTo(1);
        assertThat(sign(key)).isNotEmpty();
        token.refresh();

        shim.clear();
        await().untilAsserted(() -> assertThat(token.health().status()).isEqualTo(TokenHealth.Status.UP));
        assertThat(meters.get("segel.hsm.permits.available").gauge().value()).isEqualTo(2);
    }

    @Test
    void aHangBeforeTheSignatureMeansNothingWillEverBeSigned() {
        token.close();
        token = open(Duration.ofMillis(500));
        SigningKey key = token.signingKey("ec");
        long asked = shim.calls("C_Sign");
        shim.control("C_SignInit count=1 hang");

        assertThatThrownBy(() -> sign(key))
                .isInstanceOf(SigningNotStartedException.class)
                .hasMessageContaining("within 500 ms");
        assertThat(token.health().status()).isEqualTo(TokenHealth.Status.DOWN);

        shim.clear();
        await().untilAsserted(() -> assertThat(
                        meters.get("segel.hsm.permits.available").gauge().value())
                .isEqualTo(2));
        assertThat(consumed).hasValue(0);
        assertThat(shim.calls("C_Sign")).isEqualTo(asked);
    }

    @Test
    void aGenerationReplacedWhileASignatureIsPreparedDoesNotSignItsSuccessorDoes() throws Exception {
        SigningKey key = token.signingKey("ec");
        long generation = token.health().generation();
        long begun = shim.calls("C_SignInit");
        long asked = shim.calls("C_Sign");
        shim.control("C_SignInit count=1 hang");
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try {
            Future<byte[]> signature = threads.submit(() -> sign(key));
            await().until(() -> shim.hanging("C_SignInit") == 1);
            token.refresh();
            shim.clear();

            assertThat(signature.get(20, TimeUnit.SECONDS)).isNotEmpty();
        } finally {
            threads.shutdownNow();
        }
        assertThat(token.health().generation()).isEqualTo(generation + 1);
        assertThat(consumed).hasValue(1);
        // Begun: on the old generation, two challenges, on the new one. Made: all but the first.
        assertThat(shim.calls("C_SignInit") - begun).isEqualTo(4);
        assertThat(shim.calls("C_Sign") - asked).isEqualTo(3);
    }

    @Test
    void whileEveryCallHangsCallersAreToldSoInTime() throws Exception {
        token.close();
        token = TestTokens.open(
                TestTokens.through(
                        shim.library(),
                        TestTokens.tight(
                                TestTokens.configuration(label, "ec"),
                                1,
                                Duration.ofMillis(200),
                                Duration.ofMillis(300))),
                meters);
        SigningKey key = token.signingKey("ec");
        shim.control("C_Sign hang");
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Future<byte[]> first = threads.submit(() -> sign(key));
            assertThatThrownBy(() -> first.get(20, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOf(SignatureOutcomeUnknownException.class);
            assertThatThrownBy(() -> sign(key)).isInstanceOf(TokenBusyException.class);
            assertThatThrownBy(token::challenge).isInstanceOf(TokenBusyException.class);
            assertThat(consumed).hasValue(1);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aWrongPinIsShownToTheTokenOnce() {
        String fresh = TestTokens.create();
        TokenConfiguration right = TestTokens.configuration(fresh);
        TokenConfiguration wrong = new TokenConfiguration(
                right.purpose(),
                shim.library(),
                fresh,
                TestTokens.pin("salah"),
                2,
                right.permitTimeout(),
                right.signTimeout(),
                right.expectedKeys());
        long logins = shim.calls("C_Login");

        assertThatThrownBy(() -> Token.open(wrong, meters)).isInstanceOf(PinRefusedException.class);

        assertThat(shim.calls("C_Login")).isEqualTo(logins + 1);
    }

    @Test
    void aPinRefusedWhileTheTokenIsInUseIsNotTriedAgainForTheNextCaller() {
        SigningKey key = token.signingKey("ec");
        long logins = shim.calls("C_Login");
        // Every session is lost, and meanwhile somebody changed the PIN.
        shim.control("C_Login error=0xA0", "C_SignInit count=1 drop");

        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> sign(key))
                    .isInstanceOf(SigningNotStartedException.class)
                    .hasMessageContaining("CKR_PIN_INCORRECT");
            assertThatThrownBy(token::refresh).isInstanceOf(PinRefusedException.class);
        }
        assertThat(shim.calls("C_Login")).isEqualTo(logins + 1);
        assertThat(consumed).hasValue(0);
        assertThat(token.health().status()).isEqualTo(TokenHealth.Status.DOWN);
    }
}
