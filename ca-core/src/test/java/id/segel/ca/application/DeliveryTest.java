package id.segel.ca.application;

import static id.segel.ca.application.RegistrationFixture.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import id.segel.ca.refusal.Problem;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeliveryTest {
    private RegistrationFixture fixture;

    @BeforeAll
    void open() {
        fixture = RegistrationFixture.open();
    }

    @AfterAll
    void close() {
        fixture.close();
    }

    @Test
    void noBytesLeaveBeforeTheCertificateIsDeliverable() {
        var applicant = fixture.applicant();
        KeyPair key = TestAuthority.ecKey();
        ApplicationView file = fixture.submitted(applicant);
        assertRefused(
                Problem.NOT_YET_DELIVERABLE, () -> fixture.applications.certificate(applicant.actor(), file.number()));
        String number = fixture.issued(file, key, false);
        assertRefused(Problem.NOT_YET_DELIVERABLE, () -> fixture.applications.certificate(applicant.actor(), number));
        assertRefused(
                Problem.NOT_YET_DELIVERABLE,
                () -> fixture.reviews.certificate(fixture.officer().actor(), number));
        assertThat(fixture.applications.find(applicant.actor(), number).certificate())
                .isNull();
        fixture.deliverable(number);
        assertThat(fixture.applications.certificate(applicant.actor(), number).der())
                .isNotEmpty();
    }

    @Test
    void theFirstDownloadCompletesAndEachOneIsWrittenDown() throws Exception {
        var applicant = fixture.applicant();
        String number = fixture.issued(fixture.submitted(applicant), TestAuthority.ecKey(), true);
        var officer = fixture.officer();
        CertificateFile seen = fixture.reviews.certificate(officer.actor(), number);
        assertThat(fixture.state(number)).as("the office completes nothing").isEqualTo(ApplicationState.ISSUED);
        CertificateFile first = fixture.applications.certificate(applicant.actor(), number);
        assertThat(fixture.state(number)).isEqualTo(ApplicationState.COMPLETED);
        CertificateFile second = fixture.applications.certificate(applicant.actor(), number);
        assertThat(second.der()).isEqualTo(first.der()).isEqualTo(seen.der());
        assertThat(first.chain()).containsExactly(fixture.authority.issuing, fixture.authority.root);
        assertThat(first.sha256())
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(first.der())));
        assertThat(first.fileName("crt")).isEqualTo(number + "-" + first.serial() + ".crt");
        assertThat(fixture.actions(first.serial()))
                .containsExactly("certificate.downloaded", "certificate.downloaded", "certificate.downloaded");
        assertThat(fixture.actions(number)).endsWith("application.completed");
        assertRefused(
                Problem.NOT_FOUND,
                () -> fixture.applications.certificate(fixture.applicant().actor(), number));
    }

    @Test
    void aRevokedCertificateCanStillBeDownloadedAndSaysSo() {
        var applicant = fixture.applicant();
        String number = fixture.issued(fixture.submitted(applicant), TestAuthority.ecKey(), true);
        fixture.superuser().useHandle(handle -> handle.execute("""
                UPDATE certificate SET state = 'REVOKED', revoked_at = now(), revocation_reason = 1
                 WHERE application_id = (SELECT id FROM application WHERE number = ?)
                """, number));
        assertThat(fixture.applications.certificate(applicant.actor(), number).state())
                .isEqualTo("REVOKED");
    }
}
