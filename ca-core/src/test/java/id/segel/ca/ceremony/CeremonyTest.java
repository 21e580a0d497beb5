package id.segel.ca.ceremony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.segel.ca.audit.AuditLog;
import id.segel.ca.authority.Authorities;
import id.segel.ca.issuance.Issuance;
import id.segel.ca.issuance.IssuanceConfiguration;
import id.segel.ca.lint.Linter;
import id.segel.ca.notice.NoticeOutbox;
import id.segel.ca.procedure.Timeline;
import id.segel.ca.status.PkiLocations;
import id.segel.ca.status.StatusChanges;
import id.segel.ca.store.CoreDatabase;
import id.segel.ca.store.Database;
import id.segel.ca.store.DatabaseRole;
import id.segel.hsm.Pin;
import id.segel.hsm.Token;
import id.segel.hsm.TokenConfiguration;
import id.segel.hsm.TokenPurpose;
import id.segel.softhsm.TestDatabase;
import id.segel.softhsm.TestToken;
import id.segel.softhsm.TestTokens;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CeremonyTest {
    private static final String FILE = """
            title: Test ceremony
            operators: [Ani]
            witnesses: [Budi]
            dataKeys: {wrapping: ct-wrapping, blindIndex: ct-index}
            backups:
              - {keys: [ct-root, ct-issuing, ct-wrapping, ct-index], backup: none, reason: A test may lose its keys}
            authorities:
              - name: ct-root
                key: {label: ct-root, spec: RSA_3072}
                scheme: RSA_PSS_SHA256
                subject:
                  - C: ID
                  - CN: Ceremony Root
                profile: root-ca
              - name: ct-issuing
                issuer: ct-root
                key: {label: ct-issuing, spec: EC_P256}
                subject:
                  - C: ID
                  - CN: Ceremony Issuing
                profile: issuing-ca
            responders:
              - authority: ct-issuing
                key: {label: ct-ocsp, spec: EC_P256}
                subject:
                  - CN: Responder
                profile: ocsp-responder
            services:
              - token: data
                authority: ct-issuing
                key: {label: ct-enrolment, spec: EC_P256}
                subject:
                  - CN: Enrolment
                profile: enrolment-signer
            """;

    static final SimpleMeterRegistry METERS = new SimpleMeterRegistry();
    static final AuditLog AUDIT = new AuditLog(Clock.systemUTC(), new SecureRandom());

    static TestDatabase testDatabase;
    static Database issuer;
    static Token token;
    static Map<TokenPurpose, Token> tokens;
    static Issuance issuance;
    static String transcript;

    @BeforeAll
    static void carryOut() {
        testDatabase = CoreDatabase.create();
        issuer = CoreDatabase.open(testDatabase, DatabaseRole.ISSUER, METERS);
        TestToken testToken = TestTokens.take();
        token = Token.open(
                new TokenConfiguration(
                        TokenPurpose.CA,
                        testToken.module(),
                        testToken.label(),
                        Pin.of(testToken.userPin()),
                        4,
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(30),
                        List.of()),
                METERS);
        tokens = Map.of(TokenPurpose.CA, token, TokenPurpose.OCSP, token, TokenPurpose.DATA, token);
        issuance = new Issuance(
                issuer,
                AUDIT,
                new NoticeOutbox(),
                new Timeline(issuer, METERS),
                new StatusChanges(issuer, AUDIT, (handle, kind, person, application, authority, serial) -> {}),
                token,
                new PkiLocations("http://pki.example.test"),
                Linter.standard(),
                IssuanceConfiguration.standard(),
                Clock.systemUTC(),
                new SecureRandom(),
                METERS);
        transcript = new Ceremony(issuer, AUDIT, issuance.direct(), tokens, line -> {}).run(FILE);
    }

    @AfterAll
    static void close() {
        token.close();
        issuer.close();
        testDatabase.close();
    }

    @Test
    void theHierarchyIsAPathThatJavaAcceptsToo() throws Exception {
        Authorities authorities = new Authorities(issuer);
        X509Certificate root =
                certificate(authorities.byName("ct-root").orElseThrow().requireCertificate());
        X509Certificate issuing =
                certificate(authorities.byName("ct-issuing").orElseThrow().requireCertificate());
        assertThat(root.getSigAlgName()).contains("PSS");
        assertThat(issuing.getBasicConstraints()).isZero();
        assertThat(root.getKeyUsage()).containsExactly(false, false, false, false, false, true, true, false, false);
        root.verify(root.getPublicKey());
        issuing.verify(root.getPublicKey());
        certificate(token.signingKey("ct-ocsp").certificate()).verify(issuing.getPublicKey());
        assertThat(certificate(token.signingKey("ct-ocsp").certificate()).getExtendedKeyUsage())
                .containsExactly("1.3.6.1.5.5.7.3.9");
    }

    @Test
    void theTranscriptNamesFileKeysAndPeople() {
        assertThat(transcript)
                .contains("Operators: Ani")
                .contains("Witnesses: Budi")
                .containsPattern("File SHA-256: [0-9a-f]{64}")
                .contains("Key ct-issuing (EC_P256)")
                .contains("CKA_ALWAYS_SENSITIVE=true", "CKA_NEVER_EXTRACTABLE=true", "CKA_LOCAL=true")
                .doesNotContain("NOT ")
                .endsWith("Finished.\n");
    }

    @Test
    void nothingThatExistsIsOverwritten() {
        Ceremony again = new Ceremony(issuer, AUDIT, issuance.direct(), tokens, line -> {});
        assertThatThrownBy(() -> again.run(FILE)).hasMessageContaining("carried out already");
        assertThatThrownBy(() -> again.run(FILE + "# another file\n"))
                .hasMessageContaining("authority ct-root")
                .hasMessageContaining("key ct-enrolment")
                .hasMessageContaining("Nothing was made");
    }

    @Test
    void oneKeyOfTheDataTokenIsMadeAloneWhenItIsChanged() {
        new Ceremony(issuer, AUDIT, issuance.direct(), tokens, line -> {}).run("""
            title: Another wrapping key
            operators: [Ani]
            dataKeys: {wrapping: ct-wrapping-2}
            """);
        assertThat(token.hasKey("ct-wrapping-2")).isTrue();
        assertThatThrownBy(() -> CeremonyFile.parse("title: t\noperators: [Ani]\ndataKeys: {}\n"))
                .hasMessageContaining("name wrapping, blindIndex or both");
    }

    @Test
    void aFileWithFaultsIsRefusedWithAllOfThem() {
        assertThatThrownBy(() -> CeremonyFile.parse("""
            title: ""
            authorities:
              - name: a
                issuer: a
                key: {label: k, spec: EC_P256}
                subject: []
                profile: no-such-profile
            """))
                .hasMessageContaining("title is missing")
                .hasMessageContaining("operators")
                .hasMessageContaining("issued by itself")
                .hasMessageContaining("subject needs")
                .hasMessageContaining("no-such-profile");
        assertThatThrownBy(() -> CeremonyFile.parse("title: x\nsurprise: 1\n")).hasMessageContaining("surprise");
    }

    @Test
    void everyCertificateIsAuthorisedByTheCeremony() {
        Jdbi superuser = Jdbi.create(testDatabase.superuserUrl());
        int others = superuser.withHandle(
                h -> h.createQuery("""
                    SELECT count(*) FROM certificate c JOIN authorisation z ON z.id = c.authorisation_id
                     WHERE z.kind <> 'CEREMONY' AND c.intended_at < (SELECT finished_at FROM ceremony)
                    """).mapTo(Integer.class).one());
        assertThat(others).isZero();
    }

    @Test
    void aResponderIsCertifiedAgainBeforeItsCertificateEnds() throws Exception {
        Clock later = Clock.fixed(Instant.now().plus(Duration.ofDays(21)), ZoneOffset.UTC);
        assertThat(new StandingPolicies(issuer, AUDIT, issuance.direct(), tokens, Clock.systemUTC()).renewDue())
                .isEmpty();
        X509Certificate before = certificate(token.signingKey("ct-ocsp").certificate());
        assertThat(new StandingPolicies(issuer, AUDIT, issuance.direct(), tokens, later).renewDue())
                .containsExactly("ct-ocsp");
        X509Certificate after = certificate(token.signingKey("ct-ocsp").certificate());
        assertThat(after.getSerialNumber()).isNotEqualTo(before.getSerialNumber());
        assertThat(after.getPublicKey()).isEqualTo(before.getPublicKey());
    }

    private static X509Certificate certificate(byte[] der) throws Exception {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
    }
}
