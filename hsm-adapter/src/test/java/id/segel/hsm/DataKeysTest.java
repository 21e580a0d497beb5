package id.segel.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Wrapping and authenticating in the token. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DataKeysTest {
    private static final byte[] AAD = "letter|content|42|1".getBytes(StandardCharsets.UTF_8);
    private static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8);

    private final Token token = TestTokens.open(TestTokens.create());

    @BeforeAll
    void makeKeys() {
        token.generateWrappingKey("bungkus");
        token.generateWrappingKey("bungkus-lain");
        token.generateMacKey("indeks");
        token.generateMacKey("indeks-lain");
    }

    @AfterAll
    void close() {
        token.close();
    }

    @Test
    void whatIsWrappedIsUnwrapped() {
        WrappingKey key = token.wrappingKey("bungkus");
        for (int length : new int[] {0, 1, 32, 1000, WrappingKey.MAX_PLAINTEXT}) {
            byte[] plaintext = new byte[length];
            Arrays.fill(plaintext, (byte) 7);

            byte[] wrapped = key.wrap(plaintext, AAD);

            assertThat(wrapped).hasSize(length + WrappingKey.OVERHEAD);
            assertThat(key.unwrap(wrapped, AAD)).isEqualTo(plaintext);
        }
    }

    @Test
    void noTwoWrappingsAreAlike() {
        WrappingKey key = token.wrappingKey("bungkus");
        assertThat(key.wrap(SECRET, AAD)).isNotEqualTo(key.wrap(SECRET, AAD));
    }

    @Test
    void anEmptyContextIsAContext() {
        WrappingKey key = token.wrappingKey("bungkus");
        byte[] wrapped = key.wrap(SECRET, new byte[0]);

        assertThat(key.unwrap(wrapped, new byte[0])).isEqualTo(SECRET);
        assertThatThrownBy(() -> key.unwrap(wrapped, AAD)).isInstanceOf(BadCiphertextException.class);
    }

    @Test
    void everyAlteredByteIsNoticed() {
        WrappingKey key = token.wrappingKey("bungkus");
        byte[] wrapped = key.wrap(SECRET, AAD);
        for (int i = 0; i < wrapped.length; i++) {
            byte[] altered = wrapped.clone();
            altered[i] ^= 1;
            assertThatThrownBy(() -> key.unwrap(altered, AAD)).isInstanceOf(BadCiphertextException.class);
        }
        assertThat(key.unwrap(wrapped, AAD)).isEqualTo(SECRET);
        assertThat(token.health().status()).isEqualTo(TokenHealth.Status.UP);
    }

    @Test
    void anotherContextAnotherKeyAndAShortenedTextAreNoticed() {
        WrappingKey key = token.wrappingKey("bungkus");
        byte[] wrapped = key.wrap(SECRET, AAD);

        assertThatThrownBy(() -> key.unwrap(wrapped, "letter|content|43|1".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(BadCiphertextException.class);
        assertThatThrownBy(() -> token.wrappingKey("bungkus-lain").unwrap(wrapped, AAD))
                .isInstanceOf(BadCiphertextException.class);
        for (int length : new int[] {0, 27, 28, wrapped.length - 1}) {
            assertThatThrownBy(() -> key.unwrap(Arrays.copyOf(wrapped, length), AAD))
                    .isInstanceOf(BadCiphertextException.class);
        }
    }

    @Test
    void aTextTooLongIsRefused() {
        assertThatThrownBy(() -> token.wrappingKey("bungkus").wrap(new byte[WrappingKey.MAX_PLAINTEXT + 1], AAD))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("65537");
        assertThatThrownBy(() -> token.macKey("indeks").mac(new byte[MacKey.MAX_DATA + 1]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("65537");
    }

    @Test
    void theSameDataGiveTheSameMacAndOtherDataAnother() {
        MacKey key = token.macKey("indeks");
        byte[] mac = key.mac(SECRET);

        token.refresh();

        assertThat(mac).hasSize(32);
        assertThat(key.mac(SECRET)).isEqualTo(mac);
        assertThat(key.mac(AAD)).isNotEqualTo(mac);
        assertThat(token.macKey("indeks-lain").mac(SECRET)).isNotEqualTo(mac);
        assertThat(key.mac(new byte[0])).hasSize(32);
    }

    @Test
    void aKeyOfAnotherKindIsRefusedWithTheReason() {
        assertThatThrownBy(() -> token.macKey("bungkus"))
                .isInstanceOf(TokenException.class)
                .hasMessageContaining("is a wrapping key, not a mac key");
        assertThatThrownBy(() -> token.wrappingKey("indeks")).hasMessageContaining("is a mac key, not a wrapping key");
        assertThatThrownBy(() -> token.signingKey("indeks")).hasMessageContaining("is a mac key, not a signing key");
        assertThatThrownBy(() -> token.wrappingKey("tiada")).hasMessageContaining("no key of this label");
    }
}
