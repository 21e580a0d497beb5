package id.segel.ca.ceremony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.segel.hsm.KeySpec;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a ceremony refuses, each with its sentence, before anything is made. */
class RefusedCeremoniesTest {
    private static final String HEAD = "title: Refused\noperators: [Ani]\n";

    @TempDir
    static Path directory;

    static CeremonyFixture fixture;

    @BeforeAll
    static void make() {
        fixture = new CeremonyFixture(directory);
        fixture.ceremony().run(CeremonyFixture.HIERARCHY);
    }

    @AfterAll
    static void close() {
        fixture.close();
    }

    private static void refused(String file, String... sentences) {
        int before = fixture.count("SELECT count(*) FROM ceremony")
                + fixture.ca.keys().size();
        org.assertj.core.api.AbstractThrowableAssert<?, ?> thrown =
                assertThatThrownBy(() -> fixture.ceremony().run(file));
        for (String sentence : sentences) {
            thrown.hasMessageContaining(sentence);
        }
        fixture.ca.refresh();
        assertThat(fixture.count("SELECT count(*) FROM ceremony")
                        + fixture.ca.keys().size())
                .as("nothing was made")
                .isEqualTo(before);
        assertThat(fixture.lastFolder()).doesNotExist();
    }

    private static String authority(String name, String issuer, String key, String rest) {
        return HEAD + "authorities:\n  - name: " + name + "\n"
                + (issuer.isEmpty() ? "" : "    issuer: " + issuer + "\n") + "    key: " + key
                + "\n    subject: [{C: ID}, {CN: Refused}]\n" + rest;
    }

    @Test
    void everythingThatExistsIsNamedAtOnce() {
        refused(
                CeremonyFixture.HIERARCHY + "# another file\n",
                "authority root-g1 exists already (ACTIVE)",
                "authority issuing-g1 exists already (ACTIVE)",
                "key root-g1 in token " + fixture.root.label() + " exists already",
                "key issuing-g1 in token " + fixture.ca.label() + " exists already",
                "the CKA_ID a1b2c3 of key issuing-g1 is taken in token " + fixture.ca.label(),
                "key enrolment-1 in token",
                "key wrapping-1 in token",
                "key blind-index-1 in token",
                "Nothing was made.");
    }

    @Test
    void anIssuerThatIsNotThereIsNamed() {
        refused(
                authority("new-g1", "nobody", "{label: new-g1, spec: EC_P256}", "    profile: issuing-ca\n"),
                "authority new-g1 is issued by nobody, which does not exist and which no earlier entry of the file"
                        + " makes");
    }

    @Test
    void aCertificateMayNotOutliveItsIssuer() {
        refused(
                authority("new-g1", "issuing-g1", "{label: new-g1, spec: EC_P384}", "    profile: root-ca\n"),
                "the certificate of authority new-g1 would be valid until ",
                "longer than its issuer issuing-g1 (until ");
    }

    @Test
    void aKeyThatTheProfileForbidsIsRefused() {
        refused(
                authority("new-g1", "", "{label: new-g1, spec: RSA_2048}", "    profile: root-ca\n"),
                "the certificate of authority new-g1 would be refused: KEY_NOT_USABLE (RSA 2048)");
    }

    @Test
    void aSchemeThatDoesNotFitItsKeyIsRefused() {
        refused(
                authority(
                        "new-g1",
                        "",
                        "{label: new-g1, spec: EC_P256}",
                        "    profile: root-ca\n    scheme: RSA_PSS_SHA256\n"),
                "authority new-g1 signs with RSA_PSS_SHA256, which does not fit a key of EC_P256");
    }

    @Test
    void aProfileOfAnotherKindIsRefused() {
        refused(
                authority("new-g1", "", "{label: new-g1, spec: EC_P256}", "    profile: ocsp-responder\n"),
                "the profile ocsp-responder is for certificates of the kind OCSP, not CA");
    }

    @Test
    void aFileThatMakesNothingIsRefused() {
        refused(HEAD, "the file holds no section that makes anything");
    }

    @Test
    void aFileWithWrongFormIsRefusedWithEveryFault() {
        refused(
                """
                title: Wrong
                operators: []
                authorities:
                  - name: Big_Name
                    key: {label: " k", spec: EC_P256, id: xyz}
                    token: data
                    subject: [{XX: ID}]
                    profile: root-ca
                """,
                "operators: name at least one person",
                "the name Big_Name is not of small letters",
                "\" k\" cannot be a key label",
                "the CKA_ID xyz is not hex",
                "the token of an authority is ca or root, not DATA",
                "the name attribute XX is not one of");
    }

    @Test
    void aFolderThatIsNotEmptyIsNotWrittenTo() throws Exception {
        Path full = Files.createDirectory(directory.resolve("full"));
        Files.writeString(full.resolve("transcript.txt"), "of another ceremony");
        assertThatThrownBy(() -> fixture.ceremony(fixture.tokens, full)
                        .run(authority("new-g1", "", "{label: new-g1, spec: EC_P256}", "    profile: root-ca\n")))
                .hasMessageContaining("is not empty; name a new one");
        assertThat(fixture.authorities().byName("new-g1")).isEmpty();
    }

    @Test
    void twoCeremoniesDoNotRunAtOnce() {
        try (CeremonyLock held = CeremonyLock.tryTake(fixture.issuer).orElseThrow()) {
            refused(
                    authority("new-g1", "", "{label: new-g1, spec: EC_P256}", "    profile: root-ca\n"),
                    "another ceremony is under way");
        }
    }

    @Test
    void aKeyWithACertificateIsNeverDestroyed() {
        byte[] id = new byte[] {(byte) 0xa1, (byte) 0xb2, (byte) 0xc3};
        assertThatThrownBy(() -> fixture.ca.destroyUncertified(id))
                .hasMessageContaining("has a certificate, and is not destroyed");
        assertThat(fixture.ca.hasKey("issuing-g1")).isTrue();
        byte[] other =
                fixture.ca.generateKeyPair("short-lived", KeySpec.EC_P256).id();
        assertThat(fixture.ca.destroyUncertified(other)).isEqualTo(2);
        assertThat(fixture.ca.hasKey("short-lived")).isFalse();
    }
}
