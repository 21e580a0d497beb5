package id.segel.ca.application;

import static id.segel.ca.application.RegistrationFixture.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import id.segel.ca.document.TestPdfs;
import id.segel.ca.refusal.Problem;
import id.segel.ca.store.Sha256;
import java.io.ByteArrayInputStream;
import java.security.KeyPair;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LockTokenTest {
    private final ObjectMapper json = new ObjectMapper();
    private RegistrationFixture fixture;
    private RegistrationFixture.Someone applicant;
    private String number;

    @BeforeAll
    void open() {
        fixture = RegistrationFixture.open();
    }

    @AfterAll
    void close() {
        fixture.close();
    }

    @BeforeEach
    void start() {
        applicant = fixture.applicant();
        number = fixture.started(applicant).number();
    }

    @Test
    void theEnrolmentFileIsSignedByItsOwnKeyAndHoldsWhatLockNeedsAndNoMore() throws Exception {
        JWSObject file = JWSObject.parse(fixture.applications.enrolment(applicant.actor(), number));
        List<X509Certificate> chain = new ArrayList<>();
        for (var certificate : file.getHeader().getX509CertChain()) {
            chain.add((X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(certificate.decode())));
        }
        assertThat(chain).hasSize(3);
        chain.get(0).verify(chain.get(1).getPublicKey());
        chain.get(1).verify(chain.get(2).getPublicKey());
        assertThat(file.verify(new ECDSAVerifier((ECPublicKey) chain.get(0).getPublicKey())))
                .isTrue();
        assertThat(file.getHeader().getType().getType()).isEqualTo("segel-enrolment+jwt");

        JsonNode payload = json.readTree(file.getPayload().toString());
        List<String> fields = new ArrayList<>();
        payload.fieldNames().forEachRemaining(fields::add);
        assertThat(fields)
                .containsExactlyInAnyOrder(
                        "version",
                        "applicationNumber",
                        "product",
                        "subject",
                        "email",
                        "keyRules",
                        "challenge",
                        "server",
                        "certificates",
                        "uploadToken",
                        "expiresAt");
        assertThat(payload.get("applicationNumber").asText()).isEqualTo(number);
        assertThat(payload.get("server").asText()).isEqualTo("http://ams.example:8080");
        assertThat(payload.get("subject").toString())
                .isEqualTo("[{\"type\":\"C\",\"value\":\"ID\"},{\"type\":\"O\",\"value\":\"" + applicant.agency()
                        + "\"},{\"type\":\"OU\",\"value\":\"Bidang Persandian\"},{\"type\":\"serialNumber\",\"value\":\""
                        + applicant.subscriberNumber() + "\"},{\"type\":\"CN\",\"value\":\"" + applicant.fullName()
                        + "\"}]");
        assertThat(payload.get("keyRules").toString())
                .isEqualTo(
                        "{\"rsaMinBits\":2048,\"rsaMaxBits\":4096,\"curves\":[\"P-256\",\"P-384\"],\"rsaAllowed\":true}");
        assertThat(Base64.getUrlDecoder().decode(payload.get("challenge").asText()))
                .isEqualTo(fixture.challenge(number));
        assertThat(Base64.getDecoder()
                        .decode(payload.get("certificates").get(0).get("der").asText()))
                .isEqualTo(fixture.authority.issuing);
        assertThat(payload.get("certificates").get(1).get("label").asText()).isEqualTo("Akar UJI");
        assertThat(Base64.getUrlDecoder().decode(payload.get("uploadToken").asText()))
                .hasSize(32);
        assertThat(Instant.parse(payload.get("expiresAt").asText()))
                .isEqualTo(fixture.clock.instant().plus(Duration.ofDays(7)));
        assertThat(fixture.actions(number)).contains("application.enrolment-downloaded");
    }

    @Test
    void lockSendsTheCsrWithItsTokenAndTheSameBytesGetTheSameReceipt() throws Exception {
        String token = uploadToken();
        byte[] csr = fixture.csr(applicant, number, TestAuthority.ecKey());
        CsrUpload first = fixture.applications.putCsrByToken(token, number, csr);
        assertThat(first.created()).isTrue();
        assertThat(first.receipt()).isNotNull();
        assertThat(first.application().csr()).extracting(CsrSummary::via).isEqualTo(CsrChannel.LOCK);
        CsrUpload again = fixture.applications.putCsrByToken(token, number, csr);
        assertThat(again.created()).isFalse();
        assertThat(again.receipt()).isEqualTo(first.receipt());
        assertThat(again.sha256()).isEqualTo(first.sha256());
        fixture.applications.putLetter(applicant.actor(), number, TestPdfs.letter("Surat"));
        fixture.applications.submit(applicant.actor(), number, null);
        assertThat(fixture.applications.putCsrByToken(token, number, csr).receipt())
                .as("also when the office has the file")
                .isEqualTo(first.receipt());
    }

    @Test
    void aUsedTokenTakesNoOtherCsr() throws Exception {
        String token = uploadToken();
        fixture.applications.putCsrByToken(token, number, fixture.csr(applicant, number, TestAuthority.ecKey()));
        assertRefused(
                Problem.SIGN_IN_REQUIRED,
                () -> fixture.applications.putCsrByToken(
                        token, number, fixture.csr(applicant, number, TestAuthority.ecKey())));
    }

    @Test
    void aRefusedCsrDoesNotUseTheTokenUp() throws Exception {
        String token = uploadToken();
        byte[] csr = fixture.csr(applicant, number, TestAuthority.ecKey());
        assertRefused(
                Problem.CSR_REFUSED,
                () -> fixture.applications.putCsrByToken(token, number, Csrs.withBrokenSignature(csr)));
        assertThat(fixture.applications.putCsrByToken(token, number, csr).created())
                .isTrue();
    }

    @Test
    void aCsrAcceptedInTheDashboardUsesTheTokenUpForThoseBytes() throws Exception {
        String token = uploadToken();
        byte[] csr = fixture.csr(applicant, number, TestAuthority.ecKey());
        fixture.applications.putCsr(applicant.actor(), number, csr);
        assertRefused(
                Problem.SIGN_IN_REQUIRED,
                () -> fixture.applications.putCsrByToken(
                        token, number, fixture.csr(applicant, number, TestAuthority.ecKey())));
        assertThat(fixture.applications.putCsrByToken(token, number, csr).receipt())
                .isNotNull();
    }

    @Test
    void aNewDownloadVoidsTheOldToken() throws Exception {
        String old = uploadToken();
        String fresh = uploadToken();
        byte[] csr = fixture.csr(applicant, number, TestAuthority.ecKey());
        assertRefused(Problem.SIGN_IN_REQUIRED, () -> fixture.applications.putCsrByToken(old, number, csr));
        assertThat(fixture.applications.putCsrByToken(fresh, number, csr).created())
                .isTrue();
    }

    @Test
    void aTokenIsGoodForSevenDaysAndForItsOwnApplicationOnly() throws Exception {
        String token = uploadToken();
        var other = fixture.applicant();
        String otherNumber = fixture.started(other).number();
        byte[] csr = fixture.csr(applicant, number, TestAuthority.ecKey());
        assertRefused(Problem.NOT_FOUND, () -> fixture.applications.putCsrByToken(token, otherNumber, csr));
        fixture.clock.advance(Duration.ofDays(7));
        assertRefused(Problem.SIGN_IN_REQUIRED, () -> fixture.applications.putCsrByToken(token, number, csr));
    }

    @Test
    void whatIsNoTokenIsRefused() {
        byte[] csr = fixture.csr(applicant, number, TestAuthority.ecKey());
        for (String token : List.of("", "x", "A".repeat(43), "A".repeat(10_000), "ä".repeat(43))) {
            assertRefused(Problem.SIGN_IN_REQUIRED, () -> fixture.applications.putCsrByToken(token, number, csr));
            assertRefused(Problem.SIGN_IN_REQUIRED, () -> fixture.applications.state(token, number));
        }
    }

    @Test
    void aReceiptReadsStateAndCertificateUntilThirtyDaysAfterTheIssue() throws Exception {
        KeyPair key = TestAuthority.ecKey();
        String token = uploadToken();
        String receipt = token(fixture.applications.putCsrByToken(token, number, fixture.csr(applicant, number, key)));
        assertThat(fixture.applications.state(receipt, number).state()).isEqualTo(ApplicationState.DRAFT);
        assertRefused(Problem.SIGN_IN_REQUIRED, () -> fixture.applications.state(token, number));
        assertRefused(
                Problem.SIGN_IN_REQUIRED,
                () -> fixture.applications.putCsrByToken(receipt, number, fixture.csr(applicant, number, key)));
        fixture.applications.putLetter(applicant.actor(), number, TestPdfs.letter("Surat"));
        ApplicationView file = fixture.applications.submit(applicant.actor(), number, null);
        assertRefused(Problem.NOT_YET_DELIVERABLE, () -> fixture.applications.certificateByReceipt(receipt, number));
        fixture.issued(file, key, true);
        CertificateFile certificate = fixture.applications.certificateByReceipt(receipt, number);
        assertThat(certificate.chain()).containsExactly(fixture.authority.issuing, fixture.authority.root);
        assertThat(fixture.state(number)).isEqualTo(ApplicationState.COMPLETED);
        fixture.clock.advance(Duration.ofDays(30));
        assertThat(fixture.applications.state(receipt, number).certificate()).isNotNull();
        fixture.clock.advance(Duration.ofSeconds(1));
        assertRefused(Problem.SIGN_IN_REQUIRED, () -> fixture.applications.state(receipt, number));
        assertRefused(Problem.SIGN_IN_REQUIRED, () -> fixture.applications.certificateByReceipt(receipt, number));
    }

    @Test
    void tokensAreStoredAsHashesOnly() throws Exception {
        byte[] token = Base64.getUrlDecoder().decode(uploadToken());
        List<byte[]> stored = fixture.superuser()
                .withHandle(handle -> handle.createQuery("""
                        SELECT t.token_sha256 FROM enrolment_token t JOIN application a ON a.id = t.application_id
                         WHERE a.number = ?
                        """)
                        .bind(0, number)
                        .mapTo(byte[].class)
                        .list());
        assertThat(stored).hasSize(1);
        assertThat(stored.get(0)).isEqualTo(Sha256.of(token));
    }

    @Test
    void aSubmittedFileGivesNoEnrolmentFile() {
        ApplicationView file = fixture.submitted(fixture.applicant());
        var other = fixture.applicant();
        assertRefused(Problem.NOT_FOUND, () -> fixture.applications.enrolment(other.actor(), file.number()));
        fixture.applications.putLetter(applicant.actor(), number, TestPdfs.letter("Surat"));
        fixture.applications.putCsr(applicant.actor(), number, fixture.csr(applicant, number, TestAuthority.ecKey()));
        fixture.applications.submit(applicant.actor(), number, null);
        assertRefused(Problem.WRONG_STATE, () -> fixture.applications.enrolment(applicant.actor(), number));
    }

    private static String token(CsrUpload upload) {
        return Objects.requireNonNull(upload.receipt(), "the receipt").token();
    }

    private String uploadToken() throws Exception {
        JWSObject file = JWSObject.parse(fixture.applications.enrolment(applicant.actor(), number));
        return json.readTree(file.getPayload().toString()).get("uploadToken").asText();
    }
}
