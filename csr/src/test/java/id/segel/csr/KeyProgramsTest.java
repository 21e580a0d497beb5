package id.segel.csr;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Kinds of key as other people's programs make and sign with them; their forms of request are elsewhere. */
class KeyProgramsTest {

    private static final String SUBJECT = "/C=ID/O=Dinas Komunikasi dan Informatika/CN=Siti Rahmawati";

    private final CsrChecker checker = CsrChecker.standard();

    @TempDir
    Path directory;

    private Openssl openssl;

    @BeforeEach
    void inATemporaryDirectory() {
        openssl = new Openssl(directory);
    }

    @Test
    void opensslEd25519RequestsPass() throws Exception {
        openssl.run("genpkey", "-algorithm", "ED25519", "-out", "k");
        openssl.run("req", "-new", "-key", "k", "-subj", SUBJECT, "-out", "r");
        assertPasses("Ed25519");
    }

    @ParameterizedTest
    @CsvSource({
        "RSA,-keysize,2048,RSA 2048",
        "Ed25519,-groupname,Ed25519,Ed25519",
    })
    void keytoolRequestsPass(String algorithm, String option, String value, String description) throws Exception {
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        openssl.program(
                keytool,
                "-genkeypair",
                "-alias",
                "a",
                "-keyalg",
                algorithm,
                option,
                value,
                "-dname",
                "CN=Siti Rahmawati, O=Dinas Komunikasi dan Informatika, C=ID",
                "-keystore",
                "s",
                "-storepass",
                "percobaan",
                "-storetype",
                "PKCS12");
        openssl.program(keytool, "-certreq", "-alias", "a", "-keystore", "s", "-storepass", "percobaan", "-file", "r");
        assertPasses(description);
    }

    @ParameterizedTest
    @CsvSource({
        "ecdsa,--curve=secp256r1,EC P-256",
        "ecdsa,--curve=secp384r1,EC P-384",
        "ed25519,--curve=ed25519,Ed25519",
        "rsa,--bits=2048,RSA 2048",
    })
    void certtoolRequestsPass(String type, String size, String description) throws Exception {
        openssl.program("certtool", "--generate-privkey", "--key-type=" + type, size, "--outfile", "k");
        Files.writeString(
                directory.resolve("t"),
                "cn = \"Siti Rahmawati\"\norganization = \"Dinas Komunikasi dan Informatika\"\ncountry = ID\n");
        openssl.program("certtool", "--generate-request", "--load-privkey", "k", "--template", "t", "--outfile", "r");
        assertPasses(description);
    }

    @Test
    void opensslKeysForPssOnlyAreRefusedAsSuch() throws Exception {
        openssl.run("genpkey", "-algorithm", "RSA-PSS", "-pkeyopt", "rsa_keygen_bits:2048", "-out", "k");
        openssl.run("req", "-new", "-key", "k", "-sha256", "-subj", SUBJECT, "-out", "r");
        assertRefused("csr.rsa-pss-key");
    }

    @Test
    void opensslKeysWithExponent3AreRefused() throws Exception {
        openssl.run("genrsa", "-3", "-out", "k", "2048");
        openssl.run("req", "-new", "-key", "k", "-sha256", "-subj", SUBJECT, "-out", "r");
        assertRefused("csr.rsa-exponent");
    }

    @ParameterizedTest
    @CsvSource({"brainpoolP256r1,csr.ec-curve", "brainpoolP384r1,csr.ec-curve", "secp224r1,csr.ec-curve"})
    void opensslKeysOnOtherCurvesAreRefused(String curve, String id) throws Exception {
        openssl.run("ecparam", "-name", curve, "-genkey", "-noout", "-out", "k");
        openssl.run("req", "-new", "-key", "k", "-sha256", "-subj", SUBJECT, "-out", "r");
        assertRefused(id);
    }

    @Test
    void opensslEd448RequestsAreRefusedByName() throws Exception {
        openssl.run("genpkey", "-algorithm", "ED448", "-out", "k");
        openssl.run("req", "-new", "-key", "k", "-subj", SUBJECT, "-out", "r");
        assertRefused("csr.key-algorithm");
    }

    private void assertPasses(String description) throws Exception {
        CsrContext account = new CsrContext(
                WeakKeyCases.WITH_ED25519,
                FindingCases.ACCOUNT.subject(),
                null,
                spki -> KeyUse.UNUSED,
                modulus -> false);
        CsrReport report = checker.check(openssl.read("r"), account);
        assertThat(report.findings()).noneMatch(Finding::refuses);
        assertThat(report.csr()).isNotNull();
        assertThat(report.csr().keyDescription()).isEqualTo(description);
    }

    private void assertRefused(String id) throws Exception {
        CsrReport report = checker.check(openssl.read("r"), FindingCases.ACCOUNT);
        assertThat(report.findings()).extracting(Finding::id).contains(id);
        assertThat(report.refused()).isTrue();
    }
}
