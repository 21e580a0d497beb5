package id.segel.ca.application;

import static id.segel.ca.application.RegistrationFixture.assertRefused;
import static id.segel.ca.application.RegistrationFixture.faults;
import static org.assertj.core.api.Assertions.assertThat;

import id.segel.ca.refusal.Problem;
import id.segel.ca.refusal.RefusedException;
import id.segel.ca.request.StoredCsrReport;
import id.segel.ca.store.Sha256;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CsrUploadTest {
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
    void aGoodCsrIsKeptWithItsReport() {
        var applicant = fixture.applicant();
        String number = fixture.started(applicant).number();
        CsrUpload upload = fixture.applications.putCsr(
                applicant.actor(), number, fixture.csr(applicant, number, TestAuthority.ecKey()));
        assertThat(upload.created()).isTrue();
        assertThat(upload.receipt()).isNull();
        assertThat(upload.report().keyDescription()).isEqualTo("EC P-256");
        assertThat(upload.report().findings()).isEmpty();
        CsrSummary csr = upload.application().csr();
        assertThat(csr).isNotNull();
        assertThat(csr.report()).isEqualTo(upload.report());
        assertThat(csr.via()).isEqualTo(CsrChannel.PORTAL);
        assertThat(csr.report().subject()).contains(new StoredCsrReport.SubjectField("CN", applicant.fullName()));
        assertThat(fixture.actions(number)).containsExactly("application.started", "application.csr-uploaded");
    }

    @Test
    void theSameRequestAsPemAndAsDerIsOneRecord() {
        var applicant = fixture.applicant();
        String number = fixture.started(applicant).number();
        byte[] der = fixture.csr(applicant, number, TestAuthority.ecKey());
        CsrUpload first = fixture.applications.putCsr(applicant.actor(), number, der);
        CsrUpload second = fixture.applications.putCsr(applicant.actor(), number, Csrs.pem("CERTIFICATE REQUEST", der));
        assertThat(second.created()).isFalse();
        assertThat(second.sha256()).isEqualTo(first.sha256());
        assertThat(second.application()).isEqualTo(first.application());
        assertThat(records(number)).isOne();
    }

    @Test
    void anotherCsrIsTheNextVersionAndTheFirstOneMayComeBackWithoutASecondRecord() {
        var applicant = fixture.applicant();
        String number = fixture.started(applicant).number();
        byte[] first = fixture.csr(applicant, number, TestAuthority.ecKey());
        fixture.applications.putCsr(applicant.actor(), number, first);
        CsrUpload second = fixture.applications.putCsr(
                applicant.actor(), number, fixture.csr(applicant, number, TestAuthority.rsaKey(2048)));
        assertThat(second.application().csr()).extracting(CsrSummary::version).isEqualTo(2);
        CsrUpload back = fixture.applications.putCsr(applicant.actor(), number, first);
        assertThat(back.created()).isFalse();
        assertThat(back.application().csr()).extracting(CsrSummary::version).isEqualTo(1);
        assertThat(records(number)).isEqualTo(2);
    }

    @Test
    void aBrokenSignatureIsRefusedAndLeavesThePresentCsrInPlace() {
        var applicant = fixture.applicant();
        String number = fixture.started(applicant).number();
        KeyPair key = TestAuthority.rsaKey(2048);
        CsrUpload good = fixture.applications.putCsr(
                applicant.actor(), number, fixture.csr(applicant, number, TestAuthority.ecKey()));
        RefusedException refusal = assertRefused(
                Problem.CSR_REFUSED,
                () -> fixture.applications.putCsr(
                        applicant.actor(), number, Csrs.withBrokenSignature(fixture.csr(applicant, number, key))));
        assertThat(faults(refusal)).contains("csr.signature-invalid");
        assertThat(fixture.applications.find(applicant.actor(), number)).isEqualTo(good.application());
        assertThat(fixture.refusals(number)).hasSize(1).first().asString().contains("csr.signature-invalid");
    }

    @Test
    void anRsaKeyOf1024BitsIsRefused() {
        var applicant = fixture.applicant();
        String number = fixture.started(applicant).number();
        RefusedException refusal = assertRefused(
                Problem.CSR_REFUSED,
                () -> fixture.applications.putCsr(
                        applicant.actor(), number, fixture.csr(applicant, number, TestAuthority.rsaKey(1024))));
        assertThat(faults(refusal)).contains("csr.rsa-too-short");
        assertThat(records(number)).isZero();
    }

    @Test
    void allFaultsComeAtOnce() {
        var applicant = fixture.applicant();
        var other = fixture.applicant();
        String number = fixture.started(applicant).number();
        RefusedException refusal = assertRefused(
                Problem.CSR_REFUSED,
                () -> fixture.applications.putCsr(
                        applicant.actor(), number, Csrs.der(other, TestAuthority.rsaKey(1024), new byte[32])));
        assertThat(faults(refusal))
                .contains(
                        "csr.rsa-too-short",
                        "csr.common-name-mismatch",
                        "csr.organization-mismatch",
                        "csr.serial-number-mismatch",
                        "csr.challenge-mismatch");
    }

    @Test
    void aFileWithAPrivateKeyIsRefusedNotKeptAndItsKeyBlockedForEver() {
        for (KeyPair key : List.of(TestAuthority.rsaKey(2048), TestAuthority.ecKey())) {
            var applicant = fixture.applicant();
            String number = fixture.started(applicant).number();
            byte[] csr = fixture.csr(applicant, number, key);
            byte[] both = concat(Csrs.pem("CERTIFICATE REQUEST", csr), Csrs.privateKeyPem(key));
            RefusedException refusal = assertRefused(
                    Problem.CSR_REFUSED, () -> fixture.applications.putCsr(applicant.actor(), number, both));
            assertThat(faults(refusal)).contains("csr.contains-private-key");
            assertThat(records(number)).isZero();
            String hash = HexFormat.of().formatHex(Sha256.of(key.getPublic().getEncoded()));
            assertThat(fixture.actions(hash)).containsExactly("key.blocked");
            assertThat(fixture.compromised).contains(hash);
            RefusedException later = assertRefused(
                    Problem.CSR_REFUSED, () -> fixture.applications.putCsr(applicant.actor(), number, csr));
            assertThat(faults(later)).containsExactly("csr.key-unusable");
        }
    }

    @Test
    void aKeyOfAnotherPersonIsRefusedWithTheWordsOfABlockedOne() {
        KeyPair key = TestAuthority.ecKey();
        var first = fixture.applicant();
        String firstNumber = fixture.started(first).number();
        fixture.applications.putCsr(first.actor(), firstNumber, fixture.csr(first, firstNumber, key));
        var second = fixture.applicant();
        String secondNumber = fixture.started(second).number();
        RefusedException refusal = assertRefused(
                Problem.CSR_REFUSED,
                () -> fixture.applications.putCsr(
                        second.actor(), secondNumber, fixture.csr(second, secondNumber, key)));
        assertThat(refusal.faults())
                .containsExactlyElementsOf(CsrJudge.keyUnusable().faults());
        assertThat(fixture.applications.find(first.actor(), firstNumber).csr()).isNotNull();
    }

    @Test
    void ofTwoPeopleWithOneKeyAtOnceOneGetsIt() throws Exception {
        for (int round = 0; round < 5; round++) {
            KeyPair key = TestAuthority.ecKey();
            CyclicBarrier together = new CyclicBarrier(2);
            ExecutorService threads = Executors.newFixedThreadPool(2);
            int taken = 0;
            try {
                List<Callable<Boolean>> uploads = new ArrayList<>();
                for (int i = 0; i < 2; i++) {
                    var applicant = fixture.applicant();
                    String number = fixture.started(applicant).number();
                    byte[] csr = fixture.csr(applicant, number, key);
                    uploads.add(() -> {
                        together.await(20, TimeUnit.SECONDS);
                        try {
                            return fixture.applications
                                    .putCsr(applicant.actor(), number, csr)
                                    .created();
                        } catch (RefusedException e) {
                            assertThat(faults(e)).containsExactly("csr.key-unusable");
                            return false;
                        }
                    });
                }
                for (Future<Boolean> upload : threads.invokeAll(uploads, 60, TimeUnit.SECONDS)) {
                    taken += upload.get() ? 1 : 0;
                }
            } finally {
                threads.shutdownNow();
            }
            assertThat(taken).isOne();
        }
    }

    @Test
    void onesOwnKeyOfAnEarlierApplicationIsRefused() {
        var applicant = fixture.applicant();
        KeyPair key = TestAuthority.ecKey();
        ApplicationView first = fixture.started(applicant);
        fixture.applications.putCsr(applicant.actor(), first.number(), fixture.csr(applicant, first.number(), key));
        fixture.applications.withdraw(applicant.actor(), first.number(), null);
        String second = fixture.started(applicant).number();
        RefusedException refusal = assertRefused(
                Problem.CSR_REFUSED,
                () -> fixture.applications.putCsr(applicant.actor(), second, fixture.csr(applicant, second, key)));
        assertThat(faults(refusal)).containsExactly("csr.key-used-before");
    }

    @Test
    void moreThan64KibIsTooLarge() {
        var applicant = fixture.applicant();
        String number = fixture.started(applicant).number();
        assertRefused(
                Problem.TOO_LARGE,
                () -> fixture.applications.putCsr(applicant.actor(), number, new byte[64 * 1024 + 1]));
    }

    @Test
    void aCsrCannotBeReplacedWhileTheOfficeHasTheFileButTheSameBytesAreNoChange() {
        var applicant = fixture.applicant();
        String number = fixture.started(applicant).number();
        byte[] csr = fixture.csr(applicant, number, TestAuthority.ecKey());
        fixture.applications.putCsr(applicant.actor(), number, csr);
        fixture.applications.putLetter(applicant.actor(), number, id.segel.ca.document.TestPdfs.letter("Surat"));
        fixture.applications.submit(applicant.actor(), number, null);
        assertThat(fixture.applications.putCsr(applicant.actor(), number, csr).created())
                .isFalse();
        assertRefused(
                Problem.WRONG_STATE,
                () -> fixture.applications.putCsr(
                        applicant.actor(), number, fixture.csr(applicant, number, TestAuthority.ecKey())));
    }

    private long records(String number) {
        return fixture.count(
                "SELECT count(*) FROM csr c JOIN application a ON a.id = c.application_id WHERE a.number = ?", number);
    }

    private static byte[] concat(byte[] one, byte[] other) {
        byte[] both = java.util.Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }
}
