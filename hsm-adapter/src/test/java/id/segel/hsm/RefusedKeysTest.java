package id.segel.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.segel.hsm.cryptoki.Cka;
import id.segel.hsm.cryptoki.Cko;
import id.segel.hsm.cryptoki.CryptokiSession;
import id.segel.hsm.cryptoki.Mechanism;
import id.segel.hsm.cryptoki.Template;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Keys somebody else made, with attributes or company that make them unfit. */
class RefusedKeysTest {
    private static final byte[] ID = "id-uji".getBytes(StandardCharsets.UTF_8);

    private final String label = TestTokens.create();
    private final Token token = TestTokens.open(label);

    @AfterEach
    void close() {
        token.close();
    }

    @Test
    void aKeyThatIsExtractableIsRefused() {
        make(privateKey("kunci", ID).flag(Cka.EXTRACTABLE, true));
        assertRefused("kunci", "extractable");
    }

    @Test
    void aKeyThatIsNotSensitiveIsRefused() {
        make(privateKey("kunci", ID).flag(Cka.SENSITIVE, false));
        assertRefused("kunci", "not sensitive");
    }

    @Test
    void aKeyThatSignsAndDecryptsIsRefused() {
        make(privateKey("kunci", ID).flag(Cka.DECRYPT, true));
        assertRefused("kunci", "more than one purpose: decrypt, sign");
    }

    @Test
    void aKeyThatSignsAndDerivesIsRefused() {
        make(privateKey("kunci", ID).flag(Cka.DERIVE, true));
        assertRefused("kunci", "more than one purpose: derive, sign");
    }

    @Test
    void aKeyThatSignsAndUnwrapsIsRefused() {
        make(privateKey("kunci", ID).flag(Cka.UNWRAP, true));
        assertRefused("kunci", "more than one purpose: sign, unwrap");
    }

    @Test
    void aKeyThatCannotSignIsRefused() {
        make(privateKey("kunci", ID).flag(Cka.SIGN, false).flag(Cka.DERIVE, true));
        assertRefused("kunci", "of no kind used here");
    }

    @Test
    void aKeyThatAsksForThePinAtEveryUseIsRefused() {
        make(privateKey("kunci", ID).flag(Cka.ALWAYS_AUTHENTICATE, true));
        assertRefused("kunci", "asks for the PIN at every use");
    }

    @Test
    void twoKeysOfOneLabelAreBothRefused() {
        make(privateKey("kunci", ID));
        make(privateKey("kunci", new byte[] {1}));
        assertRefused("kunci", "2 keys of the token carry this label");
    }

    @Test
    void twoKeysOfOneIdAreBothRefused() {
        make(privateKey("kunci", ID));
        make(privateKey("lain", ID));
        assertRefused("kunci", "same CKA_ID");
        assertRefused("lain", "same CKA_ID");
    }

    @Test
    void aKeyBesideTheCertificateOfAnotherKeyIsRefused() throws Exception {
        NewKey key = token.generateKeyPair("kunci", KeySpec.EC_P256);
        storeForeignCertificate(key);
        assertRefused("kunci", "is for another public key");
    }

    @Test
    void anUncheckableCertificateIsFoundOutByTheChallenge() throws Exception {
        NewKey key = token.generateKeyPair("kunci", KeySpec.EC_P256);
        // Without the public key object nothing but a signature shows that the certificate is another key's.
        TestTokens.natively(
                label,
                session -> session.find(new Template().number(Cka.CLASS, Cko.PUBLIC_KEY))
                        .forEach(session::destroy));
        storeForeignCertificate(key);
        token.refresh();

        assertThatThrownBy(() -> token.signingKey("kunci"))
                .isInstanceOf(TokenException.class)
                .hasMessageContaining("does not verify with its certificate's public key");
        assertThatThrownBy(() -> TestTokens.open(label, "kunci").close())
                .isInstanceOf(TokenException.class)
                .hasMessageContaining("does not verify with its certificate's public key");
    }

    @Test
    void anRsaKeyOfTheWrongCertificateIsRefused() throws Exception {
        NewKey key = token.generateKeyPair("kunci", KeySpec.RSA_2048);
        storeForeignCertificate(key);
        assertRefused("kunci", "is for another public key");
    }

    @Test
    void anExpectedKeyThatIsRefusedKeepsTheTokenFromOpening() {
        token.generateKeyPair("kunci", KeySpec.EC_P256);

        assertThatThrownBy(() -> TestTokens.open(label, "kunci").close())
                .isInstanceOf(TokenException.class)
                .hasMessageContaining("no certificate");
        assertThatThrownBy(() -> TestTokens.open(label, "tiada").close())
                .isInstanceOf(TokenException.class)
                .hasMessageContaining("no key of this label");
    }

    @Test
    void aWrappingKeyThatIsExtractableIsRefused() {
        makeSecret(secretKey("bungkus").flag(Cka.EXTRACTABLE, true));
        assertRefused("bungkus", "extractable");
    }

    @Test
    void aWrappingKeyThatAlsoWrapsInTheTokenIsRefused() {
        makeSecret(secretKey("bungkus").flag(Cka.WRAP, true));
        assertRefused("bungkus", "more than one purpose");
    }

    @Test
    void twoSecretKeysOfOneLabelAreNamedInsteadOfAnUnreadableToken() {
        makeSecret(secretKey("bungkus"));
        makeSecret(secretKey("bungkus"));

        assertThatThrownBy(token::refresh)
                .isInstanceOf(TokenException.class)
                .hasMessageContaining("2 secret keys carry the label \"bungkus\"");
        assertThat(token.health().status()).isEqualTo(TokenHealth.Status.DOWN);
    }

    private void assertRefused(String key, String reason) {
        token.refresh();
        assertThat(token.keys())
                .filteredOn(info -> info.label().equals(key))
                .isNotEmpty()
                .allSatisfy(info -> {
                    assertThat(info.usable()).isFalse();
                    assertThat(info.refusal()).contains(reason);
                });
        for (Runnable use :
                new Runnable[] {() -> token.signingKey(key), () -> token.wrappingKey(key), () -> token.macKey(key)}) {
            assertThatThrownBy(use::run)
                    .isInstanceOf(TokenException.class)
                    .hasMessageContaining(reason)
                    .satisfies(thrown ->
                            assertThat(((TokenException) thrown).remedy()).isNotBlank());
        }
    }

    /** A certificate of a software key, put beside the token's key behind the adapter's back. */
    private void storeForeignCertificate(NewKey key) throws Exception {
        KeyPairGenerator generator =
                KeyPairGenerator.getInstance(key.publicKey().getAlgorithm());
        generator.initialize(TokenPublicKeys.size(key.publicKey()));
        KeyPair foreign = generator.generateKeyPair();
        byte[] certificate = TestCertificates.issued(foreign.getPublic(), key.label(), foreign.getPrivate());
        TestTokens.natively(
                label,
                session -> session.create(new Template()
                        .number(Cka.CLASS, Cko.CERTIFICATE)
                        .number(Cka.CERTIFICATE_TYPE, Cko.CKC_X_509)
                        .flag(Cka.TOKEN, true)
                        .flag(Cka.PRIVATE, false)
                        .text(Cka.LABEL, key.label())
                        .bytes(Cka.ID, key.id())
                        .bytes(Cka.SUBJECT, new byte[] {0x30, 0x00})
                        .bytes(Cka.VALUE, certificate)));
    }

    private static Template privateKey(String label, byte[] id) {
        return new Template()
                .flag(Cka.TOKEN, true)
                .flag(Cka.PRIVATE, true)
                .text(Cka.LABEL, label)
                .bytes(Cka.ID, id)
                .flag(Cka.SENSITIVE, true)
                .flag(Cka.EXTRACTABLE, false)
                .flag(Cka.SIGN, true)
                .flag(Cka.SIGN_RECOVER, false)
                .flag(Cka.DECRYPT, false)
                .flag(Cka.UNWRAP, false)
                .flag(Cka.DERIVE, false);
    }

    private void make(Template privateTemplate) {
        TestTokens.natively(
                label,
                (CryptokiSession session) -> session.generateKeyPair(
                        Mechanism.EC_KEY_PAIR_GEN,
                        new Template()
                                .flag(Cka.TOKEN, true)
                                .bytes(Cka.ID, ID)
                                .bytes(Cka.EC_PARAMS, TokenPublicKeys.P256),
                        privateTemplate));
    }

    private static Template secretKey(String label) {
        return new Template()
                .flag(Cka.TOKEN, true)
                .flag(Cka.PRIVATE, true)
                .text(Cka.LABEL, label)
                .flag(Cka.SENSITIVE, true)
                .flag(Cka.EXTRACTABLE, false)
                .flag(Cka.ENCRYPT, true)
                .flag(Cka.DECRYPT, true)
                .flag(Cka.WRAP, false)
                .flag(Cka.UNWRAP, false)
                .flag(Cka.SIGN, false)
                .flag(Cka.VERIFY, false)
                .flag(Cka.DERIVE, false)
                .number(Cka.VALUE_LEN, 32);
    }

    private void makeSecret(Template template) {
        TestTokens.natively(label, session -> session.generateKey(Mechanism.AES_KEY_GEN, template));
    }
}
