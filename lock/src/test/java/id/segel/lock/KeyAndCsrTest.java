package id.segel.lock;

import static org.assertj.core.api.Assertions.assertThat;

import id.segel.csr.CsrChecker;
import id.segel.csr.CsrContext;
import id.segel.csr.CsrReport;
import id.segel.csr.KeyRules;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Steps on the offline PC, judged by openssl. */
class KeyAndCsrTest {

    private static final TestAuthority AUTHORITY = new TestAuthority();

    @TempDir
    Path directory;

    private Pc pc;

    @BeforeEach
    void anEnrolmentFile() throws Exception {
        pc = new Pc(directory);
        pc.write("e", AUTHORITY.enrolment("http://localhost:8080", payload -> {}));
    }

    @ParameterizedTest
    @CsvSource({
        "rsa-2048,RSA 2048",
        "rsa-3072,RSA 3072",
        "p-256,EC P-256",
        "p-384,EC P-384",
    })
    void opensslReadsTheKeyAndVerifiesTheRequest(String type, String description) throws Exception {
        assertThat(pc.lock("key", "--enrolment", "@e", "--out", "@key.pem", "--type", type))
                .as(pc.err())
                .isZero();
        assertThat(pc.lock("csr", "--enrolment", "@e", "--key", "@key.pem", "--out", "@r.csr"))
                .as(pc.err())
                .isZero();

        pc.openssl("pkey", "-in", "key.pem", "-passin", "pass:" + Pc.PASSPHRASE, "-pubout", "-out", "key.pub");
        pc.openssl("pkey", "-in", "key.pem", "-passin", "pass:" + Pc.PASSPHRASE, "-check", "-noout");
        assertThat(pc.openssl("req", "-verify", "-in", "r.csr", "-noout")).contains("verify OK");
        pc.openssl("req", "-in", "r.csr", "-pubkey", "-noout", "-out", "csr.pub");
        assertThat(pc.read("csr.pub")).isEqualTo(pc.read("key.pub"));
        assertThat(pc.openssl("req", "-in", "r.csr", "-subject", "-noout", "-nameopt", "RFC2253,utf8,-esc_msb"))
                .contains("CN=Siti Nur\u2019aini Rahmawati,serialNumber=S-8F2K-0001,OU=Bidang Persandian,"
                        + "O=Dinas Komunikasi dan Informatika,C=ID");
        CsrReport report = CsrChecker.standard()
                .check(
                        Files.readAllBytes(pc.file("r.csr")),
                        new CsrContext(KeyRules.standard(), null, TestAuthority.CHALLENGE, null));
        assertThat(report.findings()).isEmpty();
        assertThat(report.csr()).isNotNull();
        assertThat(report.csr().keyDescription()).isEqualTo(description);
        assertThat(report.csr().challenge()).contains(TestAuthority.CHALLENGE);
    }

    @Test
    void theKeyFileIsTheOwnersAloneStronglyEncryptedAndNeverOverwritten() throws Exception {
        assertThat(pc.lock("key", "--enrolment", "@e", "--out", "@key.pem", "--type", "p-256"))
                .isZero();
        String first = pc.read("key.pem");
        assertThat(pc.mode("key.pem")).isEqualTo("rw-------");
        assertThat(first).contains("-----BEGIN ENCRYPTED PRIVATE KEY-----");
        assertThat(pc.openssl("asn1parse", "-in", "key.pem"))
                .contains("PBES2", "PBKDF2", "hmacWithSHA256", "aes-256-cbc", ":0927C0");

        assertThat(pc.lock("key", "--enrolment", "@e", "--out", "@key.pem", "--type", "p-256"))
                .isEqualTo(1);
        assertThat(pc.err()).contains("sudah ada dan tidak ditimpa");
        assertThat(pc.read("key.pem")).isEqualTo(first);
    }

    @Test
    void theDefaultIsRsa3072() {
        assertThat(pc.lock("key", "--enrolment", "@e", "--out", "@key.pem")).isZero();
        assertThat(pc.out()).contains("RSA 3072");
    }

    @Test
    void timesOfKeyAndCsrAddUp() {
        // The clock of the test moves 0.6 s at each look, and each command looks twice.
        pc.lock("key", "--enrolment", "@e", "--out", "@key.pem", "--type", "p-256");
        assertThat(pc.out()).contains("Pembuatan kunci selesai dalam 0,6 detik");
        pc.lock("csr", "--enrolment", "@e", "--key", "@key.pem", "--out", "@r.csr");
        assertThat(pc.out()).contains("Langkah 4 selesai dalam 1,2 detik");
        pc.lock("csr", "--enrolment", "@e", "--key", "@key.pem", "--out", "@r2.csr", "--lang", "en");
        assertThat(pc.out()).contains("Step 4 took 1.2 seconds");
    }

    @Test
    void aWrongPassphraseIsSaidAndLeavesNoRequest() throws Exception {
        pc.quickKey("key.pem");
        pc.environment.put(Passphrase.ENVIRONMENT, "bukan-frasa-yang-benar");
        assertThat(pc.lock("csr", "--enrolment", "@e", "--key", "@key.pem", "--out", "@r.csr"))
                .isEqualTo(1);
        assertThat(pc.err()).contains("Frasa sandi untuk").contains("salah");
        assertThat(pc.has("r.csr")).isFalse();
    }

    @Test
    void aShortPassphraseIsRefusedWithItsLength() {
        pc.environment.put(Passphrase.ENVIRONMENT, "11 karakter");
        assertThat(pc.lock("key", "--enrolment", "@e", "--out", "@key.pem", "--type", "p-256"))
                .isEqualTo(1);
        assertThat(pc.err()).contains("11 karakter; minimal 12");
        assertThat(pc.has("key.pem")).isFalse();
    }

    @Test
    void aPersonTypesANewPassphraseTwiceAndAnOldOneOnce() {
        pc.environment.clear();
        pc.typed.addAll(List.of(Pc.PASSPHRASE, Pc.PASSPHRASE, Pc.PASSPHRASE));
        assertThat(pc.lock("key", "--enrolment", "@e", "--out", "@key.pem", "--type", "p-256"))
                .isZero();
        assertThat(pc.lock("csr", "--enrolment", "@e", "--key", "@key.pem", "--out", "@r.csr"))
                .isZero();
        assertThat(pc.asked).hasSize(3);
    }

    @Test
    void twoDifferentPassphrasesMakeNoKey() {
        pc.environment.clear();
        pc.typed.addAll(List.of(Pc.PASSPHRASE, Pc.PASSPHRASE + "x"));
        assertThat(pc.lock("key", "--enrolment", "@e", "--out", "@key.pem", "--type", "p-256"))
                .isEqualTo(1);
        assertThat(pc.err()).contains("Kedua frasa sandi tidak sama");
        assertThat(pc.has("key.pem")).isFalse();
    }

    @Test
    void withoutATerminalItSaysWhereThePassphraseMayComeFrom() {
        pc.environment.clear();
        assertThat(pc.lock("key", "--enrolment", "@e", "--out", "@key.pem", "--type", "p-256"))
                .isEqualTo(1);
        assertThat(pc.err()).contains("--passphrase-file", "SEGEL_LOCK_PASSPHRASE");
    }

    @Test
    void aPassphraseFileMustBeTheOwnersAlone() throws Exception {
        pc.environment.clear();
        pc.write("p", "frasa sandi yang b\u00e9nar\nbaris kedua\n");
        Files.setPosixFilePermissions(pc.file("p"), PosixFilePermissions.fromString("rw-r--r--"));
        String[] key = {"key", "--enrolment", "@e", "--out", "@key.pem", "--type", "p-256", "--passphrase-file", "@p"};
        assertThat(pc.lock(key)).isEqualTo(1);
        assertThat(pc.err()).contains("chmod 600");

        Files.setPosixFilePermissions(pc.file("p"), PosixFilePermissions.fromString("rw-------"));
        assertThat(pc.lock(key)).as(pc.err()).isZero();
        pc.write("first-line", "frasa sandi yang b\u00e9nar");
        pc.openssl("pkey", "-in", "key.pem", "-passin", "file:first-line", "-noout");
    }

    @Test
    void aKeyTheProductDoesNotTakeIsRefusedBeforeItIsMade() throws Exception {
        pc.write(
                "e",
                AUTHORITY.enrolment(
                        "http://localhost:8080",
                        payload -> payload.put(
                                "keyRules",
                                Map.of(
                                        "rsaMinBits",
                                        2048,
                                        "rsaMaxBits",
                                        4096,
                                        "curves",
                                        List.of("P-384"),
                                        "rsaAllowed",
                                        false))));
        assertThat(pc.lock("key", "--enrolment", "@e", "--out", "@key.pem")).isEqualTo(1);
        assertThat(pc.err()).contains("rsa-3072").contains("p-384");
        assertThat(pc.has("key.pem")).isFalse();
    }

    @Test
    void aRequestThatTheServerWouldRefuseIsNotWrittenAndEveryReasonIsPrinted() throws Exception {
        pc.quickKey("key.pem");
        pc.write("e", AUTHORITY.enrolment("http://localhost:8080", payload -> {
            payload.put(
                    "keyRules",
                    Map.of("rsaMinBits", 2048, "rsaMaxBits", 4096, "curves", List.of("P-384"), "rsaAllowed", true));
            payload.put(
                    "subject",
                    List.of(TestAuthority.attribute("C", "MY"), TestAuthority.attribute("CN", "3174010101850001")));
        }));
        assertThat(pc.lock("csr", "--enrolment", "@e", "--key", "@key.pem", "--out", "@r.csr"))
                .isEqualTo(1);
        assertThat(pc.err()).contains("[csr.ec-curve]", "[csr.identity-number]").doesNotContain("3174010101850001");
        assertThat(pc.has("r.csr")).isFalse();
    }

    @Test
    void aRequestFileIsOverwrittenOnlyWhenForced() throws Exception {
        pc.quickKey("key.pem");
        pc.write("r.csr", "lama");
        assertThat(pc.lock("csr", "--enrolment", "@e", "--key", "@key.pem", "--out", "@r.csr"))
                .isEqualTo(1);
        assertThat(pc.err()).contains("--force");
        assertThat(pc.read("r.csr")).isEqualTo("lama");
        assertThat(pc.lock("csr", "--enrolment", "@e", "--key", "@key.pem", "--out", "@r.csr", "--force"))
                .isZero();
        assertThat(pc.openssl("req", "-verify", "-in", "r.csr", "-noout")).contains("verify OK");
    }

    @Test
    void keysMadeByOpensslWorkAndUnencryptedOnesAreRefused() throws Exception {
        pc.openssl("genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", "clear.pem");
        pc.openssl(
                "pkcs8",
                "-topk8",
                "-in",
                "clear.pem",
                "-passout",
                "pass:" + Pc.PASSPHRASE,
                "-v2",
                "aes-256-cbc",
                "-out",
                "key.pem");
        assertThat(pc.lock("csr", "--enrolment", "@e", "--key", "@key.pem", "--out", "@r.csr"))
                .as(pc.err())
                .isZero();
        assertThat(pc.lock("csr", "--enrolment", "@e", "--key", "@clear.pem", "--out", "@r2.csr"))
                .isEqualTo(1);
        assertThat(pc.err()).contains("tidak terenkripsi");
        assertThat(pc.lock("csr", "--enrolment", "@e", "--key", "@e", "--out", "@r2.csr"))
                .isEqualTo(1);
        assertThat(pc.err()).contains("bukan kunci");
    }

    @Test
    void noNetworkIsTouched() throws Exception {
        try (AmsServer server = new AmsServer()) {
            pc.write("e", AUTHORITY.enrolment(server.address(), payload -> {}));
            assertThat(pc.lock("key", "--enrolment", "@e", "--out", "@key.pem", "--type", "p-256"))
                    .isZero();
            assertThat(pc.lock("csr", "--enrolment", "@e", "--key", "@key.pem", "--out", "@r.csr"))
                    .isZero();
            assertThat(server.seen).isEmpty();
        }
    }
}
