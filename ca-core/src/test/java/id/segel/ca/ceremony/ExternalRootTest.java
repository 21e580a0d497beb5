package id.segel.ca.ceremony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.segel.ca.authority.Authority;
import id.segel.ca.status.OpenSsl;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** An issuing authority under a root that is not ours: openssl plays that root, rightly and in every wrong way. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ExternalRootTest {
    private static final String REQUEST = """
            title: Request to the national root
            operators: [Ani]
            backups:
              - {keys: [extern-g1], backup: none, reason: A test may lose its keys}
            requests:
              - name: extern-g1
                key: {label: extern-g1, spec: RSA_3072}
                subject: [{C: ID}, {O: Balai Contoh}, {CN: Extern G1}]
                profile: issuing-ca
            """;

    private static final String RIGHT = """
        basicConstraints=critical,CA:TRUE,pathlen:0
        keyUsage=critical,keyCertSign,cRLSign
        subjectKeyIdentifier=hash
        authorityKeyIdentifier=keyid
        """;

    @TempDir
    static Path directory;

    static CeremonyFixture fixture;
    static OpenSsl openssl;
    static Path out;
    static String transcript;

    @BeforeAll
    static void ask() {
        fixture = new CeremonyFixture(directory);
        openssl = fixture.openssl;
        transcript = fixture.ceremony().run(REQUEST);
        out = fixture.lastFolder();
        root("outer", "/C=ID/CN=Outer Root", 7300);
        root("stranger", "/C=ID/CN=Outer Root", 7300);
        root("brief", "/C=ID/CN=Brief Root", 100);
    }

    @AfterAll
    static void close() {
        fixture.close();
    }

    private static void root(String name, String subject, int days) {
        must("ecparam", "-name", "secp384r1", "-genkey", "-noout", "-out", name + ".key");
        must(
                "req",
                "-x509",
                "-new",
                "-key",
                name + ".key",
                "-sha384",
                "-subj",
                subject,
                "-days",
                Integer.toString(days),
                "-addext",
                "keyUsage=critical,keyCertSign,cRLSign",
                "-out",
                name + ".pem");
    }

    private static void must(String... arguments) {
        OpenSsl.Verdict verdict = openssl.run(arguments);
        assertThat(verdict.exit()).as(verdict.output()).isZero();
    }

    /** Has a root answer a request. */
    private static void answer(String file, String by, String request, String extensions, int days) {
        openssl.file("extensions.cnf", extensions.getBytes(StandardCharsets.UTF_8));
        must(
                "x509",
                "-req",
                "-in",
                request,
                "-CA",
                by + ".pem",
                "-CAkey",
                by + ".key",
                "-set_serial",
                "0x1122334455",
                "-sha384",
                "-days",
                Integer.toString(days),
                "-extfile",
                "extensions.cnf",
                "-out",
                file);
    }

    private static String csr() {
        return out.resolve("extern-g1.csr").toString();
    }

    private static String file(String certificate, String issuer, String more) {
        return """
            title: Answer of the national root
            operators: [Ani]
            answers:
              - authority: extern-g1
                certificate: %s
                issuer: %s
                profile: issuing-ca
            %s
            """.formatted(certificate, issuer, more.isEmpty() ? "" : "    " + more);
    }

    private static void refused(String certificate, String issuer, String more, String sentence) {
        assertThatThrownBy(() -> fixture.ceremony().run(file(certificate, issuer, more)))
                .hasMessageContaining("answer for authority extern-g1: ")
                .hasMessageContaining(sentence)
                .hasMessageContaining("Nothing was made");
        assertThat(fixture.authorities().byName("extern-g1").orElseThrow().state())
                .isEqualTo(Authority.State.PENDING);
    }

    @Test
    @Order(1)
    void theRequestIsGoodAndTheAuthorityWaits() {
        assertThat(openssl.run("req", "-in", csr(), "-verify", "-noout").output())
                .contains("verify OK");
        assertThat(openssl.run("req", "-in", csr(), "-noout", "-text").output())
                .contains("CN = Extern G1", "CA:TRUE, pathlen:0", "Certificate Sign, CRL Sign", "3072 bit");
        assertThat(fixture.authorities().byName("extern-g1").orElseThrow().state())
                .isEqualTo(Authority.State.PENDING);
        assertThat(fixture.authorities().all()).isEmpty();
        assertThat(fixture.judgeTranscript(out, "sha256").output()).contains("Verified OK");
        assertThat(transcript)
                .contains("Authority extern-g1 is PENDING", "asks for basicConstraints: CA true, path length 0");
        assertThat(fixture.count("SELECT count(*) FROM authority WHERE request IS NOT NULL AND external_issuer"))
                .isOne();
    }

    @Test
    @Order(2)
    void withoutAFolderThereIsNoRequest() {
        Ceremony noFolder =
                new Ceremony(fixture.issuer, fixture.audit, fixture.issuance.direct(), fixture.tokens, line -> {});
        assertThatThrownBy(() -> noFolder.run(REQUEST.replace("g1", "g5")))
                .hasMessageContaining("there is no folder to write the request to; name one with --out");
    }

    @Test
    @Order(3)
    void anAnswerWithAFaultIsRefusedWithItsSentence() {
        answer("right.pem", "outer", csr(), RIGHT, 3000);
        refused("none.pem", "outer.pem", "", "the file none.pem beside the ceremony file cannot be read");
        refused("../right.pem", "outer.pem", "", "name a file that stands beside the ceremony file, without a path");
        refused("right.pem", "stranger.pem", "", "the signature on the certificate of CN=Extern G1");
        refused("right.pem", "brief.pem", "", "the certificate of its issuer, CN=Outer Root, C=ID, is not given");
        refused("right.pem", "outer.pem", "issuerSha256: \"00\"", "not 00 as the file says");
        refused("outer.pem", "outer.pem", "", "none has the public key of the request");
        answer("no-ca.pem", "outer", csr(), RIGHT.replace("CA:TRUE,pathlen:0", "CA:FALSE"), 3000);
        refused("no-ca.pem", "outer.pem", "", "basicConstraints does not say CA");
        answer("deep.pem", "outer", csr(), RIGHT.replace("pathlen:0", "pathlen:3"), 3000);
        refused("deep.pem", "outer.pem", "", "its path length is 3; the request asked for 0");
        answer("usage.pem", "outer", csr(), RIGHT.replace("keyCertSign,cRLSign", "keyCertSign"), 3000);
        refused(
                "usage.pem",
                "outer.pem",
                "",
                "its key usage is [keyCertSign]; the request asked for [cRLSign, keyCertSign]");
        answer(
                "no-ski.pem",
                "outer",
                csr(),
                RIGHT.replace("subjectKeyIdentifier=hash", "subjectKeyIdentifier=none"),
                3000);
        refused("no-ski.pem", "outer.pem", "", "its subjectKeyIdentifier is missing");
        answer("odd.pem", "outer", csr(), RIGHT + "1.2.3.4.5=critical,ASN1:NULL\n", 3000);
        refused("odd.pem", "outer.pem", "", "it has the critical extension 1.2.3.4.5, which is not understood here");
        answer("outlives.pem", "brief", csr(), RIGHT, 3000);
        refused("outlives.pem", "brief.pem", "", "longer than its issuer");
    }

    @Test
    @Order(4)
    void anAnswerOfAnotherSubjectOrAnotherTimeIsRefused() {
        must("req", "-new", "-key", "outer.key", "-subj", "/C=ID/CN=Other", "-out", "other.csr");
        must(
                "x509",
                "-new",
                "-force_pubkey",
                pub(),
                "-subj",
                "/C=ID/O=Balai Contoh/CN=Extern G2",
                "-CA",
                "outer.pem",
                "-CAkey",
                "outer.key",
                "-set_serial",
                "5",
                "-days",
                "100",
                "-extfile",
                cnf(),
                "-out",
                "other-name.pem");
        refused(
                "other-name.pem",
                "outer.pem",
                "",
                "its subject is CN=Extern G2, O=Balai Contoh, C=ID, not what the request asked for");
        must(
                "ca",
                "-batch",
                "-config",
                caConfig(),
                "-in",
                csr(),
                "-out",
                "expired.pem",
                "-notext",
                "-startdate",
                "20200101000000Z",
                "-enddate",
                "20210101000000Z",
                "-extfile",
                cnf());
        refused(
                "expired.pem",
                "outer.pem",
                "",
                "it is valid from 2020-01-01T00:00:00Z to 2021-01-01T00:00:00Z, not now");
    }

    private static String pub() {
        must("req", "-in", csr(), "-noout", "-pubkey", "-out", "extern.pub");
        return "extern.pub";
    }

    private static String cnf() {
        return openssl.file("right.cnf", RIGHT.getBytes(StandardCharsets.UTF_8));
    }

    private static String caConfig() {
        openssl.file("index.txt", new byte[0]);
        return openssl.file("ca.cnf", """
            [ca]
            default_ca=d
            [d]
            database=index.txt
            new_certs_dir=.
            rand_serial=yes
            certificate=outer.pem
            private_key=outer.key
            default_md=sha384
            policy=p
            preserve=yes
            [p]
            countryName=supplied
            organizationName=supplied
            commonName=supplied
            """.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    @Order(5)
    void theRightAnswerMakesTheAuthorityActiveWithItsIssuerKept() throws Exception {
        String dryRun = fixture.ceremony().dryRun(file("right.pem", "outer.pem", ""), false);
        assertThat(dryRun).contains("subject: C=ID,O=Balai Contoh,CN=Extern G1", "Issuer outside: C=ID,CN=Outer Root");
        assertThat(fixture.authorities().byName("extern-g1").orElseThrow().state())
                .isEqualTo(Authority.State.PENDING);
        String fingerprint = openssl.run("x509", "-in", "outer.pem", "-noout", "-fingerprint", "-sha256")
                .output()
                .replaceAll("(?s).*=", "")
                .strip();
        String imported =
                fixture.ceremony().run(file("right.pem", "outer.pem", "issuerSha256: \"" + fingerprint + "\""));
        Authority authority = fixture.authorities().byName("extern-g1").orElseThrow();
        assertThat(authority.state()).isEqualTo(Authority.State.ACTIVE);
        assertThat(authority.isRoot()).isFalse();
        assertThat(authority.isIssuedOutside()).isTrue();
        List<byte[]> chain = fixture.authorities().chain(authority.id());
        assertThat(chain).hasSize(2);
        openssl.pem("chain0.pem", "CERTIFICATE", chain.get(0));
        openssl.pem("chain1.pem", "CERTIFICATE", chain.get(1));
        assertThat(openssl.run("verify", "-CAfile", "chain1.pem", "chain0.pem").output())
                .contains("OK");
        assertThat(imported).contains("Issuer outside, stored: C=ID,CN=Outer Root");
        assertThat(fixture.judgeTranscript(fixture.lastFolder(), "sha256").output())
                .contains("Verified OK");
        assertThat(Files.readString(fixture.lastFolder().resolve("extern-g1.pem")))
                .contains("BEGIN CERTIFICATE");
    }

    @Test
    @Order(6)
    void underTheImportedAuthorityCertificatesAndCrlsAreMade() {
        fixture.ceremony().run("""
                title: Keys under the external root
                operators: [Ani]
                responders:
                  - authority: extern-g1
                    key: {label: ocsp-extern, spec: EC_P256}
                    subject: [{CN: Responder}]
                    profile: ocsp-responder
                """);
        openssl.pem(
                "responder.pem",
                "CERTIFICATE",
                fixture.ca.signingKey("ocsp-extern").certificate());
        assertThat(openssl.run("verify", "-CAfile", "outer.pem", "-untrusted", "chain0.pem", "responder.pem")
                        .output())
                .contains("responder.pem: OK");
        assertThat(fixture.crls()
                        .issue(fixture.authorities()
                                .byName("extern-g1")
                                .orElseThrow()
                                .id())
                        .refused())
                .isEmpty();
    }

    @Test
    @Order(7)
    void aSecondAnswerIsRefused() {
        assertThatThrownBy(() -> fixture.ceremony().run(file("right.pem", "outer.pem", "") + "# again\n"))
                .hasMessageContaining("it is ACTIVE; only one that waits for its answer can be given it");
    }
}
