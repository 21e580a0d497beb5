package id.segel.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every scheme with every kind of key, made in the token and verified by software that is not ours. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SigningTest {
    private static final byte[] MESSAGE = "yang akan ditandatangani".getBytes(StandardCharsets.UTF_8);
    private static final KeySpec[] SPECS = {KeySpec.RSA_2048, KeySpec.RSA_4096, KeySpec.EC_P256, KeySpec.EC_P384};

    private final Map<KeySpec, NewKey> newKeys = new EnumMap<>(KeySpec.class);
    private final Map<KeySpec, SigningKey> keys = new EnumMap<>(KeySpec.class);
    private final Token token = TestTokens.open(TestTokens.create());

    @BeforeAll
    void makeKeys() {
        for (KeySpec spec : SPECS) {
            NewKey key = token.generateKeyPair(spec.name(), spec);
            newKeys.put(spec, key);
            token.storeCertificate(spec.name(), TestCertificates.selfSigned(key));
            keys.put(spec, token.signingKey(spec.name()));
        }
    }

    @AfterAll
    void close() {
        token.close();
    }

    private SigningKey key(KeySpec spec) {
        return Objects.requireNonNull(keys.get(spec));
    }

    private NewKey newKey(KeySpec spec) {
        return Objects.requireNonNull(newKeys.get(spec));
    }

    static Stream<Arguments> everySchemeThatFits() {
        return Stream.of(SPECS)
                .flatMap(spec -> Stream.of(SignatureScheme.values())
                        .filter(scheme ->
                                spec.algorithm().equals("RSA") == scheme.name().startsWith("RSA"))
                        .filter(scheme -> spec != KeySpec.EC_P256 || scheme == SignatureScheme.ECDSA_SHA256)
                        .filter(scheme -> spec != KeySpec.EC_P384 || scheme == SignatureScheme.ECDSA_SHA384)
                        .map(scheme -> Arguments.of(spec, scheme)));
    }

    @ParameterizedTest
    @MethodSource("everySchemeThatFits")
    void aSignatureOfTheTokenVerifiesInSoftware(KeySpec spec, SignatureScheme scheme) throws Exception {
        SigningKey key = key(spec);
        AtomicInteger consumed = new AtomicInteger();

        byte[] signature = key.sign(scheme, MESSAGE, consumed::incrementAndGet);

        assertThat(verifies(scheme, key.publicKey(), MESSAGE, signature)).isTrue();
        assertThat(verifies(scheme, key.publicKey(), new byte[] {1}, signature)).isFalse();
        assertThat(consumed).hasValue(1);
        if (spec.algorithm().equals("RSA")) {
            assertThat(signature).hasSize(spec.size() / 8);
        }
    }

    @ParameterizedTest
    @MethodSource("everySchemeThatFits")
    void aNewKeySignsNatively(KeySpec spec, SignatureScheme scheme) throws Exception {
        NewKey key = newKey(spec);
        AtomicInteger consumed = new AtomicInteger();

        byte[] signature = key.signer().sign(scheme, MESSAGE, consumed::incrementAndGet);

        assertThat(verifies(scheme, key.publicKey(), MESSAGE, signature)).isTrue();
        assertThat(consumed).hasValue(1);
        assertThat(key.publicKey()).isEqualTo(key(spec).publicKey());
    }

    @Test
    void theCertificateOfTheCeremonyVerifiesWithItsOwnKey() throws Exception {
        for (SigningKey key : keys.values()) {
            X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(key.certificate()));

            certificate.verify(key.publicKey());
            assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=" + key.label());
        }
    }

    @Test
    void everyMessageLengthOfEcdsaYieldsStrictDer() throws Exception {
        SigningKey key = key(KeySpec.EC_P256);
        for (int i = 0; i < 300; i++) {
            byte[] message = {(byte) i, (byte) (i >> 8)};
            byte[] signature = key.sign(SignatureScheme.ECDSA_SHA256, message, () -> {});
            // Bouncy Castle refuses what is not DER.
            assertThat(verifies(SignatureScheme.ECDSA_SHA256, key.publicKey(), message, signature))
                    .isTrue();
        }
    }

    @Test
    void aSchemeThatDoesNotFitTheKeyIsRefusedBeforeThePermitIsAsked() {
        AtomicInteger consumed = new AtomicInteger();

        assertThatThrownBy(() ->
                        key(KeySpec.EC_P256).sign(SignatureScheme.ECDSA_SHA384, MESSAGE, consumed::incrementAndGet))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("EC_P256")
                .hasMessageContaining("ECDSA_SHA384");
        assertThatThrownBy(() ->
                        key(KeySpec.RSA_2048).sign(SignatureScheme.ECDSA_SHA256, MESSAGE, consumed::incrementAndGet))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> newKey(KeySpec.EC_P384)
                        .signer()
                        .sign(SignatureScheme.RSA_PSS_SHA384, MESSAGE, consumed::incrementAndGet))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(consumed).hasValue(0);
    }

    @Test
    void aKeyJustMadeHasNoCertificate() {
        assertThatThrownBy(() -> newKey(KeySpec.RSA_2048).signer().certificate())
                .isInstanceOf(TokenException.class)
                .hasMessageContaining("has no certificate");
    }

    private static boolean verifies(SignatureScheme scheme, PublicKey key, byte[] message, byte[] signature)
            throws GeneralSecurityException {
        String hash = scheme.digest().replace("-", "");
        BouncyCastleProvider bouncyCastle = new BouncyCastleProvider();
        Signature verifier;
        if (scheme.name().startsWith("RSA_PSS")) {
            verifier = Signature.getInstance("RSASSA-PSS", bouncyCastle);
            int salt = Integer.parseInt(hash.substring(3)) / 8;
            verifier.setParameter(
                    new PSSParameterSpec(scheme.digest(), "MGF1", new MGF1ParameterSpec(scheme.digest()), salt, 1));
        } else {
            verifier = Signature.getInstance(
                    hash + "with" + (scheme.name().startsWith("RSA") ? "RSA" : "ECDSA"), bouncyCastle);
        }
        verifier.initVerify(key);
        verifier.update(message);
        return verifier.verify(signature);
    }
}
