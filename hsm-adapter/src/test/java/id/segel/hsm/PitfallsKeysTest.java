package id.segel.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.segel.hsm.cryptoki.Cka;
import id.segel.hsm.cryptoki.Cko;
import id.segel.hsm.cryptoki.SessionLoss;
import id.segel.hsm.cryptoki.Template;
import id.segel.softhsm.FaultShim;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows of docs/hsm-pitfalls.md about keys, certificates and PINs. */
class PitfallsKeysTest {
    @TempDir
    private static Path directory = Path.of("");

    private final String label = TestTokens.create();
    private final AtomicInteger permits = new AtomicInteger();
    private Token token = TestTokens.open(label);

    @AfterEach
    void close() {
        token.close();
    }

    private NaiveSigner naive() throws Exception {
        return NaiveSigner.open(TestTokens.softHsm(), label);
    }

    private byte[] sign(SigningKey key) {
        return key.sign(SignatureScheme.ECDSA_SHA256, NaiveSigner.MESSAGE, permits::incrementAndGet);
    }

    /** Another program, with its own login to the token. */
    private void otherProgram(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(
                List.of("pkcs11-tool", "--module", TestTokens.softHsm().toString()));
        command.addAll(List.of("--token-label", label, "--login", "--pin", TestTokens.PIN));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).as(said).isTrue();
            assertThat(process.exitValue()).as(said).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void p08_aKeyDeletedElsewhereIsGoneForANaiveUseWithoutAWordAndTheAdapterNamesIt() throws Exception {
        SigningKey key = TestTokens.certifiedKey(token, "kunci", KeySpec.EC_P256);
        NaiveSigner naive = naive().key("kunci");
        naive.sign();

        otherProgram("--delete-object", "--type", "privkey", "--label", "kunci");

        assertThatThrownBy(naive::sign).rootCause().hasMessageContaining("CKR_OBJECT_HANDLE_INVALID");
        naive.reload();
        assertThat(naive.store().isKeyEntry("kunci")).isFalse();

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> sign(key))
                    .isInstanceOf(SigningNotStartedException.class)
                    .hasMessageContaining("The token holds no key of this label")
                    .hasMessageContaining("key \"kunci\"");
        }
        assertThat(permits).hasValue(0);
        assertThat(token.health().keys())
                .hasEntrySatisfying(
                        "kunci", health -> assertThat(health.status()).isEqualTo(TokenHealth.Status.DOWN));
    }

    @Test
    void p09_aKeyAddedByAnotherProcessIsNotInTheLoadedKeyStoreAndARefreshOfTheAdapterFindsIt() throws Exception {
        NaiveSigner naive = naive();
        assertThat(token.hasKey("baru")).isFalse();

        otherProgram("--keygen", "--key-type", "AES:32", "--label", "baru", "--id", "0102", "--sensitive");

        assertThat(naive.store().containsAlias("baru")).isFalse();
        naive.reload();
        assertThat(naive.store().containsAlias("baru")).isTrue();

        token.refresh();
        assertThat(token.hasKey("baru")).isTrue();
        // And it is judged before it is used: this one came out able to do more than one thing.
        assertThatThrownBy(() -> token.wrappingKey("baru")).hasMessageContaining("more than one purpose");
    }

    @Test
    void p11_aWrongPinIsShownToTheTokenAgainByEachLoadAndByTheAdapterOnce() throws Exception {
        token.close();
        SessionLoss.strike(TestTokens.softHsm(), label);
        FaultShim shim = FaultShim.around(TestTokens.softHsm(), directory.resolve(label));
        String slot = "slot = " + NaiveSigner.slot(shim.library(), label);
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> NaiveSigner.configured("salah", shim.library(), slot))
                    .isInstanceOf(IOException.class)
                    .rootCause()
                    .hasMessageContaining("CKR_PIN_INCORRECT");
        }
        assertThat(shim.calls("C_Login")).isEqualTo(3);

        TokenConfiguration right = TestTokens.through(shim.library(), TestTokens.configuration(label));
        TokenConfiguration wrong = new TokenConfiguration(
                right.purpose(),
                right.module(),
                label,
                TestTokens.pin("salah"),
                right.permits(),
                right.permitTimeout(),
                right.signTimeout(),
                right.expectedKeys());
        assertThatThrownBy(() -> Token.open(wrong, new SimpleMeterRegistry()))
                .isInstanceOf(PinRefusedException.class)
                .hasMessageContaining("CKR_PIN_INCORRECT")
                .hasMessageContaining("it is not tried again");
        assertThat(shim.calls("C_Login")).isEqualTo(4);

        // The PIN changed under an open token: one try, however many callers and refreshes follow.
        token = Token.open(right, new SimpleMeterRegistry());
        SigningKey key = TestTokens.certifiedKey(token, "kunci", KeySpec.EC_P256);
        long logins = shim.calls("C_Login");
        shim.control("C_Login error=0xA0", "C_SignInit count=1 drop");
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> sign(key))
                    .isInstanceOf(SigningNotStartedException.class)
                    .hasMessageContaining("CKR_PIN_INCORRECT");
            assertThatThrownBy(token::refresh).isInstanceOf(PinRefusedException.class);
        }
        assertThat(shim.calls("C_Login") - logins).isEqualTo(1);
        assertThat(permits).hasValue(0);
        shim.close();
    }

    @Test
    void p16_aPrivateKeyWithoutCertificateIsInvisibleInTheKeyStoreAndTheAdapterListsItAndSaysWhatIsMissing()
            throws Exception {
        NewKey key = token.generateKeyPair("kunci", KeySpec.EC_P256);

        assertThat(naive().aliases()).isEmpty();

        assertThat(token.hasKey("kunci")).isTrue();
        assertThatThrownBy(() -> token.signingKey("kunci"))
                .isInstanceOf(TokenException.class)
                .hasMessageContaining("no certificate stands beside it")
                .hasMessageContaining("Store its certificate");
        // The ceremony signs with it all the same, or it could never make the certificate.
        assertThat(NaiveSigner.verifies(key.publicKey(), sign(key.signer()))).isTrue();
    }

    @Test
    void p17_anyCertificateOfTheSameIdMakesTheKeyLookLikeItsOwnAndTheAdapterRefusesIt() throws Exception {
        NewKey key = token.generateKeyPair("kunci", KeySpec.EC_P256);
        storeCertificate(key.id(), foreign());

        NaiveSigner naive = naive().key("kunci");
        byte[] signature = naive.sign();
        assertThat(NaiveSigner.verifies(naive.publicKey(), signature)).isFalse();
        assertThat(NaiveSigner.verifies(key.publicKey(), signature)).isTrue();

        token.refresh();
        assertThatThrownBy(() -> token.signingKey("kunci"))
                .isInstanceOf(TokenException.class)
                .hasMessageContaining("the certificate beside it (same CKA_ID) is for another public key");
        assertThatThrownBy(() -> TestTokens.open(label, "kunci")).hasMessageContaining("is for another public key");

        // With the public key object gone nothing shows it but a signature.
        TestTokens.natively(
                label,
                session -> session.find(new Template().number(Cka.CLASS, Cko.PUBLIC_KEY))
                        .forEach(session::destroy));
        token.refresh();
        assertThatThrownBy(() -> token.signingKey("kunci"))
                .isInstanceOf(TokenException.class)
                .hasMessageContaining("does not verify with its certificate's public key");
        assertThatThrownBy(() -> TestTokens.open(label, "kunci"))
                .hasMessageContaining("does not verify with its certificate's public key");
        assertThat(permits).hasValue(0);
    }

    @Test
    void p18_twoPrivateKeysOfOneIdBreakANaiveCeremonyAndTheAdapterMakesNoneAndRefusesBoth() throws Exception {
        SigningKey good = TestTokens.certifiedKey(token, "baik", KeySpec.EC_P256);
        leftOver("satu");
        NaiveSigner naive = leftOver("dua");
        storeCertificate("kunci".getBytes(StandardCharsets.UTF_8), foreign());
        naive.reload();
        // One alias, as if all were well; the ceremony done again fails and leaves a third key.
        assertThat(naive.aliases()).containsExactlyInAnyOrder("baik", "kunci");
        assertThatThrownBy(
                        () -> naive.store().setKeyEntry("kunci", generated(naive), null, new Certificate[] {foreign()}))
                .isInstanceOf(KeyStoreException.class)
                .hasMessageContaining("private keys sharing CKA_ID");
        naive.reload();
        assertThat(naive.aliases()).containsExactlyInAnyOrder("baik", "kunci");

        token.refresh();
        assertThat(NaiveSigner.verifies(good.publicKey(), sign(good))).isTrue();
        assertThatThrownBy(() -> token.signingKey("satu"))
                .isInstanceOf(TokenException.class)
                .hasMessageContaining("another private key has the same CKA_ID")
                .hasMessageContaining("Destroy the key left over");
        assertThatThrownBy(() -> token.signingKey("dua")).hasMessageContaining("keys of the token carry this label");
        NewKey one = token.generateKeyPair("tiga", KeySpec.EC_P256);
        NewKey other = token.generateKeyPair("empat", KeySpec.EC_P256);
        assertThat(one.id()).isNotEqualTo(other.id());
        assertThatThrownBy(() -> token.generateKeyPair("tiga", KeySpec.EC_P256))
                .hasMessageContaining("already holds something of this label");
    }

    /** A ceremony through SunPKCS11 that ended after the key was made; CKA_ID is that of its alias, "kunci". */
    private NaiveSigner leftOver(String name) throws Exception {
        NaiveSigner naive = NaiveSigner.open(
                TestTokens.softHsm(),
                label,
                "attributes(generate, CKO_PRIVATE_KEY, *) = { CKA_TOKEN = true CKA_SENSITIVE = true CKA_EXTRACTABLE = false"
                        + " CKA_SIGN = true CKA_SIGN_RECOVER = false CKA_DECRYPT = false CKA_UNWRAP = false CKA_DERIVE = false"
                        + " CKA_ID = 0h" + hex("kunci") + " CKA_LABEL = 0h" + hex(name)
                        + " }");
        assertThat(generated(naive)).isNotNull();
        return naive;
    }

    private static PrivateKey generated(NaiveSigner naive) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", naive.provider());
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair().getPrivate();
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The certificate of a key that is in no token. */
    private static X509Certificate foreign() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        KeyPair pair = generator.generateKeyPair();
        byte[] der = TestCertificates.issued(pair.getPublic(), "asing", pair.getPrivate());
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
    }

    /** Puts a certificate beside a key behind the adapter's back. */
    private void storeCertificate(byte[] id, X509Certificate certificate) throws Exception {
        byte[] der = certificate.getEncoded();
        TestTokens.natively(
                label,
                session -> session.create(new Template()
                        .number(Cka.CLASS, Cko.CERTIFICATE)
                        .number(Cka.CERTIFICATE_TYPE, Cko.CKC_X_509)
                        .flag(Cka.TOKEN, true)
                        .flag(Cka.PRIVATE, false)
                        .text(Cka.LABEL, "kunci")
                        .bytes(Cka.ID, id)
                        .bytes(
                                Cka.SUBJECT,
                                certificate.getSubjectX500Principal().getEncoded())
                        .bytes(Cka.ISSUER, certificate.getIssuerX500Principal().getEncoded())
                        .bytes(Cka.SERIAL_NUMBER, certificate.getSerialNumber().toByteArray())
                        .bytes(Cka.VALUE, der)));
    }
}
