package id.segel.ca.application;

import static id.segel.ca.application.RegistrationFixture.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import id.segel.ca.audit.Actor;
import id.segel.ca.refusal.Problem;
import id.segel.ca.refusal.RefusedException;
import id.segel.ca.request.CsrCheckRecord;
import id.segel.ca.request.CsrOccasion;
import id.segel.ca.store.Sha256;
import id.segel.ca.subjectkey.BlockOrigin;
import id.segel.ca.subjectkey.BlockedKeys;
import id.segel.csr.CsrReport;
import id.segel.csr.Finding;
import id.segel.csr.Language;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.spec.RSAPrivateKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTF8String;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** One report, the same for the dry run, the upload, the officer and the approval; kept and counted. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CsrReportTest {
    private RegistrationFixture fixture;

    @BeforeAll
    void open() {
        fixture = RegistrationFixture.open();
    }

    @AfterAll
    void close() {
        fixture.close();
    }

    private double counted(String id, String occasion) {
        return fixture.meters.find("segel.csr.findings").tag("id", id).tag("occasion", occasion).counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    private void block(KeyPair key) {
        new BlockedKeys(fixture.web, fixture.registration.audit())
                .block(
                        Actor.system("test"),
                        Sha256.of(key.getPublic().getEncoded()),
                        BlockOrigin.OFFICER,
                        "diblokir untuk uji");
    }

    @Test
    void theDryRunSaysWhatTheUploadSaysWithTheSameIdsAndSentences() {
        var applicant = fixture.applicant();
        String number = fixture.started(applicant).number();
        byte[] bad = Csrs.withBrokenSignature(fixture.csr(applicant, number, TestAuthority.ecKey()));
        double before = counted("csr.signature-invalid", "dry-run");

        CsrReport asked = fixture.applications.checkCsr(applicant.actor(), bad, RegistrationFixture.PRODUCT);
        RefusedException refused =
                assertRefused(Problem.CSR_REFUSED, () -> fixture.applications.putCsr(applicant.actor(), number, bad));

        assertThat(asked.refused()).isTrue();
        assertThat(asked.findings().stream()
                        .filter(Finding::refuses)
                        .map(finding -> finding.id() + finding.message(Language.ID) + finding.message(Language.EN))
                        .toList())
                .isEqualTo(refused.faults().stream()
                        .map(fault -> fault.id()
                                + fault.message().indonesian()
                                + fault.message().english())
                        .toList());
        assertThat(counted("csr.signature-invalid", "dry-run") - before).isEqualTo(1);
        assertThat(fixture.applications.csrChecks(applicant.actor(), number))
                .as("a dry run is not kept")
                .hasSize(1);
    }

    @Test
    void aRefusedUploadIsKeptWithItsFindingsBesideTheOneThatWasTaken() {
        var applicant = fixture.applicant();
        String number = fixture.started(applicant).number();
        byte[] good = fixture.csr(applicant, number, TestAuthority.ecKey());
        fixture.applications.putCsr(applicant.actor(), number, good);
        assertRefused(
                Problem.CSR_REFUSED,
                () -> fixture.applications.putCsr(
                        applicant.actor(), number, "bukan CSR".getBytes(StandardCharsets.US_ASCII)));
        List<CsrCheckRecord> checks = fixture.applications.csrChecks(applicant.actor(), number);
        assertThat(checks)
                .extracting(CsrCheckRecord::occasion, CsrCheckRecord::refused)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(CsrOccasion.UPLOAD, true),
                        org.assertj.core.groups.Tuple.tuple(CsrOccasion.UPLOAD, false));
        assertThat(checks.get(0).csrSha256()).isNull();
        assertThat(checks.get(0).report().findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.id()).isEqualTo("csr.not-a-request"));
    }

    @Test
    void whoUploadsRubbishForEverFillsNoTable() {
        var applicant = fixture.applicant();
        String number = fixture.started(applicant).number();
        for (int i = 0; i < 110; i++) {
            byte[] rubbish = ("sampah " + i).getBytes(StandardCharsets.US_ASCII);
            assertRefused(Problem.CSR_REFUSED, () -> fixture.applications.putCsr(applicant.actor(), number, rubbish));
        }
        assertThat(fixture.applications.csrChecks(applicant.actor(), number)).hasSize(100);
    }

    /** A file that takes every limit to its end is answered like any other, and what is kept of it is bounded. */
    @Test
    void theLongestReportThatCanBeIsKept() throws IOException {
        var applicant = fixture.applicant();
        String number = fixture.started(applicant).number();
        ASN1Encodable[] names = new ASN1Encodable[150];
        for (int i = 0; i < names.length; i++) {
            names[i] = new DERSet(new DERSequence(
                    new ASN1Encodable[] {new ASN1ObjectIdentifier("2.5.4.3"), new DERUTF8String("\u0001".repeat(380))
                    }));
        }
        byte[] der = new DERSequence(new ASN1Encodable[] {
                    new DERSequence(new ASN1Encodable[] {
                        new ASN1Integer(0),
                        new DERSequence(names),
                        ASN1Primitive.fromByteArray(
                                TestAuthority.ecKey().getPublic().getEncoded()),
                        new DERTaggedObject(false, 0, new DERSet())
                    }),
                    new DERSequence(new ASN1ObjectIdentifier("1.2.840.10045.4.3.2")),
                    new DERBitString(new byte[70])
                })
                .getEncoded();
        assertThat(der).hasSizeBetween(50_000, 65_536);
        RefusedException refused =
                assertRefused(Problem.CSR_REFUSED, () -> fixture.applications.putCsr(applicant.actor(), number, der));
        assertThat(RegistrationFixture.faults(refused)).contains("csr.subject-characters");
        assertThat(fixture.applications.csrChecks(applicant.actor(), number))
                .singleElement()
                .satisfies(check -> {
                    assertThat(check.report().findings()).hasSizeLessThanOrEqualTo(100);
                    assertThat(check.report().subject()).hasSizeLessThanOrEqualTo(32);
                });
    }

    @Test
    void theApprovalKeepsItsReportAndTheOfficerSeesAll() {
        var officer = fixture.officer();
        var applicant = fixture.applicant();
        ApplicationView file = fixture.submitted(applicant);
        ReviewView claimed = fixture.claimed(officer, file);
        fixture.reviews.decide(
                officer.actor(), file.number(), claimed.application().version(), RegistrationFixture.approval(claimed));
        assertThat(fixture.reviews.view(officer.actor(), file.number()).csrChecks())
                .extracting(CsrCheckRecord::occasion, CsrCheckRecord::refused)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(CsrOccasion.APPROVAL, false),
                        org.assertj.core.groups.Tuple.tuple(CsrOccasion.UPLOAD, false));
    }

    @Test
    void aKeyBlockedAfterTheUploadIsFoundAtTheApprovalAndTheReportIsKept() {
        var officer = fixture.officer();
        var applicant = fixture.applicant();
        KeyPair key = TestAuthority.ecKey();
        String number = fixture.started(applicant).number();
        fixture.applications.putLetter(applicant.actor(), number, id.segel.ca.document.TestPdfs.letter(number));
        fixture.applications.putCsr(applicant.actor(), number, fixture.csr(applicant, number, key));
        ApplicationView file = fixture.applications.submit(applicant.actor(), number, null);
        ReviewView claimed = fixture.claimed(officer, file);
        block(key);
        RefusedException refused = assertRefused(
                Problem.CSR_REFUSED,
                () -> fixture.reviews.decide(
                        officer.actor(),
                        number,
                        claimed.application().version(),
                        RegistrationFixture.approval(claimed)));
        assertThat(RegistrationFixture.faults(refused)).containsExactly("csr.key-unusable");
        assertThat(fixture.reviews.view(officer.actor(), number).csrChecks().get(0))
                .satisfies(check -> {
                    assertThat(check.occasion()).isEqualTo(CsrOccasion.APPROVAL);
                    assertThat(check.refused()).isTrue();
                });
        assertThat(fixture.state(number)).isEqualTo(ApplicationState.IN_REVIEW);
    }

    @Test
    void theDryRunSearchesBlockedKeysAndOtherPeoplesKeysToo() {
        var first = fixture.applicant();
        var second = fixture.applicant();
        KeyPair key = TestAuthority.ecKey();
        String number = fixture.started(first).number();
        fixture.applications.putCsr(first.actor(), number, fixture.csr(first, number, key));
        assertThat(fixture.applications
                        .checkCsr(second.actor(), Csrs.der(second, key, null), null)
                        .findings())
                .extracting(Finding::id)
                .contains("csr.key-unusable");
        KeyPair blocked = TestAuthority.ecKey();
        block(blocked);
        assertThat(fixture.applications
                        .checkCsr(second.actor(), Csrs.der(second, blocked, null), null)
                        .findings())
                .extracting(Finding::id)
                .contains("csr.key-unusable");
    }

    @Test
    void aKeyWithAPrimeInCommonWithAnAcceptedOneIsRefusedAndNobodyIsNamed() throws GeneralSecurityException {
        SecureRandom random = new SecureRandom();
        BigInteger shared = BigInteger.probablePrime(1024, random);
        var first = fixture.applicant();
        var second = fixture.applicant();
        String number = fixture.started(first).number();
        fixture.applications.putCsr(first.actor(), number, fixture.csr(first, number, rsa(shared, random)));
        CsrReport report =
                fixture.applications.checkCsr(second.actor(), Csrs.der(second, rsa(shared, random), null), null);
        assertThat(report.findings()).extracting(Finding::id).contains("csr.rsa-shared-prime");
        assertThat(report.findings().toString()).doesNotContain(first.fullName(), number);
    }

    /** A key of 2048 bits with one given prime. */
    private static KeyPair rsa(BigInteger prime, SecureRandom random) throws GeneralSecurityException {
        BigInteger other = BigInteger.probablePrime(1024, random);
        while (prime.multiply(other).bitLength() != 2048) {
            other = BigInteger.probablePrime(1024, random);
        }
        BigInteger modulus = prime.multiply(other);
        BigInteger exponent = BigInteger.valueOf(65537);
        BigInteger secret =
                exponent.modInverse(prime.subtract(BigInteger.ONE).multiply(other.subtract(BigInteger.ONE)));
        KeyFactory factory = KeyFactory.getInstance("RSA");
        return new KeyPair(
                factory.generatePublic(new RSAPublicKeySpec(modulus, exponent)),
                factory.generatePrivate(new RSAPrivateKeySpec(modulus, secret)));
    }

    @Test
    void aDryRunForAnUnknownProductIsRefused() {
        assertRefused(
                Problem.INVALID,
                () -> fixture.applications.checkCsr(fixture.applicant().actor(), new byte[] {1}, "tidak-ada"));
    }
}
