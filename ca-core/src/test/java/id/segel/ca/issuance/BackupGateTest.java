package id.segel.ca.issuance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import id.segel.ca.authority.Authorities;
import id.segel.ca.authority.Authority;
import id.segel.ca.profile.CertificateProfile;
import id.segel.ca.store.CoreDatabase;
import id.segel.softhsm.TestToken;
import id.segel.softhsm.TestTokens;
import java.time.Duration;
import org.bouncycastle.asn1.x500.X500Name;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An authority issues only when its key exists twice or was declared not to; the database is asked at every intent. */
class BackupGateTest {
    static IssuanceFixture fixture;

    @BeforeAll
    static void makeHierarchy() {
        TestToken token = TestTokens.take();
        fixture = new IssuanceFixture(
                CoreDatabase.create(), token, token.module(), IssuanceFixture.quick(Duration.ofSeconds(8)));
        fixture.ceremony();
    }

    @AfterAll
    static void close() {
        fixture.close();
    }

    @BeforeEach
    void nothingIsKnownOfBackups() {
        fixture.superuser.useHandle(handle -> handle.execute("DELETE FROM key_backup"));
    }

    private static void declare(String state) {
        fixture.superuser.useHandle(
                handle -> handle.createUpdate("""
                        INSERT INTO key_backup (kind, key_label, authority_id, state, reason, verified_in)
                        SELECT 'AUTHORITY', key_label, id, :state, CASE WHEN :state = 'NONE' THEN 'test' END,
                               CASE WHEN :state = 'VERIFIED' THEN 'test' END
                          FROM authority
                        """).bind("state", state).execute());
    }

    private static void issueUntil(long application, String state) {
        try (IssuerWorker worker = fixture.issuance.worker()) {
            worker.start();
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> fixture.applicationState(application).equals(state));
        }
    }

    @Test
    void anApprovalUnderAnAuthorityWithoutVerifiedBackupIsVoidAndSaysWhy() {
        long application = fixture.approvedApplication();
        issueUntil(application, "SUBMITTED");
        String fault = fixture.superuser.withHandle(
                handle -> handle.createQuery("SELECT issue_fault FROM application WHERE id = :id")
                        .bind("id", application)
                        .mapTo(String.class)
                        .one());
        assertThat(fault).isEqualTo("AUTHORITY_NOT_BACKED_UP");
        assertThat(IssueFault.AUTHORITY_NOT_BACKED_UP.sentence().english()).contains("backup", "not verified");
        assertThat(fixture.count("SELECT count(*) FROM certificate WHERE application_id = " + application))
                .isZero();
    }

    @Test
    void everyOtherStateIssues() {
        for (String state : new String[] {"UNVERIFIED", "NONE", "VERIFIED"}) {
            fixture.superuser.useHandle(handle -> handle.execute("DELETE FROM key_backup"));
            declare(state);
            long application = fixture.approvedApplication();
            issueUntil(application, "ISSUED");
            assertThat(fixture.certificateStates(application)).as(state).containsExactly("ISSUED");
        }
    }

    @Test
    void theServicesOwnCertificatesAreRefusedTooWithASentence() {
        Authority issuing = new Authorities(fixture.issuer).byName("issuing-g1").orElseThrow();
        long authorisation = fixture.count("SELECT max(id) FROM authorisation WHERE kind = 'CEREMONY'");
        byte[] spki = IssuanceFixture.newKey().getPublic().getEncoded();
        assertThatThrownBy(() -> fixture.issuance
                        .direct()
                        .issue(
                                CertificateProfile.bundled("enrolment-signer"),
                                issuing,
                                new X500Name("CN=Enrolment"),
                                spki,
                                authorisation,
                                null))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the key of authority issuing-g1 has no verified backup")
                .hasMessageContaining("verifyBackup");
    }
}
