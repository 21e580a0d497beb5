package id.segel.lock;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An enrolment file is believed only when its signature, its chain and its dates hold. */
class EnrolmentFilesTest {

    private static final TestAuthority AUTHORITY = new TestAuthority();
    private static final String SERVER = "http://localhost:8080";
    private static final String TYPE = "segel-enrolment+jwt";

    @TempDir
    Path directory;

    private Pc pc;

    @BeforeEach
    void aPc() {
        pc = new Pc(directory);
    }

    @Test
    void aGoodFileIsTakenAndItsRootShown() throws Exception {
        pc.write("e", AUTHORITY.enrolment(SERVER, payload -> {}) + "\r\n");
        assertThat(key()).as(pc.err()).isZero();
        assertThat(pc.out())
                .contains("Sidik digital sertifikat akar (SHA-256): "
                        + Certificates.forPeople(AUTHORITY.rootFingerprint()));
    }

    @Test
    void theRootCanBePinned() throws Exception {
        pc.write("e", AUTHORITY.enrolment(SERVER, payload -> {}));
        assertThat(key("--root-sha256", Certificates.forPeople(AUTHORITY.rootFingerprint())))
                .isZero();
    }

    @Test
    void anotherRootThanThePinnedOneIsRefused() throws Exception {
        pc.write("e", new TestAuthority().enrolment(SERVER, payload -> {}));
        assertThat(key("--root-sha256", AUTHORITY.rootFingerprint())).isEqualTo(1);
        assertThat(pc.err()).contains("tidak sama dengan yang Anda tentukan", "Jangan pakai berkas ini");
        assertThat(pc.has("key.pem")).isFalse();
    }

    @Test
    void aFingerprintThatIsNoneIsWrongUsage() throws Exception {
        pc.write("e", AUTHORITY.enrolment(SERVER, payload -> {}));
        assertThat(key("--root-sha256", "abc")).isEqualTo(2);
        assertThat(pc.err()).contains("\"abc\"", "--root-sha256");
    }

    @Test
    void anyChangedCharacterOfPayloadOrSignatureIsNoticed() throws Exception {
        String file = AUTHORITY.enrolment(SERVER, payload -> {});
        int payload = file.indexOf('.') + 1;
        int signature = file.lastIndexOf('.') + 1;
        for (int at : new int[] {payload + 40, (payload + signature) / 2, signature - 2, signature + 5}) {
            char other = file.charAt(at) == 'A' ? 'B' : 'A';
            pc.write("e", file.substring(0, at) + other + file.substring(at + 1));
            assertThat(key()).isEqualTo(1);
            assertThat(pc.err()).contains("tidak sah; isinya mungkin diubah");
        }
    }

    @Test
    void anotherPayloadUnderTheSameSignatureIsNoticed() throws Exception {
        String[] parts = AUTHORITY.enrolment(SERVER, payload -> {}).split("\\.", -1);
        String evil = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8)
                .replace("localhost:8080", "jahat.example");
        pc.write(
                "e",
                parts[0] + "."
                        + Base64.getUrlEncoder().withoutPadding().encodeToString(evil.getBytes(StandardCharsets.UTF_8))
                        + "." + parts[2]);
        assertRefused("tidak sah; isinya mungkin diubah");
    }

    @Test
    void anExpiredFileIsRefusedWithItsDate() throws Exception {
        pc.write("e", AUTHORITY.enrolment(SERVER, payload -> payload.put("expiresAt", "2026-11-21T17:00:00Z")));
        assertRefused("kedaluwarsa sejak 22 November 2026 00.00 WIB");
        assertThat(key("--lang", "en")).isEqualTo(1);
        assertThat(pc.err()).contains("expired on 22 November 2026 00:00 WIB");
    }

    @Test
    void aSignerThatIsOutOfDateIsRefused() throws Exception {
        X509Certificate old =
                AUTHORITY.issue("CN=Lama", AUTHORITY.signerKey.getPublic(), false, KeyUsage.digitalSignature, -15);
        assertSignerRefused(AUTHORITY.signerKey, List.of(old, AUTHORITY.issuing, AUTHORITY.root));
    }

    @Test
    void aSignerThatIsACaIsRefused() throws Exception {
        assertSignerRefused(AUTHORITY.issuingKey, List.of(AUTHORITY.issuing, AUTHORITY.root));
    }

    @Test
    void aSubscriberCannotSignEnrolmentFiles() throws Exception {
        KeyPair person = TestAuthority.ecKey();
        assertSignerRefused(
                person, List.of(AUTHORITY.subscriber(person.getPublic()), AUTHORITY.issuing, AUTHORITY.root));
    }

    @Test
    void aSignerOfAnotherAuthorityIsRefused() throws Exception {
        TestAuthority other = new TestAuthority();
        assertSignerRefused(other.signerKey, List.of(other.signer, AUTHORITY.issuing, AUTHORITY.root));
    }

    @Test
    void aRootThatIsNoCaIsRefused() throws Exception {
        KeyPair rootKey = TestAuthority.ecKey();
        KeyPair signerKey = TestAuthority.ecKey();
        X509Certificate root = TestAuthority.certificate(
                "CN=X", rootKey.getPublic(), "CN=X", rootKey, false, KeyUsage.digitalSignature, 0);
        X509Certificate signer = TestAuthority.certificate(
                "CN=Y", signerKey.getPublic(), "CN=X", rootKey, false, KeyUsage.digitalSignature, 0);
        assertSignerRefused(signerKey, List.of(signer, root));
    }

    @Test
    void anotherAlgorithmOrTypeIsRefused() throws Exception {
        Map<String, Object> payload = AUTHORITY.payload(SERVER);
        List<X509Certificate> chain = List.of(AUTHORITY.signer, AUTHORITY.issuing, AUTHORITY.root);
        pc.write("e", TestAuthority.sign(payload, AUTHORITY.signerKey, chain, "JWT"));
        assertRefused("(typ)");
        String[] parts =
                TestAuthority.sign(payload, AUTHORITY.signerKey, chain, TYPE).split("\\.", -1);
        String header = new String(Base64.getUrlDecoder().decode(parts[0]), StandardCharsets.UTF_8);
        for (String alg : List.of("none", "HS256", "ES384")) {
            String changed = header.replace("ES256", alg);
            pc.write(
                    "e",
                    Base64.getUrlEncoder().withoutPadding().encodeToString(changed.getBytes(StandardCharsets.UTF_8))
                            + "." + parts[1] + "." + parts[2]);
            assertRefused("rusak atau bukan berkas pendaftaran");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "halo", "a.b.c", "{}", "....", "eyJhbGciOiJFUzI1NiJ9..x"})
    void whatIsNoEnrolmentFileIsSaidToBeDamaged(String content) throws Exception {
        pc.write("e", content);
        assertRefused("rusak atau bukan berkas pendaftaran");
    }

    @Test
    void aMissingAndAHugeFileAreSaidToBe() throws Exception {
        assertRefused("tidak ada atau tidak dapat dibaca");
        pc.write("e", "x".repeat(EnrolmentReader.MAX_BYTES + 1));
        assertRefused("lebih dari 262144 byte");
    }

    @Test
    void everyFieldIsChecked() throws Exception {
        assertDamaged("version", payload -> payload.put("version", 2));
        assertDamaged("applicationNumber", payload -> payload.put("applicationNumber", "../../admin"));
        assertDamaged("challenge", payload -> payload.put("challenge", "AAAA"));
        assertDamaged("uploadToken", payload -> payload.put("uploadToken", "a\r\nX: y".repeat(5)));
        assertDamaged("subject.type", payload -> payload.put("subject", List.of(TestAuthority.attribute("NIK", "1"))));
        assertDamaged("subject", payload -> payload.put("subject", List.of()));
        assertDamaged(
                "keyRules.curves",
                payload -> payload.put(
                        "keyRules",
                        Map.of("rsaMinBits", 2048, "rsaMaxBits", 4096, "curves", "P-256", "rsaAllowed", true)));
        assertDamaged(
                "keyRules",
                payload -> payload.put(
                        "keyRules",
                        Map.of("rsaMinBits", 512, "rsaMaxBits", 4096, "curves", List.of(), "rsaAllowed", true)));
        assertDamaged("expiresAt", payload -> payload.put("expiresAt", "besok"));
        assertDamaged("server", payload -> payload.remove("server"));
        assertDamaged("certificates.der", payload -> payload.put("certificates", List.of(Map.of("der", "AAAA"))));
    }

    private void assertDamaged(String field, Consumer<Map<String, Object>> change) throws Exception {
        pc.write("e", AUTHORITY.enrolment(SERVER, change));
        assertRefused("rusak atau bukan berkas pendaftaran (" + field + ")");
    }

    private void assertSignerRefused(KeyPair key, List<X509Certificate> chain) throws Exception {
        pc.write("e", TestAuthority.sign(AUTHORITY.payload(SERVER), key, chain, TYPE));
        assertRefused("tidak dapat dipercaya");
    }

    private void assertRefused(String sentence) {
        assertThat(key()).isEqualTo(1);
        assertThat(pc.err()).contains(sentence);
        assertThat(pc.has("key.pem")).isFalse();
    }

    private int key(String... more) {
        String[] arguments = java.util.stream.Stream.concat(
                        java.util.stream.Stream.of("key", "--enrolment", "@e", "--out", "@key.pem", "--type", "p-256"),
                        java.util.Arrays.stream(more))
                .toArray(String[]::new);
        return pc.lock(arguments);
    }
}
