package id.segel.csr;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FilesPeopleSendTest {

    private final CsrChecker checker = CsrChecker.standard();
    private final byte[] der = RequestBuilder.rsa().der();

    @Test
    void bothLabelsBothLineEndsAndTextAroundTheBlockGiveTheSameRequest() {
        String[] files = {
            RequestBuilder.pem("CERTIFICATE REQUEST", der, "\n"),
            RequestBuilder.pem("NEW CERTIFICATE REQUEST", der, "\r\n"),
            "\ufeffCertificate Request:\n    Data: Siti é\n" + RequestBuilder.pem("CERTIFICATE REQUEST", der, "\n")
                    + "\n\nterima kasih\n",
            RequestBuilder.pem("CERTIFICATE REQUEST", der, "\n").strip(),
            RequestBuilder.pem("CERTIFICATE REQUEST", der, "\r"),
            RequestBuilder.pem("CERTIFICATE REQUEST", der, "   \n\t"),
            RequestBuilder.pem("CERTIFICATE REQUEST", der, ""),
        };
        for (String file : files) {
            CsrReport report = checker.check(file.getBytes(UTF_8), FindingCases.PLAIN);
            assertThat(report.findings()).isEmpty();
            assertThat(report.csr()).isNotNull();
            assertThat(report.csr().der()).isEqualTo(der);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-----BEGIN CERTIFICATE REQUEST-----\n!!!!\n-----END CERTIFICATE REQUEST-----",
                "-----BEGIN CERTIFICATE REQUEST-----\nMIIB",
                "-----BEGIN CERTIFICATE REQUEST-----\nMIIB\n-----END NEW CERTIFICATE REQUEST-----",
                "-----BEGIN CERTIFICATE REQUEST-----\nProc-Type: 4,ENCRYPTED\n\nMIIB\n-----END CERTIFICATE REQUEST-----",
            })
    void damagedBlocksAreRefused(String file) {
        assertOnly(file.getBytes(US_ASCII), "csr.pem-damaged");
    }

    @Test
    void aCertificateIsNamedAsOne() {
        byte[] certificate = RequestBuilder.encode(new DERSequence(new ASN1Encodable[] {
            new DERSequence(new org.bouncycastle.asn1.DERTaggedObject(true, 0, new ASN1Integer(2))),
            new DERSequence(),
            new DERBitString(new byte[1])
        }));
        CsrReport report = checker.check(certificate, FindingCases.PLAIN);
        assertThat(report.findings()).hasSize(1);
        assertThat(report.findings().get(0).message(Language.ID)).contains("sertifikat");
        assertThat(report.findings().get(0).message(Language.EN)).contains("it is a certificate");
    }

    @Test
    void sixtyFourKibibytesAreReadAndOneMoreByteIsNot() {
        byte[] full = new byte[65_536];
        Arrays.fill(full, (byte) '\n');
        byte[] pem = RequestBuilder.rsa().pem();
        System.arraycopy(pem, 0, full, full.length - pem.length, pem.length);
        assertThat(checker.check(full, FindingCases.PLAIN).refused()).isFalse();
        assertOnly(Arrays.copyOf(full, 65_537), "csr.too-large");
    }

    @Test
    void indefiniteLengthsAreRefused() {
        byte[] ber =
                FindingCases.join(new byte[] {0x30, (byte) 0x80}, Arrays.copyOfRange(der, 4, der.length), new byte[2]);
        assertOnly(ber, "csr.not-der");
    }

    @Test
    void longFormLengthsWhereShortOnesDoAreRefused() {
        byte[] info = RequestBuilder.encode(new ASN1Integer(0));
        byte[] padded = {0x30, (byte) 0x81, (byte) info.length, info[0], info[1], info[2]};
        assertOnly(padded, "csr.not-der");
    }

    @Test
    void differentSequencesAreNotRequests() {
        assertOnly(RequestBuilder.encode(new DERSequence(new ASN1Integer(5))), "csr.not-a-request");
        assertOnly(RequestBuilder.encode(new DERSequence()), "csr.not-a-request");
    }

    @Test
    void allFaultsComeAtOnce() {
        byte[] bad = RequestBuilder.with(RequestBuilder.rsaKey(1024), RequestBuilder.SHA256_RSA, "SHA256withRSA")
                .version(2)
                .name(RequestBuilder.CN, "Budi\u202e")
                .name(RequestBuilder.C, "MY")
                .attribute("1.2.840.113549.1.9.7", new org.bouncycastle.asn1.DERUTF8String("x"))
                .der();
        assertThat(checker.check(bad, FindingCases.ACCOUNT).findings())
                .extracting(Finding::id)
                .containsExactly(
                        "csr.version",
                        "csr.rsa-too-short",
                        "csr.subject-characters",
                        "csr.common-name-repeated",
                        "csr.country",
                        "csr.challenge-password");
    }

    @Test
    void theSentenceNamesValueAndLimit() {
        byte[] small = RequestBuilder.with(RequestBuilder.rsaKey(1024), RequestBuilder.SHA256_RSA, "SHA256withRSA")
                .der();
        Finding finding = checker.check(small, FindingCases.PLAIN).findings().get(0);
        assertThat(finding.message(Language.ID))
                .isEqualTo("Panjang kunci RSA 1024 bit; minimal 2048 bit. Buat ulang CSR di aplikasi LOCK.");
    }

    @Test
    void anothersAndABlockedKeyAreToldInTheSameWords() {
        CsrReport another = checker.check(der, FindingCases.use(KeyUse.ANOTHER_PERSON));
        CsrReport blocked = checker.check(der, FindingCases.use(KeyUse.BLOCKED));
        assertThat(another.findings()).isEqualTo(blocked.findings());
        assertThat(another.findings().get(0).message(Language.ID))
                .isEqualTo("Kunci ini tidak dapat dipakai. Buat kunci baru di LOCK.");
        assertThat(checker.check(der, FindingCases.use(KeyUse.SAME_APPLICATION)).refused())
                .isFalse();
    }

    @Test
    void theChallengeOfThisApplicationIsAcceptedAndShown() {
        byte[] request = RequestBuilder.rsa()
                .attribute(Challenge.attribute(FindingCases.CHALLENGE))
                .der();
        CsrReport report = checker.check(request, FindingCases.CHALLENGED);
        assertThat(report.findings()).isEmpty();
        assertThat(report.csr()).isNotNull();
        assertThat(report.csr().challenge()).contains(FindingCases.CHALLENGE);
    }

    @Test
    void aProductWithoutRsaTakesEcOnly() {
        CsrContext ecOnly =
                new CsrContext(new KeyRules(2048, 4096, java.util.Set.of("P-384"), false), null, null, null);
        assertThat(checker.check(der, ecOnly).findings())
                .extracting(Finding::id)
                .containsExactly("csr.key-algorithm");
        assertThat(checker.check(RequestBuilder.ec().der(), ecOnly).findings())
                .extracting(Finding::id)
                .containsExactly("csr.ec-curve");
    }

    @Test
    void hugeFieldsAreJudgedLikeSmallOnes() {
        String digits = "3".repeat(60_000);
        String groups = "3 ".repeat(30_000);
        String titles = "S.Kom. ".repeat(8_000);
        String commas = ",".repeat(60_000);
        for (String text : List.of(digits, groups, titles, commas)) {
            CsrReport report =
                    checker.check(RequestBuilder.rsa().commonName(text).der(), FindingCases.ACCOUNT);
            assertThat(report.findings())
                    .extracting(Finding::id)
                    .containsExactlyInAnyOrder("csr.subject-length", "csr.common-name-mismatch");
        }
        BigInteger large = BigInteger.ONE.shiftLeft(200_000).setBit(0);
        assertThat(checker.check(RequestBuilder.rsa().rsaPublicKey(large, large).der(), FindingCases.ACCOUNT)
                        .findings())
                .extracting(Finding::id)
                .containsExactly("csr.rsa-too-long", "csr.rsa-exponent", "csr.signature-unverifiable");
    }

    private void assertOnly(byte[] file, String id) {
        CsrReport report = checker.check(file, FindingCases.PLAIN);
        assertThat(report.findings()).extracting(Finding::id).containsExactly(id);
        assertThat(report.csr()).isNull();
        assertThat(report.refused()).isTrue();
    }
}
