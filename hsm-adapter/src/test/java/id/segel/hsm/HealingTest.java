package id.segel.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.segel.hsm.cryptoki.Cka;
import id.segel.hsm.cryptoki.Cko;
import id.segel.hsm.cryptoki.SessionLoss;
import id.segel.hsm.cryptoki.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sessions and objects lost behind the adapter's back. */
class HealingTest {
    private static final byte[] MESSAGE = {1, 2, 3};

    private final String label = TestTokens.create();
    private Token token = TestTokens.open(label);
    private SigningKey key = TestTokens.certifiedKey(token, "kunci", KeySpec.EC_P256);

    @BeforeEach
    void expectTheKey() {
        token.close();
        token = TestTokens.open(label, "kunci");
        key = token.signingKey("kunci");
    }

    @AfterEach
    void close() {
        token.close();
    }

    private void loseSessions() {
        SessionLoss.strike(TestTokens.softHsm(), label);
    }

    @Test
    void aSignatureAfterAllSessionsWereLostIsMadeByANewGeneration() {
        long before = token.health().generation();
        AtomicInteger consumed = new AtomicInteger();

        loseSessions();

        assertThat(key.sign(SignatureScheme.ECDSA_SHA256, MESSAGE, consumed::incrementAndGet))
                .isNotEmpty();
        assertThat(consumed).hasValue(1);
        assertThat(token.health().generation()).isEqualTo(before + 1);
        assertThat(token.health().status()).isEqualTo(TokenHealth.Status.UP);
    }

    @Test
    void everyKindOfKeyHeals() {
        token.generateWrappingKey("bungkus");
        token.generateMacKey("indeks");
        NewKey newKey = token.generateKeyPair("baru", KeySpec.EC_P384);
        WrappingKey wrapping = token.wrappingKey("bungkus");
        MacKey mac = token.macKey("indeks");
        byte[] wrapped = wrapping.wrap(MESSAGE, MESSAGE);
        byte[] authenticated = mac.mac(MESSAGE);

        loseSessions();
        assertThat(wrapping.unwrap(wrapped, MESSAGE)).isEqualTo(MESSAGE);
        loseSessions();
        assertThat(wrapping.wrap(MESSAGE, MESSAGE)).isNotEmpty();
        loseSessions();
        assertThat(mac.mac(MESSAGE)).isEqualTo(authenticated);
        loseSessions();
        assertThat(newKey.signer().sign(SignatureScheme.ECDSA_SHA384, MESSAGE, () -> {}))
                .isNotEmpty();
        loseSessions();
        token.challenge();
        loseSessions();
        token.generateMacKey("lagi");
        assertThat(token.health().status()).isEqualTo(TokenHealth.Status.UP);
    }

    @Test
    void threadsThatFindTheSessionsLostTogetherShareOneNewGeneration() throws Exception {
        long before = token.health().generation();
        loseSessions();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<byte[]>> signatures = new ArrayList<>();
            AtomicInteger consumed = new AtomicInteger();
            Callable<byte[]> sign = () -> key.sign(SignatureScheme.ECDSA_SHA256, MESSAGE, consumed::incrementAndGet);
            for (int i = 0; i < 8; i++) {
                signatures.add(threads.submit(sign));
            }
            for (Future<byte[]> signature : signatures) {
                assertThat(signature.get(30, TimeUnit.SECONDS)).isNotEmpty();
            }
            assertThat(consumed).hasValue(8);
            assertThat(token.health().generation()).isEqualTo(before + 1);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aKeyDestroyedElsewhereIsNotSignedWithAndTheTokenSaysWhich() {
        AtomicInteger consumed = new AtomicInteger();
        TestTokens.natively(
                label,
                session -> session.find(new Template().number(Cka.CLASS, Cko.PRIVATE_KEY))
                        .forEach(session::destroy));

        assertThatThrownBy(() -> key.sign(SignatureScheme.ECDSA_SHA256, MESSAGE, consumed::incrementAndGet))
                .isInstanceOf(SigningNotStartedException.class)
                .hasMessageContaining("kunci")
                .hasMessageContaining("no key of this label");
        assertThat(consumed).hasValue(0);
        assertThat(token.health().status()).isEqualTo(TokenHealth.Status.DOWN);
        assertThat(token.health().keys()).containsKey("kunci");
        assertThatThrownBy(token::challenge).isInstanceOf(SigningNotStartedException.class);
    }

    @Test
    void failuresInQuickSuccessionDoNotChurnGenerations() {
        TestTokens.natively(
                label,
                session -> session.find(new Template().number(Cka.CLASS, Cko.PRIVATE_KEY))
                        .forEach(session::destroy));
        assertThatThrownBy(() -> key.sign(SignatureScheme.ECDSA_SHA256, MESSAGE, () -> {}))
                .isInstanceOf(SigningNotStartedException.class);

        assertThatThrownBy(() -> key.sign(SignatureScheme.ECDSA_SHA256, MESSAGE, () -> {}))
                .isInstanceOf(SigningNotStartedException.class)
                .hasMessageContaining("could not be made ready a moment ago")
                .hasMessageContaining("no key of this label");
    }

    @Test
    void aRefreshFindsAKeyMadeElsewhere() {
        try (Token other = TestTokens.open(label)) {
            other.generateKeyPair("dari-lain", KeySpec.EC_P256);
        }
        assertThat(token.hasKey("dari-lain")).isFalse();

        token.refresh();

        assertThat(token.hasKey("dari-lain")).isTrue();
    }
}
