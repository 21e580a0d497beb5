package id.segel.ca.issuance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import id.segel.ca.lint.Linter;
import id.segel.ca.lint.external.ExternalLintConfiguration;
import id.segel.ca.lint.external.ExternalRule;
import id.segel.ca.store.CoreDatabase;
import id.segel.softhsm.FaultShim;
import id.segel.softhsm.TestToken;
import id.segel.softhsm.TestTokens;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The path of an approved application, on a real token and a real database; faults come from a module around SoftHSM2. */
class IssuerWorkerTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    static Path directory;

    static FaultShim shim;
    static IssuanceFixture fixture;

    @BeforeAll
    static void makeHierarchy() {
        TestToken token = TestTokens.take();
        shim = FaultShim.around(token.module(), directory);
        fixture = new IssuanceFixture(
                CoreDatabase.create(), token, shim.library(), IssuanceFixture.quick(Duration.ofSeconds(8)));
        fixture.ceremony();
    }

    @AfterAll
    static void close() {
        fixture.close();
        shim.close();
    }

    @AfterEach
    void clearFaults() {
        shim.clear();
    }

    @Test
    void anApprovedApplicationBecomesACertificateThatItsProfilePromises() throws Exception {
        KeyPair key = IssuanceFixture.newKey();
        long application =
                fixture.approvedApplication("Siti Rahma", key.getPublic().getEncoded());
        Instant before = Instant.now().minusSeconds(1);
        try (IssuerWorker worker = fixture.issuance.worker()) {
            worker.start();
            await().atMost(LIMIT)
                    .until(() -> fixture.applicationState(application).equals("ISSUED"));
        }
        X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(fixture.certificate(application)));
        assertThat(certificate.getPublicKey()).isEqualTo(key.getPublic());
        assertThat(certificate.getSubjectX500Principal().getName())
                .contains("CN=Siti Rahma")
                .contains("O=Dinas Contoh")
                .endsWith("C=ID");
        assertThat(certificate.getNotAfter().getTime()
                        - certificate.getNotBefore().getTime())
                .isEqualTo(63_071_999_000L);
        assertThat(certificate.getNotBefore().toInstant()).isAfterOrEqualTo(before.minusSeconds(1));
        assertThat(certificate.getSerialNumber().bitLength()).isGreaterThan(128);
        assertThat(certificate.getKeyUsage()).startsWith(true, true, false, false, false, false, false);
        assertThat(certificate.getCriticalExtensionOIDs()).contains("2.5.29.15");
        assertThat(fixture.count(
                        "SELECT count(*) FROM notice WHERE kind = 'ISSUED' AND application_id = " + application))
                .isOne();
        assertThat(fixture.count("SELECT count(*) FROM certificate WHERE application_id = " + application
                        + " AND deliverable_at IS NOT NULL"))
                .isOne();
        assertThat(
                        fixture.count(
                                "SELECT count(*) FROM audit_event WHERE action IN ('certificate.intent-stored', 'certificate.issued')"))
                .isGreaterThanOrEqualTo(2);
    }

    @Test
    void manyApplicationsAreIssuedOnceEach() {
        List<Long> applications = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            applications.add(fixture.approvedApplication());
        }
        try (IssuerWorker one = fixture.issuance.worker();
                IssuerWorker other = fixture.issuance.worker()) {
            one.start();
            other.start();
            await().atMost(LIMIT)
                    .until(() -> applications.stream()
                            .allMatch(a -> fixture.applicationState(a).equals("ISSUED")));
        }
        assertThat(applications)
                .allSatisfy(a -> assertThat(fixture.certificateStates(a)).containsExactly("ISSUED"));
    }

    @Test
    void whileTheTokenIsAwayNothingIsSignedAndTheIssueIsRepeatedWhenItIsBack() {
        shim.control("C_SignInit error=0x32");
        long application = fixture.approvedApplication();
        try (IssuerWorker worker = fixture.issuance.worker()) {
            worker.start();
            await().atMost(LIMIT)
                    .until(() -> fixture.applicationState(application).equals("ISSUE_FAILED"));
            assertThat(fixture.certificateStates(application)).isNotEmpty().allMatch("ABANDONED"::equals);
            shim.clear();
            await().atMost(LIMIT)
                    .until(() -> fixture.applicationState(application).equals("ISSUED"));
        }
        assertThat(fixture.certificateStates(application)).endsWith("ISSUED");
        assertThat(fixture.count("SELECT count(*) FROM status_change"))
                .isEqualTo(fixture.count("SELECT count(*) FROM certificate WHERE state = 'ORPHANED'"));
    }

    @Test
    void aLostReplyMakesAnOrphanThatIsRevokedAndAFreshSerial() {
        long application = fixture.approvedApplication();
        shim.control("C_Sign after error=0x30 count=1");
        try (IssuerWorker worker = fixture.issuance.worker()) {
            worker.start();
            await().atMost(LIMIT)
                    .until(() -> fixture.applicationState(application).equals("ISSUED"));
        }
        assertThat(fixture.certificateStates(application)).containsExactly("ORPHANED", "ISSUED");
        assertThat(fixture.count(
                        "SELECT count(*) FROM certificate WHERE state = 'ORPHANED' AND revoked_at IS NOT NULL AND application_id = "
                                + application))
                .isOne();
        assertThat(fixture.count(
                        "SELECT count(*) FROM authority WHERE name = 'issuing-g1' AND crl_requested_at IS NOT NULL"))
                .isOne();
    }

    @Test
    void aWrongSignatureIsNeverReleased() {
        long application = fixture.approvedApplication();
        long before = shim.injected("C_Sign");
        shim.control("C_Sign flip count=1");
        try (IssuerWorker worker = fixture.issuance.worker()) {
            worker.start();
            await().atMost(LIMIT)
                    .until(() -> fixture.applicationState(application).equals("ISSUED"));
        }
        assertThat(shim.injected("C_Sign")).isEqualTo(before + 1);
        assertThat(fixture.certificateStates(application)).containsExactly("ORPHANED", "ISSUED");
    }

    @Test
    void aSuspendedAccountVoidsTheApproval() {
        long application = fixture.approvedApplication();
        fixture.superuser.useHandle(h -> h.execute(
                "UPDATE person SET state = 'SUSPENDED' WHERE id = (SELECT person_id FROM application WHERE id = ?)",
                application));
        issueUntil(application, "SUBMITTED");
        assertThat(fixture.certificateStates(application)).isEmpty();
        assertThat(fault(application)).isEqualTo("ACCOUNT_NOT_ACTIVE");
    }

    @Test
    void aBlockedKeyVoidsTheApproval() {
        long application = fixture.approvedApplication();
        fixture.superuser.useHandle(h -> h.execute("""
                UPDATE public_key SET blocked_at = now(), blocked_reason = 'test'
                 WHERE spki_sha256 = (SELECT spki_sha256 FROM csr WHERE application_id = ?)
                """, application));
        issueUntil(application, "SUBMITTED");
        assertThat(fault(application)).isEqualTo("KEY_NOT_USABLE");
    }

    @Test
    void aNameThatChangedSinceTheApprovalIsFoundByTheSameChecksAndTheReportIsKept() {
        long application = fixture.approvedApplication();
        fixture.superuser.useHandle(h -> h.execute(
                "UPDATE person SET full_name = 'Siti Lain' WHERE id = (SELECT person_id FROM application WHERE id = ?)",
                application));
        issueUntil(application, "SUBMITTED");
        assertThat(fault(application)).isEqualTo("CSR_REFUSED");
        assertThat(fixture.certificateStates(application)).isEmpty();
        String kept = fixture.superuser.withHandle(
                h -> h.createQuery("""
                        SELECT c.occasion || ' ' || c.refused || ' ' || a.issue_detail || ' ' || c.report
                          FROM csr_check c JOIN application a ON a.id = c.application_id WHERE a.id = ?
                        """).bind(0, application).mapTo(String.class).one());
        assertThat(kept).startsWith("ISSUE true csr.common-name-mismatch").contains("Siti Lain");
    }

    @Test
    void aLintFindingRefusesTheIssueNamesTheRuleAndIsCounted(@TempDir Path directory) throws IOException {
        Path linter = Files.writeString(
                directory.resolve("linter"),
                "#!/bin/sh\necho '{\"e_uji\":{\"result\":\"error\"},\"x\":{\"result\":\"pass\"}}'\n");
        assertThat(linter.toFile().setExecutable(true)).isTrue();
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        Issuance judged = IssuanceFixture.issuance(
                fixture.issuer,
                fixture.token,
                Linter.standard()
                        .followedBy(new ExternalRule(
                                ExternalLintConfiguration.zlint(List.of(linter.toString(), "{file}")))),
                IssuanceFixture.quick(Duration.ofSeconds(20)),
                meters);
        long application = fixture.approvedApplication();
        try (IssuerWorker worker = judged.worker()) {
            worker.start();
            await().atMost(LIMIT)
                    .until(() -> fixture.applicationState(application).equals("SUBMITTED"));
        }
        assertThat(fault(application)).isEqualTo("PROFILE_NOT_MET");
        String detail =
                fixture.superuser.withHandle(h -> h.createQuery("SELECT issue_detail FROM application WHERE id = :id")
                        .bind("id", application)
                        .mapTo(String.class)
                        .one());
        assertThat(detail).contains("lint.external", "e_uji");
        assertThat(meters.get("segel.lint.findings")
                        .tag("rule", "lint.external")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(fixture.certificateStates(application)).isEmpty();
    }

    @Test
    void aKeyStoredBesideARequestThatHoldsAnotherIsFound() {
        long application = fixture.approvedApplication();
        fixture.superuser.useHandle(h -> {
            h.execute("SET session_replication_role = replica");
            h.createUpdate("UPDATE csr SET der = :der, sha256 = sha256(:der) WHERE application_id = :id")
                    .bind(
                            "der",
                            ApprovedApplications.csr(
                                    "Siti Rahma",
                                    ApprovedApplications.newKey().getPublic().getEncoded()))
                    .bind("id", application)
                    .execute();
            h.execute(
                    "UPDATE decision SET csr_sha256 = (SELECT sha256 FROM csr WHERE application_id = ?) WHERE application_id = ?",
                    application,
                    application);
            h.execute("SET session_replication_role = DEFAULT");
        });
        issueUntil(application, "SUBMITTED");
        assertThat(fault(application)).isEqualTo("EVIDENCE_CHANGED");
        assertThat(fixture.certificateStates(application)).isEmpty();
    }

    @Test
    void aSecondCertificateForThePersonAndProductIsRefusedAtTheIntent() {
        long first = fixture.approvedApplication();
        issueUntil(first, "ISSUED");
        long second = fixture.approvedApplication();
        fixture.superuser.useHandle(h -> {
            h.execute("ALTER TABLE decision DISABLE TRIGGER USER");
            h.execute("UPDATE application SET state = 'COMPLETED' WHERE id = ?", first);
            h.execute("""
                    UPDATE public_key SET person_id = (SELECT person_id FROM application WHERE id = ?)
                     WHERE spki_sha256 = (SELECT spki_sha256 FROM csr WHERE application_id = ?)
                    """, first, second);
            h.execute("SET session_replication_role = replica");
            h.execute(
                    "UPDATE application SET person_id = (SELECT person_id FROM application WHERE id = ?) WHERE id = ?",
                    first,
                    second);
            h.execute(
                    "UPDATE decision SET applicant_person_id = (SELECT person_id FROM application WHERE id = ?) WHERE application_id = ?",
                    first,
                    second);
            h.execute("SET session_replication_role = DEFAULT");
            h.execute("ALTER TABLE decision ENABLE TRIGGER USER");
        });
        issueUntil(second, "SUBMITTED");
        assertThat(fault(second)).isEqualTo("CERTIFICATE_STILL_ACTIVE");
        assertThat(fixture.certificateStates(second)).isEmpty();
    }

    @Test
    void anApprovalOlderThanADayIsVoid() {
        long application = fixture.approvedApplication();
        fixture.superuser.useHandle(h -> h.execute(
                "UPDATE application SET approved_at = now() - interval '25 hours' WHERE id = ?", application));
        assertThat(fixture.issuance.reconciler().run().voided()).isOne();
        assertThat(fixture.applicationState(application)).isEqualTo("SUBMITTED");
        assertThat(fault(application)).isEqualTo("APPROVAL_EXPIRED");
    }

    @Test
    void anIntentIsNeverChangedNotEvenByTheSuperuser() {
        long application = fixture.approvedApplication();
        issueUntil(application, "ISSUED");
        assertThatThrownBy(() -> fixture.superuser.useHandle(h -> h.execute(
                        "UPDATE certificate SET tbs = 'x', tbs_sha256 = sha256('x') WHERE application_id = ?",
                        application)))
                .hasMessageContaining("an intent is never changed");
        assertThatThrownBy(() -> fixture.superuser.useHandle(
                        h -> h.execute("DELETE FROM certificate WHERE application_id = ?", application)))
                .hasMessageContaining("never deleted");
    }

    private void issueUntil(long application, String state) {
        try (IssuerWorker worker = fixture.issuance.worker()) {
            worker.start();
            await().atMost(LIMIT)
                    .until(() -> fixture.applicationState(application).equals(state));
        }
    }

    private static String fault(long application) {
        return fixture.superuser.withHandle(h -> h.createQuery("SELECT issue_fault FROM application WHERE id = :id")
                .bind("id", application)
                .mapTo(String.class)
                .one());
    }
}
