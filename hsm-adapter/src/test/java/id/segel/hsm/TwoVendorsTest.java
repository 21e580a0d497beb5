package id.segel.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.security.Signature;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** SoftHSM2 and NSS softokn in one process, each with keys of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TwoVendorsTest {
    private static final byte[] MESSAGE = {1, 2, 3};

    @TempDir
    private static Path directory = Path.of("");

    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final String label = TestTokens.create();
    private final Token softHsm = TestTokens.open(label);
    private NssSoftokn nss = new NssSoftokn(Path.of("/"), "", "-");
    private Token other = softHsm;

    @BeforeAll
    void openBoth() throws Exception {
        nss = NssSoftokn.in(directory.resolve("nss"));
        other = Token.open(configuration(NssSoftokn.PIN), meters);
    }

    private TokenConfiguration configuration(String pin) {
        return new TokenConfiguration(
                TokenPurpose.DATA,
                nss.library(),
                nss.label(),
                TestTokens.pin(pin),
                4,
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                List.of(),
                nss.parameters(),
                null);
    }

    @AfterAll
    void close() {
        softHsm.close();
        other.close();
    }

    private static boolean verifies(SigningKey key, byte[] signature) throws Exception {
        Signature verifier = Signature.getInstance(
                key.publicKey().getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA");
        verifier.initVerify(key.publicKey());
        verifier.update(MESSAGE);
        return verifier.verify(signature);
    }

    @Test
    void aKeyOfTheSameLabelInEachIsEachOnesOwn() throws Exception {
        SigningKey here = TestTokens.certifiedKey(softHsm, "kunci", KeySpec.EC_P256);
        SigningKey there = nss.certifiedKey(other, "kunci", true);

        for (int i = 0; i < 20; i++) {
            byte[] one = here.sign(SignatureScheme.ECDSA_SHA256, MESSAGE, () -> {});
            byte[] two = there.sign(SignatureScheme.ECDSA_SHA256, MESSAGE, () -> {});
            assertThat(verifies(here, one)).isTrue();
            assertThat(verifies(there, two)).isTrue();
            assertThat(verifies(here, two)).isFalse();
        }
        assertThat(Objects.requireNonNull(other.health().keys().get("kunci")).status())
                .isEqualTo(TokenHealth.Status.UP);
    }

    @Test
    void rsaSignsInTheOtherVendorsTokenToo() throws Exception {
        SigningKey key = nss.certifiedKey(other, "rsa", false);

        assertThat(verifies(key, key.sign(SignatureScheme.RSA_PKCS1_SHA256, MESSAGE, () -> {})))
                .isTrue();
        assertThat(other.keys())
                .filteredOn(info -> info.label().equals("rsa"))
                .singleElement()
                .satisfies(info -> assertThat(info.usable()).isTrue());
    }

    @Test
    void aTokenThatDoesNotSayItsKeyWasBornInItMakesNoneByCeremony() {
        assertThatThrownBy(() -> other.generateKeyPair("upacara", KeySpec.EC_P256))
                .hasMessageContaining("it was not made in the token")
                .hasMessageContaining("it was destroyed");
        assertThat(other.hasKey("upacara")).isFalse();
    }

    @Test
    void theLibraryIsNotLoadedWithOtherParameters() {
        assertThatThrownBy(() -> Token.module(nss.library(), "configdir='sql:/elsewhere'"))
                .isInstanceOf(TokenException.class)
                .hasMessageContaining("other parameters");
    }

    @Test
    void itSaysWhatItIs() {
        ModuleInfo info = Token.module(nss.library(), nss.parameters());

        assertThat(info.isSoftHsm()).isFalse();
        assertThat(info.manufacturer()).contains("Mozilla");
        assertThat(info.slots()).extracting(SlotInfo::label).contains(nss.label());
    }
}
