package id.segel.ca.ceremony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.segel.ca.authority.Authority;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.bouncycastle.asn1.x509.Certificate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** New generations: of the issuing authority, with its products, and of the root, with cross-certificates. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RolloverTest {
    private static final String ISSUING = """
            title: New generation of the issuing authority
            operators: [Ani]
            backups:
              - {keys: [issuing-g2], backup: none, reason: A test may lose its keys}
            rollovers:
              - authority: issuing-g1
                successor: issuing-g2
                key: {label: issuing-g2, spec: EC_P256}
                subject: [{C: ID}, {CN: Issuing G2}]
                profile: issuing-ca
            responders:
              - authority: issuing-g2
                key: {label: ocsp-2, spec: EC_P256}
                subject: [{CN: Responder 2}]
                profile: ocsp-responder
            """;

    private static final String ROOT = """
            title: New generation of the root
            operators: [Ani]
            backups:
              - {keys: [root-g2], backup: none, reason: A test may lose its keys}
            rollovers:
              - authority: root-g1
                successor: root-g2
                key: {label: root-g2, spec: EC_P384}
                subject: [{C: ID}, {CN: Root G2}]
                profile: root-ca
                crossCertificate: true
            """;

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

    @Test
    @Order(1)
    void aGenerationWithTheSameSubjectIsRefused() {
        assertThatThrownBy(() -> fixture.ceremony().run(ISSUING.replace("CN: Issuing G2", "CN: Issuing G1")))
                .hasMessageContaining("it has the same subject as issuing-g1; give it one of its own");
    }

    @Test
    @Order(2)
    void anAuthorityThatIsNotThereGetsNoGeneration() {
        assertThatThrownBy(() -> fixture.ceremony().run(ISSUING.replace("issuing-g1", "issuing-g7")))
                .hasMessageContaining(
                        "there is no authority issuing-g7 yet; only one that is there can get a new generation");
    }

    @Test
    @Order(3)
    void authoritiesBelowARootDoNotCertifyEachOther() {
        assertThatThrownBy(() -> fixture.ceremony()
                        .run(ISSUING.replace("profile: issuing-ca", "profile: issuing-ca\n    crossCertificate: true")))
                .hasMessageContaining("only roots certify each other");
    }

    @Test
    @Order(4)
    void anAuthorityWithOpenApplicationsIsNotRetired() {
        fixture.superuser.useHandle(handle -> handle.execute("""
            WITH agency AS (INSERT INTO agency (name) VALUES ('Dinas Contoh') RETURNING id),
                 person AS (INSERT INTO person (subscriber_number, full_name, agency_id, unit, position, email)
                            SELECT 'ABCDEFGHIJKL', 'Siti Contoh', id, 'Unit', 'Staf', 'siti@contoh.example' FROM agency RETURNING id)
            INSERT INTO application (number, person_id, product_code, product_version, challenge)
            SELECT 'OSD-2026-000001', id, 'individu', 1, sha256('x') FROM person
            """));
        assertThatThrownBy(() -> fixture.ceremony().run(ISSUING))
                .hasMessageContaining("retirement of issuing-g1: 1 applications begun with it are open")
                .hasMessageContaining("retire: false");
    }

    @Test
    @Order(5)
    void productsAndServiceKeysMoveToTheNewGeneration() {
        String transcript = fixture.ceremony()
                .run(ISSUING.replace("profile: issuing-ca", "profile: issuing-ca\n    retire: false"));
        assertThat(transcript)
                .contains("Product individu: version 2, issued by issuing-g2; version 1 is not offered any more")
                .contains("Key enrolment-1: its next certificate is issued by issuing-g2")
                .doesNotContain("Key ocsp-1: its next certificate");
        assertThat(fixture.text("""
            SELECT u.name FROM product p JOIN authority u ON u.id = p.authority_id WHERE p.code = 'individu' AND p.active
            """)).isEqualTo("issuing-g2");
        Authority successor = fixture.authorities().byName("issuing-g2").orElseThrow();
        assertThat(successor.crlShards()).isEqualTo(2);
        fixture.openssl.pem("root.pem", "CERTIFICATE", fixture.certificate("root-g1"));
        fixture.openssl.pem("g2.pem", "CERTIFICATE", fixture.certificate("issuing-g2"));
        assertThat(fixture.openssl
                        .run("verify", "-CAfile", "root.pem", "g2.pem")
                        .output())
                .contains("g2.pem: OK");
        assertThat(fixture.authorities().byName("issuing-g1").orElseThrow().state())
                .isEqualTo(Authority.State.ACTIVE);
    }

    @Test
    @Order(6)
    void theOldGenerationIsRetiredWhenItsApplicationsHaveEnded() {
        String retire = "title: Retire\noperators: [Ani]\nretirements: [issuing-g1]\n";
        assertThatThrownBy(() -> fixture.ceremony().run(retire))
                .hasMessageContaining("1 applications begun with it are open");
        fixture.superuser.useHandle(handle -> handle.execute("UPDATE application SET state = 'WITHDRAWN'"));
        assertThat(fixture.ceremony().run(retire)).contains("Authority issuing-g1 is RETIRED", "Signature: none");
        assertThat(fixture.authorities().byName("issuing-g1").orElseThrow().state())
                .isEqualTo(Authority.State.RETIRED);
    }

    @Test
    @Order(7)
    void aRetiredAuthorityStillSignsCrls() {
        assertThat(fixture.crls()
                        .issue(fixture.authorities()
                                .byName("issuing-g1")
                                .orElseThrow()
                                .id())
                        .published())
                .hasSize(3);
    }

    @Test
    @Order(8)
    void aRetiredAuthorityIssuesNothingNew() {
        assertThatThrownBy(() -> fixture.ceremony().run("""
                        title: Too late
                        operators: [Ani]
                        responders:
                          - authority: issuing-g1
                            key: {label: ocsp-9, spec: EC_P256}
                            subject: [{CN: Responder 9}]
                            profile: ocsp-responder
                        """))
                .hasMessageContaining(
                        "key ocsp-9 is issued by issuing-g1, which is RETIRED; only an ACTIVE authority issues");
    }

    @Test
    @Order(9)
    void theServiceRenewsTheOldRespondersUnderTheOldAuthorityAndTheOthersUnderTheNew() {
        Clock later = Clock.fixed(Instant.now().plus(Duration.ofDays(3650)), ZoneOffset.UTC);
        StandingPolicies policies =
                new StandingPolicies(fixture.issuer, fixture.audit, fixture.issuance.direct(), fixture.tokens, later);
        assertThat(policies.renewDue()).contains("ocsp-1", "ocsp-2", "enrolment-1", "audit-1");
        assertThat(issuer("ocsp-1")).isEqualTo("C=ID,CN=Issuing G1");
        assertThat(issuer("enrolment-1")).isEqualTo("C=ID,CN=Issuing G2");
    }

    private static String issuer(String label) {
        return Certificate.getInstance(fixture.ca.signingKey(label).certificate())
                .getIssuer()
                .toString();
    }

    @Test
    @Order(10)
    void rootsOfTwoGenerationsCertifyEachOther() {
        assertThat(fixture.ceremony().run(ROOT)).contains("root-g1 certifies root-g2", "root-g2 certifies root-g1");
        Path out = fixture.lastFolder();
        fixture.openssl.pem("g2root.pem", "CERTIFICATE", fixture.certificate("root-g2"));
        // Who trusts only the new root finds the old issuing authority through the old root's cross-certificate, and
        // the reverse.
        assertThat(fixture.openssl
                        .run(
                                "verify",
                                "-CAfile",
                                "g2root.pem",
                                "-untrusted",
                                out.resolve("cross-root-g1-by-root-g2.pem").toString(),
                                "g2.pem")
                        .output())
                .contains("g2.pem: OK");
        assertThat(fixture.openssl
                        .run(
                                "verify",
                                "-CAfile",
                                "root.pem",
                                out.resolve("cross-root-g2-by-root-g1.pem").toString())
                        .output())
                .contains(": OK");
        assertThat(fixture.judgeTranscript(out, "sha384").output()).contains("Verified OK");
        assertThat(fixture.root.hasKey("root-g2")).isTrue();
        assertThat(fixture.authorities().byName("root-g1").orElseThrow().state())
                .isEqualTo(Authority.State.RETIRED);
    }
}
