package id.segel.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Finding, initialising and opening tokens, and what is said when that cannot be. */
class OpeningTest {
    @Test
    void aTokenIsOpenedByItsLabel() {
        String label = TestTokens.create();

        try (Token token = TestTokens.open(label)) {
            assertThat(token.label()).isEqualTo(label);
            assertThat(token.purpose()).isEqualTo(TokenPurpose.CA);
            assertThat(token.keys()).isEmpty();
            assertThat(token.hasKey("kunci")).isFalse();
            assertThat(token.health().status()).isEqualTo(TokenHealth.Status.UP);
            assertThat(token.health().generation()).isEqualTo(1);
        }
    }

    @Test
    void aTokenOpensAgainAfterItWasClosed() {
        String label = TestTokens.create();
        try (Token token = TestTokens.open(label)) {
            TestTokens.certifiedKey(token, "kunci", KeySpec.EC_P256);
        }
        try (Token token = TestTokens.open(label, "kunci")) {
            assertThat(token.signingKey("kunci").sign(SignatureScheme.ECDSA_SHA256, new byte[1], () -> {}))
                    .isNotEmpty();
        }
    }

    @Test
    void aWrongPinIsRefusedWithoutShowingIt() {
        String label = TestTokens.create();
        TokenConfiguration right = TestTokens.configuration(label);
        TokenConfiguration wrong = new TokenConfiguration(
                right.purpose(),
                right.module(),
                label,
                TestTokens.pin("salah-0815"),
                1,
                Duration.ofSeconds(1),
                Duration.ofSeconds(5),
                List.of());

        assertThatThrownBy(() -> Token.open(wrong, new SimpleMeterRegistry()))
                .isInstanceOf(PinRefusedException.class)
                .hasMessageContaining("CKR_PIN_INCORRECT")
                .hasMessageContaining(label)
                .hasMessageNotContaining("salah");
        try (Token token = TestTokens.open(right, new SimpleMeterRegistry())) {
            assertThat(token.health().status()).isEqualTo(TokenHealth.Status.UP);
        }
    }

    @Test
    void aLabelNobodyCarriesIsNamed() {
        assertThatThrownBy(() -> TestTokens.open("tiada-" + System.nanoTime()))
                .isInstanceOf(TokenException.class)
                .hasMessageContaining("No token carries this label")
                .hasMessageContaining("libsofthsm2.so")
                .hasMessageContaining("Correct the label");
    }

    @Test
    void whatIsNoPkcs11LibraryIsNamed() throws Exception {
        Path text = java.nio.file.Files.createTempFile("bukan", ".so");
        for (Path module : List.of(Path.of("/tidak/ada/libpkcs11.so"), text)) {
            assertThatThrownBy(() -> Token.module(module))
                    .isInstanceOf(TokenException.class)
                    .hasMessageContaining(module.toString())
                    .hasMessageContaining("Name the PKCS#11 library");
        }
        java.nio.file.Files.delete(text);
    }

    @Test
    void aTokenExistsOnceItIsInitialised() {
        String label = "baru-" + System.nanoTime() % 1_000_000;
        assertThat(Token.exists(TestTokens.softHsm(), label)).isFalse();

        Token.initialise(TestTokens.softHsm(), label, TestTokens.pin("so-4711"), TestTokens.pin("1234"));

        assertThat(Token.exists(TestTokens.softHsm(), label)).isTrue();
        assertThatThrownBy(() -> Token.initialise(
                        TestTokens.softHsm(), label, TestTokens.pin("so-4711"), TestTokens.pin("1234")))
                .isInstanceOf(TokenException.class)
                .hasMessageContaining("A token of this label exists");
    }

    @Test
    void theLibraryTellsOfItselfItsSlotsAndMechanisms() {
        String label = TestTokens.create();

        ModuleInfo info = Token.module(TestTokens.softHsm());

        assertThat(info.isSoftHsm()).isTrue();
        assertThat(info.version()).matches("\\d+\\.\\d+");
        SlotInfo slot = info.slots().stream()
                .filter(candidate -> candidate.label().equals(label))
                .findFirst()
                .orElseThrow();
        assertThat(slot.initialised()).isTrue();
        assertThat(slot.userPinInitialised()).isTrue();
        // SoftHSM2 says "infinite" and "unavailable": neither is a number.
        assertThat(slot.maxSessions()).isEqualTo(-1);
        assertThat(slot.flags()).contains("CKF_LOGIN_REQUIRED", "CKF_TOKEN_INITIALIZED");
        assertThat(info.mechanisms().get(slot.id()))
                .contains("CKM_RSA_PKCS", "CKM_RSA_PKCS_PSS", "CKM_ECDSA", "CKM_AES_GCM", "CKM_SHA256_HMAC");
    }

    @Test
    void aClosedTokenSaysSo() {
        String label = TestTokens.create();
        Token token = TestTokens.open(label);
        SigningKey key = TestTokens.certifiedKey(token, "kunci", KeySpec.EC_P256);
        token.close();
        token.close();

        assertThatThrownBy(() -> key.sign(SignatureScheme.ECDSA_SHA256, new byte[1], () -> {}))
                .isInstanceOf(SigningNotStartedException.class)
                .hasMessageContaining("has been closed");
        assertThatThrownBy(token::refresh).hasMessageContaining("has been closed");
    }

    @Test
    void aConfigurationThatCannotBeMeantIsRefused() {
        TokenConfiguration good = TestTokens.configuration("label");
        assertThatThrownBy(() -> TestTokens.tight(good, 0, Duration.ofSeconds(1), Duration.ofSeconds(1)))
                .hasMessageContaining("permits of token \"label\" is 0");
        assertThatThrownBy(() -> TestTokens.tight(good, 1, Duration.ZERO, Duration.ofSeconds(1)))
                .hasMessageContaining("permitTimeout");
        assertThatThrownBy(() -> TestTokens.tight(good, 1, Duration.ofSeconds(1), Duration.ofDays(1)))
                .hasMessageContaining("signTimeout");
        assertThatThrownBy(() -> TestTokens.configuration("x".repeat(33))).hasMessageContaining("32 bytes");
        assertThat(good.toString()).contains("[REDACTED]").doesNotContain(TestTokens.PIN);
    }
}
