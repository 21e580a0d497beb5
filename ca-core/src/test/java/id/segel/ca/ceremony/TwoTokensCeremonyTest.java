package id.segel.ca.ceremony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.segel.ca.audit.AuditAction;
import id.segel.ca.authority.Authority;
import id.segel.ca.issuance.Fingerprint;
import id.segel.ca.store.Sha256;
import id.segel.hsm.KeyInfo;
import id.segel.hsm.TokenPurpose;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A full hierarchy on two tokens from one file, its dry run before, and its transcript judged by openssl. */
class TwoTokensCeremonyTest {
    @TempDir
    static Path directory;

    static CeremonyFixture fixture;
    static String dryRun;
    static int rowsAfterDryRun;
    static List<KeyInfo> keysAfterDryRun;
    static String transcript;
    static Path out;

    @BeforeAll
    static void carryOut() {
        fixture = new CeremonyFixture(directory);
        dryRun = fixture.ceremony().dryRun(CeremonyFixture.HIERARCHY, false);
        rowsAfterDryRun = fixture.count("""
            SELECT (SELECT count(*) FROM ceremony) + (SELECT count(*) FROM authority) + (SELECT count(*) FROM profile)
                 + (SELECT count(*) FROM certificate) + (SELECT count(*) FROM ceremony_key) + (SELECT count(*) FROM audit_event)
            """);
        fixture.root.refresh();
        fixture.ca.refresh();
        keysAfterDryRun = java.util.stream.Stream.concat(fixture.root.keys().stream(), fixture.ca.keys().stream())
                .toList();
        Path dryFolder = fixture.lastFolder();
        assertThat(dryFolder).doesNotExist();
        transcript = fixture.ceremony().run(CeremonyFixture.HIERARCHY);
        out = fixture.lastFolder();
    }

    @AfterAll
    static void close() {
        fixture.close();
    }

    @Test
    void aDryRunMakesNoKeyAndStoresNothing() {
        assertThat(keysAfterDryRun).isEmpty();
        assertThat(rowsAfterDryRun).isZero();
    }

    @Test
    void aDryRunSaysTheHashInGroupsToReadAloud() {
        assertThat(dryRun)
                .contains("File SHA-256, to be read aloud: "
                        + Sha256.hex(CeremonyFixture.HIERARCHY.getBytes(StandardCharsets.UTF_8))
                                .replaceAll("(.{4})(?!$)", "$1 "))
                .containsPattern("read aloud: ([0-9a-f]{4} ){15}[0-9a-f]{4}\n")
                .startsWith("Dry run: nothing is made.\n")
                .endsWith("Dry run: nothing was made.\n");
    }

    @Test
    void aDryRunShowsEveryFieldOfEveryCertificate() {
        assertThat(dryRun)
                .contains(
                        "serialNumber: drawn at issue",
                        "issuer: C=ID,CN=Root G1",
                        "subject: C=ID,CN=Issuing G1",
                        "basicConstraints (critical): CA true, path length 0",
                        "basicConstraints (critical): CA true, no path length",
                        "keyUsage (critical): cRLSign, keyCertSign",
                        "cRLDistributionPoints: http://pki.example.test",
                        "authorityInfoAccess: OCSP http://pki.example.test",
                        "extendedKeyUsage: 1.3.6.1.5.5.7.3.9",
                        "subjectPublicKey: 1.2.840.113549.1.1.1, made at issue",
                        "Product individu, issued by issuing-g1");
        assertThat(dryRun.split("serialNumber: drawn at issue", -1)).hasSize(6);
    }

    @Test
    void whatTheDryRunPromisedOfKeysIsWhatTheTokenSaysAfterwards() {
        for (String label : List.of("root-g1", "issuing-g1", "ocsp-1", "enrolment-1", "wrapping-1", "blind-index-1")) {
            List<String> promised = attributes(dryRun, "CKA_LABEL=\"" + label + "\"");
            List<String> read = attributes(transcript, "CKA_LABEL=\"" + label + "\"");
            assertThat(promised).as(label).hasSizeGreaterThan(10);
            assertThat(read)
                    .as(label)
                    .containsAll(promised.stream()
                            .filter(line -> !line.startsWith("CKA_ID=20"))
                            .toList());
        }
    }

    /** The lines of attributes that begin with this one. */
    private static List<String> attributes(String text, String first) {
        return text.substring(text.indexOf(first))
                .lines()
                .map(String::strip)
                .takeWhile(line -> line.startsWith("CKA_"))
                .toList();
    }

    @Test
    void theRootsKeyLivesInItsTokenAndTheOthersDoNot() {
        assertThat(fixture.root.keys()).extracting(KeyInfo::label).containsExactly("root-g1");
        assertThat(fixture.ca.keys())
                .extracting(KeyInfo::label)
                .containsExactlyInAnyOrder(
                        "issuing-g1", "ocsp-1", "enrolment-1", "audit-1", "wrapping-1", "blind-index-1");
        assertThat(fixture.authorities().byName("root-g1").orElseThrow().keyToken())
                .isEqualTo(TokenPurpose.ROOT);
        assertThat(fixture.ca.keys().stream()
                        .filter(key -> key.label().equals("issuing-g1"))
                        .findFirst()
                        .orElseThrow()
                        .id())
                .isEqualTo("a1b2c3");
    }

    @Test
    void opensslAcceptsTheHierarchyItself() {
        Authority issuing = fixture.authorities().byName("issuing-g1").orElseThrow();
        List<byte[]> chain = fixture.authorities().chain(issuing.id());
        fixture.openssl.pem("root.pem", "CERTIFICATE", chain.get(1));
        fixture.openssl.pem("issuing.pem", "CERTIFICATE", chain.get(0));
        fixture.openssl.pem(
                "ocsp.pem", "CERTIFICATE", fixture.ca.signingKey("ocsp-1").certificate());
        assertThat(fixture.openssl
                        .run("verify", "-x509_strict", "-CAfile", "root.pem", "issuing.pem")
                        .output())
                .contains("issuing.pem: OK");
        assertThat(fixture.openssl
                        .run("verify", "-CAfile", "root.pem", "-untrusted", "issuing.pem", "ocsp.pem")
                        .output())
                .contains("ocsp.pem: OK");
    }

    @Test
    void opensslVerifiesTheTranscriptWithTheRootsNewKey() throws Exception {
        assertThat(fixture.judgeTranscript(out, "sha256").output()).contains("Verified OK");
        assertThat(Files.readString(out.resolve("transcript.txt"))).isEqualTo(transcript);
        assertThat(transcript).contains("Verify: openssl dgst -sha256 -verify transcript.pub");
        fixture.openssl.pem("rootcert.pem", "CERTIFICATE", fixture.certificate("root-g1"));
        assertThat(fixture.openssl
                        .run("x509", "-in", "rootcert.pem", "-noout", "-pubkey")
                        .output())
                .isEqualTo(Files.readString(out.resolve("transcript.pub")));
        Files.writeString(directory.resolve("forged.txt"), transcript.replace("Budi", "Badi"));
        assertThat(fixture.openssl
                        .run(
                                "dgst",
                                "-sha256",
                                "-verify",
                                out.resolve("transcript.pub").toString(),
                                "-signature",
                                out.resolve("transcript.sig").toString(),
                                "forged.txt")
                        .output())
                .doesNotContain("Verified OK");
    }

    @Test
    void theTranscriptTellsWhoWhenWithWhatAndIsCanonical() {
        assertThat(transcript)
                .startsWith("segel-ceremony-transcript-v1\nCeremony: Hierarki uji\n")
                .contains("Operators: Ani, Joko", "Witnesses: Budi", "Program: segel test")
                .containsPattern("Begun: 20\\d\\d-.*Z \\(database time\\)")
                .containsPattern("Ended: 20\\d\\d-.*Z \\(database time\\)")
                .contains(
                        "Token (root): \"" + fixture.root.label() + "\"", "Token (ca): \"" + fixture.ca.label() + "\"")
                .containsPattern("Serial number [0-9a-f]{16}, model SoftHSM v2, manufacturer SoftHSM project, hardware"
                        + " \\d+\\.\\d+, firmware \\d+\\.\\d+")
                .containsPattern("Module: /.*libsofthsm2.so")
                .containsPattern("Library: .*SoftHSM.*version \\d+\\.\\d+")
                .contains("CKA_NEVER_EXTRACTABLE=true", "CKA_KEY_TYPE=CKK_RSA", "CKA_KEY_TYPE=CKK_EC")
                .contains("SHA-256 of the certificate: " + Fingerprint.of(fixture.certificate("issuing-g1")))
                .contains("Certificate read back from token " + fixture.root.label() + ": the same bytes")
                .contains("Outcome: DONE")
                .doesNotContain("\r", "EXTRACTABLE=true\n    CKA_NEVER", "SENSITIVE=false")
                .endsWith("Finished.\n");
    }

    @Test
    void theDatabaseKeepsTranscriptAndSignature() throws Exception {
        byte[] signature = fixture.superuser.withHandle(handle -> handle.createQuery(
                        "SELECT signature FROM ceremony WHERE outcome = 'DONE' AND transcript = :transcript")
                .bind("transcript", transcript)
                .mapTo(byte[].class)
                .one());
        assertThat(signature).isEqualTo(Files.readAllBytes(out.resolve("transcript.sig")));
        assertThat(fixture.count("SELECT count(*) FROM ceremony_key WHERE state <> 'DONE'"))
                .isZero();
    }

    @Test
    void everyKeyAndActivationIsInTheAuditLog() {
        assertThat(fixture.count("SELECT count(*) FROM audit_event WHERE action = '"
                        + AuditAction.KEY_GENERATED.wireName() + "'"))
                .isEqualTo(7);
        assertThat(fixture.count("SELECT count(*) FROM audit_event WHERE action = '"
                        + AuditAction.AUTHORITY_ACTIVATED.wireName() + "'"))
                .isEqualTo(2);
    }

    @Test
    void theFolderHoldsEveryCertificate() {
        assertThat(out.resolve("root-g1.pem")).exists();
        assertThat(out.resolve("issuing-g1.pem")).exists();
        assertThat(fixture.openssl
                        .run("x509", "-in", out.resolve("ocsp-1.pem").toString(), "-noout", "-text")
                        .output())
                .contains("OCSP Signing");
    }

    @Test
    void aTranscriptCanNeverBeATbsCertificate() {
        assertThat(transcript.getBytes(StandardCharsets.UTF_8)[0]).isNotEqualTo((byte) 0x30);
        assertThatThrownBy(() -> new TranscriptPermit("0\u0082 not a transcript"))
                .hasMessageContaining("no transcript");
        assertThatThrownBy(() -> new RequestPermit(Objects.requireNonNull(tbs())))
                .hasMessageContaining("no request");
    }

    private static byte[] tbs() throws java.io.IOException {
        return org.bouncycastle.asn1.x509.Certificate.getInstance(fixture.certificate("issuing-g1"))
                .getTBSCertificate()
                .getEncoded();
    }

    @Test
    void aFileThatWasCarriedOutIsNotCarriedOutAgain() {
        assertThatThrownBy(() -> fixture.ceremony().run(CeremonyFixture.HIERARCHY))
                .hasMessageContaining("this file was carried out already, as ceremony 1")
                .hasMessageContaining("Nothing was made");
        assertThatThrownBy(() -> fixture.ceremony().dryRun(CeremonyFixture.HIERARCHY, false))
                .hasMessageContaining("carried out already");
    }

    @Test
    void theServiceWithoutTheRootsTokenStillSignsTheIssuingAuthoritysCrl() {
        assertThat(fixture.crls()
                        .issue(fixture.authorities()
                                .byName("issuing-g1")
                                .orElseThrow()
                                .id())
                        .refused())
                .isEmpty();
    }

    @Test
    void withoutTheRootsTokenNothingUnderTheRootIsMade() {
        String file = CeremonyFixture.HIERARCHY
                .replace("g1", "g9")
                .replace("-1", "-9")
                .replace("a1b2c3", "a9");
        Map<TokenPurpose, id.segel.hsm.Token> poor = Map.of(TokenPurpose.CA, fixture.ca);
        assertThatThrownBy(
                        () -> fixture.ceremony(poor, directory.resolve("poor")).run(file))
                .hasMessageContaining("needs the root token, which is not configured on this node")
                .hasMessageContaining("needs the ocsp token")
                .hasMessageContaining("needs the data token")
                .hasMessageContaining("Nothing was made");
    }
}
