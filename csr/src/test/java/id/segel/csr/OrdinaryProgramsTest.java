package id.segel.csr;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests as other people's programs make them. */
class OrdinaryProgramsTest {

    private static final String SUBJECT = "/C=ID/O=Dinas Komunikasi dan Informatika/CN=Siti Rahmawati";

    private final CsrChecker checker = CsrChecker.standard();

    @TempDir
    Path directory;

    private Openssl openssl;

    @BeforeEach
    void inATemporaryDirectory() {
        openssl = new Openssl(directory);
    }

    @ParameterizedTest
    @CsvSource({"rsa:2048,RSA 2048,sha256", "rsa:3072,RSA 3072,sha384", "rsa:4096,RSA 4096,sha512"})
    void opensslRsaRequestsPass(String newKey, String description, String hash) throws Exception {
        openssl.run(
                "req", "-new", "-newkey", newKey, "-nodes", "-" + hash, "-subj", SUBJECT, "-keyout", "k", "-out", "r");
        assertPasses(openssl.read("r"), description);
    }

    @ParameterizedTest
    @CsvSource({"P-256,sha256", "P-384,sha384", "P-384,sha512"})
    void opensslEcRequestsPass(String curve, String hash) throws Exception {
        openssl.run("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:" + curve, "-out", "k");
        openssl.run("req", "-new", "-key", "k", "-" + hash, "-subj", SUBJECT, "-outform", "DER", "-out", "r");
        assertPasses(openssl.read("r"), "EC " + curve);
    }

    @ParameterizedTest
    @CsvSource({"digest", "max"})
    void opensslPssRequestsPass(String salt) throws Exception {
        openssl.run("genrsa", "-out", "k", "2048");
        openssl.run(
                "req",
                "-new",
                "-key",
                "k",
                "-sha256",
                "-sigopt",
                "rsa_padding_mode:pss",
                "-sigopt",
                "rsa_pss_saltlen:" + salt,
                "-subj",
                SUBJECT,
                "-out",
                "r");
        assertPasses(openssl.read("r"), "RSA 2048");
    }

    @Test
    void opensslRequestsWithNamesPassAndTellWhatIsIgnored() throws Exception {
        openssl.run(
                "req",
                "-new",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-utf8",
                "-subj",
                SUBJECT,
                "-addext",
                "subjectAltName=email:siti@dinas.go.id",
                "-keyout",
                "k",
                "-out",
                "r");
        CsrReport report = checker.check(openssl.read("r"), FindingCases.ACCOUNT);
        assertThat(report.findings()).extracting(Finding::id).containsExactly("csr.extension-ignored");
        assertThat(report.refused()).isFalse();
    }

    @Test
    void opensslRequestsWithSomebodyElsesAddressAreRefused() throws Exception {
        openssl.run(
                "req",
                "-new",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-subj",
                SUBJECT,
                "-addext",
                "subjectAltName=email:budi@dinas.go.id",
                "-keyout",
                "k",
                "-out",
                "r");
        assertThat(checker.check(openssl.read("r"), FindingCases.ACCOUNT).findings())
                .extracting(Finding::id)
                .contains("csr.email-mismatch");
    }

    @ParameterizedTest
    @CsvSource({"secp256k1,csr.ec-curve", "prime192v1,csr.ec-curve", "secp521r1,csr.ec-curve"})
    void opensslRequestsOnOtherCurvesAreRefused(String curve, String id) throws Exception {
        openssl.run("ecparam", "-name", curve, "-genkey", "-noout", "-out", "k");
        openssl.run("req", "-new", "-key", "k", "-sha256", "-subj", SUBJECT, "-out", "r");
        assertRefused(openssl.read("r"), id);
    }

    @Test
    void opensslRequestsWithExplicitCurveParametersAreRefused() throws Exception {
        openssl.run("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-param_enc", "explicit", "-out", "k");
        openssl.run("req", "-new", "-key", "k", "-sha256", "-subj", SUBJECT, "-out", "r");
        assertRefused(openssl.read("r"), "csr.ec-parameters-explicit");
    }

    @Test
    void opensslRequestsWithCompressedPointsAreRefused() throws Exception {
        openssl.run("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", "u");
        openssl.run("ec", "-in", "u", "-conv_form", "compressed", "-out", "k");
        openssl.run("req", "-new", "-key", "k", "-sha256", "-subj", SUBJECT, "-out", "r");
        assertRefused(openssl.read("r"), "csr.ec-point-format");
    }

    @Test
    void opensslDsaAndEd25519RequestsAreRefused() throws Exception {
        openssl.run("genpkey", "-algorithm", "ED25519", "-out", "k");
        openssl.run("req", "-new", "-key", "k", "-subj", SUBJECT, "-out", "r");
        assertRefused(openssl.read("r"), "csr.key-algorithm");
        openssl.run("dsaparam", "-genkey", "-out", "k", "1024");
        openssl.run("req", "-new", "-key", "k", "-sha256", "-subj", SUBJECT, "-out", "r");
        assertRefused(openssl.read("r"), "csr.key-algorithm");
    }

    @Test
    void opensslMd5AndSha1RequestsAreRefused() throws Exception {
        for (String hash : List.of("md5", "sha1")) {
            openssl.run(
                    "req",
                    "-new",
                    "-newkey",
                    "rsa:2048",
                    "-nodes",
                    "-" + hash,
                    "-subj",
                    SUBJECT,
                    "-keyout",
                    "k",
                    "-out",
                    "r");
            assertRefused(openssl.read("r"), "csr.signature-hash-weak");
        }
    }

    @Test
    void keytoolRequestsPass() throws Exception {
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        openssl.program(
                keytool,
                "-genkeypair",
                "-alias",
                "a",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=Siti Rahmawati, O=Dinas Komunikasi dan Informatika, C=ID",
                "-keystore",
                "s",
                "-storepass",
                "percobaan",
                "-storetype",
                "PKCS12");
        openssl.program(keytool, "-certreq", "-alias", "a", "-keystore", "s", "-storepass", "percobaan", "-file", "r");
        CsrReport report = checker.check(openssl.read("r"), FindingCases.ACCOUNT);
        assertThat(report.refused()).as("%s", report.findings()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"RSA,2048", "RSA,3072"})
    void keytoolRsaRequestsWithExtensionsPass(String algorithm, String size) throws Exception {
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        openssl.program(
                keytool,
                "-genkeypair",
                "-alias",
                "a",
                "-keyalg",
                algorithm,
                "-keysize",
                size,
                "-dname",
                "CN=Siti Rahmawati, O=Dinas Komunikasi dan Informatika, C=ID",
                "-keystore",
                "s",
                "-storepass",
                "percobaan",
                "-storetype",
                "PKCS12");
        openssl.program(
                keytool,
                "-certreq",
                "-alias",
                "a",
                "-keystore",
                "s",
                "-storepass",
                "percobaan",
                "-ext",
                "san=email:siti@dinas.go.id",
                "-ext",
                "ku:c=digitalSignature,nonRepudiation",
                "-file",
                "r");
        assertPassesWithNotes(openssl.read("r"));
    }

    @ParameterizedTest
    @CsvSource({"--rsa,--bits=2048", "--ecdsa,--curve=secp256r1", "--ecdsa,--curve=secp384r1"})
    void certtoolRequestsPass(String kind, String size) throws Exception {
        openssl.program("certtool", "--generate-privkey", kind, size, "--outfile", "k");
        Files.writeString(directory.resolve("t"), """
            cn = "Siti Rahmawati"
            organization = "Dinas Komunikasi dan Informatika"
            country = ID
            email = "siti@dinas.go.id"
            signing_key
            non_repudiation
            """);
        openssl.program("certtool", "--generate-request", "--load-privkey", "k", "--template", "t", "--outfile", "r");
        assertPassesWithNotes(openssl.read("r"));
    }

    @Test
    void opensslWithTextBeforeTheBlockPasses() throws Exception {
        openssl.run(
                "req", "-new", "-newkey", "rsa:2048", "-nodes", "-text", "-subj", SUBJECT, "-keyout", "k", "-out", "r");
        assertThat(new String(openssl.read("r"), StandardCharsets.US_ASCII)).contains("Subject Public Key Info");
        assertPasses(openssl.read("r"), "RSA 2048");
    }

    @Test
    void windowsCertreqPassesWithNotes() {
        assertPassesWithNotes(ProgramForms.certreq());
        assertPassesWithNotes(ProgramForms.certreqOfOldWindows());
    }

    @Test
    void webCryptoLibrariesPass() {
        assertPassesWithNotes(ProgramForms.webCrypto());
        assertPassesWithNotes(ProgramForms.pkijs());
        assertPassesWithNotes(ProgramForms.pkijsWithoutAttributes());
    }

    @Test
    void severalAttributesOfAJavaScriptLibraryAreRefusedForTheirOrder() {
        assertRefused(ProgramForms.twoUnsortedAttributes(), "csr.attribute-order");
    }

    @Test
    void opensslPasswordsAreRefused() throws Exception {
        Files.writeString(directory.resolve("c"), """
            [req]
            prompt = no
            distinguished_name = dn
            attributes = more
            [dn]
            C = ID
            CN = Siti Rahmawati
            [more]
            challengePassword = rahasia1
            unstructuredName = catatan
            """);
        openssl.run("req", "-new", "-newkey", "rsa:2048", "-nodes", "-config", "c", "-keyout", "k", "-out", "r");
        CsrReport report = checker.check(openssl.read("r"), FindingCases.ACCOUNT);
        assertThat(report.findings())
                .extracting(Finding::id)
                .containsExactly("csr.challenge-password", "csr.attribute-ignored");
    }

    private void assertPassesWithNotes(byte[] file) {
        CsrReport report = checker.check(file, FindingCases.ACCOUNT);
        assertThat(report.refused()).as("%s", report.findings()).isFalse();
        assertThat(report.findings()).allMatch(finding -> finding.severity() == Severity.INFO);
        assertThat(report.csr()).isNotNull();
    }

    private void assertPasses(byte[] file, String description) {
        CsrReport report = checker.check(file, FindingCases.ACCOUNT);
        assertThat(report.findings()).isEmpty();
        assertThat(report.refused()).isFalse();
        ParsedCsr csr = report.csr();
        assertThat(csr).isNotNull();
        assertThat(csr.keyDescription()).isEqualTo(description);
        assertThat(csr.subject()).extracting(SubjectAttribute::shortName).containsExactly("C", "O", "CN");
    }

    private void assertRefused(byte[] file, String id) {
        CsrReport report = checker.check(file, FindingCases.ACCOUNT);
        assertThat(report.refused()).isTrue();
        assertThat(report.findings()).extracting(Finding::id).contains(id);
    }
}
