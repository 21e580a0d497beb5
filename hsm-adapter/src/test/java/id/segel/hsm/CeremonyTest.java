package id.segel.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.segel.hsm.cryptoki.Attributes;
import id.segel.hsm.cryptoki.Cka;
import id.segel.hsm.cryptoki.Cko;
import id.segel.hsm.cryptoki.Template;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Making keys and storing certificates. */
class CeremonyTest {
    private final String label = TestTokens.create();
    private final Token token = TestTokens.open(label);

    @AfterEach
    void close() {
        token.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = KeySpec.class,
            names = {"RSA_2048", "EC_P256", "EC_P384"})
    void aPrivateKeyIsSensitiveUnextractableLocalAndSignsOnly(KeySpec spec) {
        NewKey key = token.generateKeyPair("kunci", spec);

        TestTokens.natively(label, session -> {
            long object = session.find(
                            new Template().number(Cka.CLASS, Cko.PRIVATE_KEY).bytes(Cka.ID, key.id()))
                    .get(0);
            Attributes made = session.read(
                    object,
                    Cka.LABEL,
                    Cka.TOKEN,
                    Cka.PRIVATE,
                    Cka.SENSITIVE,
                    Cka.ALWAYS_SENSITIVE,
                    Cka.EXTRACTABLE,
                    Cka.NEVER_EXTRACTABLE,
                    Cka.LOCAL,
                    Cka.SIGN,
                    Cka.SIGN_RECOVER,
                    Cka.DECRYPT,
                    Cka.UNWRAP,
                    Cka.DERIVE);
            assertThat(made.text(Cka.LABEL)).isEqualTo("kunci");
            for (long is : new long[] {
                Cka.TOKEN, Cka.PRIVATE, Cka.SENSITIVE, Cka.ALWAYS_SENSITIVE, Cka.NEVER_EXTRACTABLE, Cka.LOCAL, Cka.SIGN
            }) {
                assertThat(made.flag(is, false)).as("attribute 0x%x", is).isTrue();
            }
            for (long isNot : new long[] {Cka.EXTRACTABLE, Cka.SIGN_RECOVER, Cka.DECRYPT, Cka.UNWRAP, Cka.DERIVE}) {
                assertThat(made.flag(isNot, true)).as("attribute 0x%x", isNot).isFalse();
            }
        });
        assertThat(key.id()).hasSize(20);
        assertThat(key.publicKey().getAlgorithm()).isEqualTo(spec.algorithm());
    }

    @Test
    void aKeyIsListedAsUnfinishedUntilItsCertificateIsStored() {
        NewKey key = token.generateKeyPair("kunci", KeySpec.EC_P256);

        assertThat(token.hasKey("kunci")).isTrue();
        assertThat(token.keys()).singleElement().satisfies(info -> {
            assertThat(info.usable()).isFalse();
            assertThat(info.refusal()).contains("no certificate");
            assertThat(info.remedy()).isNotBlank();
            assertThat(info.kind()).isEqualTo(KeyInfo.Kind.SIGNING);
        });
        assertThatThrownBy(() -> token.signingKey("kunci"))
                .isInstanceOf(TokenException.class)
                .hasMessageContaining("no certificate")
                .hasMessageContaining("kunci")
                .hasMessageContaining(label);

        token.storeCertificate("kunci", TestCertificates.selfSigned(key));

        assertThat(token.keys()).singleElement().satisfies(info -> {
            assertThat(info.usable()).isTrue();
            assertThat(info.usages()).isEqualTo(Set.of("sign"));
            assertThat(info.size()).isEqualTo(256);
        });
        assertThat(token.signingKey("kunci").publicKey()).isEqualTo(key.publicKey());
    }

    @Test
    void aLabelInUseIsNeverOverwritten() {
        token.generateKeyPair("kunci", KeySpec.EC_P256);

        for (Runnable again : new Runnable[] {
            () -> token.generateKeyPair("kunci", KeySpec.EC_P384),
            () -> token.generateWrappingKey("kunci"),
            () -> token.generateMacKey("kunci")
        }) {
            assertThatThrownBy(again::run)
                    .isInstanceOf(TokenException.class)
                    .hasMessageContaining("already holds something of this label");
        }
        assertThat(token.keys()).hasSize(1);
    }

    @Test
    void aBlankLabelIsRefused() {
        assertThatThrownBy(() -> token.generateKeyPair(" ", KeySpec.EC_P256))
                .hasMessageContaining("cannot be a key label");
        assertThat(token.keys()).isEmpty();
    }

    @Test
    void aCertificateOfAnotherKeyIsNotStored() {
        token.generateKeyPair("kunci", KeySpec.EC_P256);
        NewKey other = token.generateKeyPair("lain", KeySpec.EC_P256);
        byte[] othersCertificate = TestCertificates.selfSigned(other);

        assertThatThrownBy(() -> token.storeCertificate("kunci", othersCertificate))
                .isInstanceOf(TokenException.class)
                .hasMessageContaining("is for another public key");
        assertThatThrownBy(() -> token.signingKey("kunci")).hasMessageContaining("no certificate");
    }

    @Test
    void whatIsNoSingleDerCertificateIsNotStored() {
        NewKey key = token.generateKeyPair("kunci", KeySpec.EC_P256);
        byte[] certificate = TestCertificates.selfSigned(key);
        byte[] trailing = java.util.Arrays.copyOf(certificate, certificate.length + 1);

        for (byte[] bytes : new byte[][] {trailing, {}, {0x30, 0x00}, new byte[100_000]}) {
            assertThatThrownBy(() -> token.storeCertificate("kunci", bytes))
                    .isInstanceOf(TokenException.class)
                    .hasMessageContaining("not one DER certificate");
        }
    }

    @Test
    void aCertificateForAKeyThatIsAbsentIsRefused() {
        NewKey key = token.generateKeyPair("kunci", KeySpec.EC_P256);

        assertThatThrownBy(() -> token.storeCertificate("tiada", TestCertificates.selfSigned(key)))
                .isInstanceOf(TokenException.class)
                .hasMessageContaining("no key of this label")
                .hasMessageContaining("\"kunci\"");
    }

    @Test
    void aNewCertificateReplacesTheOlderOneOfTheSameKey() {
        NewKey key = token.generateKeyPair("kunci", KeySpec.RSA_2048);
        token.storeCertificate("kunci", TestCertificates.selfSigned(key));
        SigningKey signing = token.signingKey("kunci");
        byte[] renewed = TestCertificates.selfSigned(key);

        token.storeCertificate("kunci", renewed);

        assertThat(signing.certificate()).isEqualTo(renewed);
        TestTokens.natively(
                label,
                session -> assertThat(session.find(new Template()
                                .number(Cka.CLASS, Cko.CERTIFICATE)
                                .bytes(Cka.ID, key.id())))
                        .hasSize(1));
    }

    @Test
    void secretKeysAreSensitiveUnextractableAndOfOnePurpose() {
        token.generateWrappingKey("bungkus");
        token.generateMacKey("indeks");

        assertThat(token.keys()).hasSize(2).allSatisfy(info -> {
            assertThat(info.usable()).isTrue();
            assertThat(info.sensitive()).isTrue();
            assertThat(info.alwaysSensitive()).isTrue();
            assertThat(info.extractable()).isFalse();
            assertThat(info.neverExtractable()).isTrue();
            assertThat(info.local()).isTrue();
            assertThat(info.size()).isEqualTo(256);
        });
        assertThat(token.keys())
                .filteredOn(info -> info.kind() == KeyInfo.Kind.WRAPPING)
                .singleElement()
                .satisfies(info -> assertThat(info.usages()).isEqualTo(Set.of("encrypt", "decrypt")));
        assertThat(token.keys())
                .filteredOn(info -> info.kind() == KeyInfo.Kind.MAC)
                .singleElement()
                .satisfies(info -> assertThat(info.usages()).isEqualTo(Set.of("sign")));
    }
}
