package id.segel.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import id.segel.softhsm.FaultShim;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service that starts while its token is away. */
class OpenWheneverTest {
    private static final byte[] MESSAGE = {1, 2, 3};

    @TempDir
    private static Path directory = Path.of("");

    private final String label = TestTokens.create();
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final FaultShim shim = FaultShim.around(TestTokens.softHsm(), directory.resolve(label));

    @AfterEach
    void close() {
        shim.close();
    }

    private TokenConfiguration configuration(String... expectedKeys) {
        return TestTokens.through(shim.library(), TestTokens.configuration(label, expectedKeys));
    }

    private void makeKeys() {
        try (Token token = TestTokens.open(label)) {
            TestTokens.certifiedKey(token, "kunci", KeySpec.EC_P256);
            token.generateWrappingKey("bungkus");
            token.generateMacKey("indeks");
        }
    }

    @Test
    void itsKeysAreThereWhenTheTokenIs() {
        makeKeys();
        shim.control("* error=0x32");
        try (Token token = Token.openWhenever(List.of(configuration("kunci")), meters)) {
            assertThat(token.health().status()).isEqualTo(TokenHealth.Status.DOWN);
            assertThat(token.health().generation()).isZero();
            assertThat(token.health().detail()).contains("CKR_DEVICE_REMOVED");
            SigningKey key = token.signingKey("kunci");
            WrappingKey wrapping = token.wrappingKey("bungkus");
            MacKey mac = token.macKey("indeks");
            assertThatThrownBy(() -> key.sign(SignatureScheme.ECDSA_SHA256, MESSAGE, () -> {}))
                    .isInstanceOf(SigningNotStartedException.class);
            assertThatThrownBy(() -> wrapping.wrap(MESSAGE, MESSAGE)).isInstanceOf(TokenException.class);
            assertThatThrownBy(token::challenge).isInstanceOf(TokenException.class);

            shim.clear();

            await().ignoreExceptionsInstanceOf(TokenException.class).until(() -> {
                token.challenge();
                return token.health().status() == TokenHealth.Status.UP;
            });
            assertThat(key.sign(SignatureScheme.ECDSA_SHA256, MESSAGE, () -> {}))
                    .isNotEmpty();
            assertThat(wrapping.unwrap(wrapping.wrap(MESSAGE, MESSAGE), MESSAGE))
                    .isEqualTo(MESSAGE);
            assertThat(mac.mac(MESSAGE)).hasSize(32);
            assertThatThrownBy(() -> token.wrappingKey("tidak-ada")).hasMessageContaining("no key of this label");
        }
    }

    @Test
    void aWrongPinIsNoReasonToWait() {
        TokenConfiguration right = configuration();
        TokenConfiguration wrong = new TokenConfiguration(
                right.purpose(),
                right.module(),
                label,
                TestTokens.pin("salah"),
                2,
                right.permitTimeout(),
                right.signTimeout(),
                List.of());

        assertThatThrownBy(() -> Token.openWhenever(List.of(wrong), meters)).isInstanceOf(PinRefusedException.class);
    }

    @Test
    void aMissingLibraryIsNoReasonToWait() {
        TokenConfiguration configuration =
                TestTokens.through(directory.resolve("tidak-ada.so"), TestTokens.configuration(label));

        assertThatThrownBy(() -> Token.openWhenever(List.of(configuration), meters))
                .isInstanceOf(TokenException.class)
                .hasMessageContaining("no readable file");
    }

    @Test
    void theKeyOfACertificateIsFoundByItsPublicKey() {
        makeKeys();
        try (Token token = Token.open(configuration(), meters)) {
            byte[] publicKey = token.signingKey("kunci").publicKey().getEncoded();

            assertThat(token.signingKey(publicKey).label()).isEqualTo("kunci");
            assertThatThrownBy(() -> token.signingKey(new byte[] {1}))
                    .isInstanceOf(TokenException.class)
                    .hasMessageContaining("No usable key");
        }
    }
}
