package id.segel.csr;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTCTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
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
            RequestBuilder.pem("CERTIFICATE REQUEST", der, "\n") + "\n \r\n\n",
            RequestBuilder.pem("CERTIFICATE REQUEST", der, "\n").replace("\n", "\n    "),
            "-----BEGIN CERTIFICATE REQUEST-----\n"
                    + Base64.getMimeEncoder(20, new byte[] {'\n'}).encodeToString(der)
                    + "\n-----END CERTIFICATE REQUEST-----",
        };
        for (String file : files) {
            CsrReport report = checker.check(file.getBytes(UTF_8), FindingCases.PLAIN);
            assertThat(report.findings()).isEmpty();
            assertThat(report.csr()).isNotNull();
            assertThat(report.csr().der()).isEqualTo(der);
        }
        byte[] windows1252 = FindingCases.join(
                "Catatan: Jos\u00e9 \u00abCSR\u00bb\r\n".getBytes(ISO_8859_1),
                RequestBuilder.pem("CERTIFICATE REQUEST", der, "\r\n").getBytes(US_ASCII));
        assertThat(checker.check(windows1252, FindingCases.PLAIN).findings()).isEmpty();
    }

    @Test
    void aBlockOutOfAnAnsweredMailIsToldAsSuch() {
        String pem = new String(RequestBuilder.rsa().pem(), US_ASCII);
        assertOnly(("> " + pem.replace("\n", "\n> ")).getBytes(US_ASCII), "csr.pem-quoted");
        assertOnly((">> " + pem.replace("\n", "\r\n>> ")).getBytes(US_ASCII), "csr.pem-quoted");
    }

    @Test
    void utf16IsKnownWithAndWithoutItsMarkAndWithTextBefore() {
        String pem = "Kepada petugas\n" + new String(RequestBuilder.rsa().pem(), US_ASCII);
        for (Charset charset : List.of(UTF_16, UTF_16BE, UTF_16LE)) {
            assertOnly(pem.getBytes(charset), "csr.utf16");
        }
    }

    static Stream<Arguments> otherFiles() throws Exception {
        byte[] spki = RequestBuilder.rsaKey(2048).getPublic().getEncoded();
        ASN1Encodable algorithm = RequestBuilder.SHA256_RSA;
        ASN1Encodable signature = new DERBitString(new byte[8]);
        byte[] revocationList = sequence(
                        sequence(algorithm, sequence(), new DERUTCTime("260101000000Z")), algorithm, signature)
                .getEncoded();
        byte[] versionOne = sequence(
                        sequence(
                                new ASN1Integer(1),
                                algorithm,
                                sequence(),
                                sequence(new DERUTCTime("260101000000Z"), new DERUTCTime("280101000000Z"))),
                        algorithm,
                        signature)
                .getEncoded();
        byte[] bundle = sequence(new ASN1ObjectIdentifier("1.2.840.113549.1.7.2"), new DERTaggedObject(0, sequence()))
                .getEncoded();
        byte[] spkac = sequence(sequence(RequestBuilder.decode(spki), new DERIA5String("x")), algorithm, signature)
                .getEncoded();
        byte[] rsaKey = sequence(new ASN1Integer(15), new ASN1Integer(3)).getEncoded();
        return Stream.of(
                Arguments.of("a revocation list", revocationList),
                Arguments.of("a certificate", versionOne),
                Arguments.of("a PKCS#7 bundle", bundle),
                Arguments.of("an SPKAC request", spkac),
                Arguments.of("a bare public key", spki),
                Arguments.of("a bare public key", rsaKey),
                Arguments.of("a certificate", pem("CERTIFICATE", versionOne)),
                Arguments.of("a PKCS#7 bundle", pem("PKCS7", bundle)),
                Arguments.of("a bare public key", pem("PUBLIC KEY", spki)),
                Arguments.of("a revocation list", pem("X509 CRL", revocationList)),
                Arguments.of("an OpenSSH public key", text("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5 siti@pc")),
                Arguments.of("an OpenSSH public key", text("---- BEGIN SSH2 PUBLIC KEY ----")),
                Arguments.of("an SPKAC request", text("SPKAC=MIIBOj")),
                Arguments.of("the enrolment file", text("eyJhbGciOiJFUzI1NiJ9.e30.AA")),
                Arguments.of("a PDF document", text("%PDF-1.7\n%")),
                Arguments.of("an archive", text("PK\u0003\u0004....mimetype")),
                Arguments.of("a word processor's document", text("PK\u0003\u0004....word/document.xml")),
                Arguments.of("a picture", new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xe0}),
                Arguments.of("a web page", text("\n<!DOCTYPE html><html>")),
                Arguments.of("five hyphens", text("\u2014BEGIN CERTIFICATE REQUEST\u2014\nMIIB")),
                Arguments.of("it has no line", text("Halo")));
    }

    @ParameterizedTest
    @MethodSource("otherFiles")
    void anotherFileIsNamed(String name, byte[] file) {
        assertOnly(file, "csr.not-a-request");
        Finding finding = checker.check(file, FindingCases.PLAIN).findings().get(0);
        assertThat(finding.message(Language.EN)).contains(name);
        assertThat(finding.message(Language.ID)).doesNotContain(name);
    }

    @Test
    void base64IsReadInItsOneFormOnly() {
        byte[] three = RequestBuilder.rsa().name(RequestBuilder.O, "x").der();
        String pem = RequestBuilder.pem(
                "CERTIFICATE REQUEST", Arrays.copyOf(three, three.length - three.length % 3 + 1 - 3), "\n");
        assertThat(pem).contains("==");
        assertOnly(pem.replace("==", "").getBytes(US_ASCII), "csr.pem-damaged");
        int last = pem.indexOf("==") - 1;
        String leftOver = pem.substring(0, last) + (char) (pem.charAt(last) + 1) + pem.substring(last + 1);
        assertOnly(leftOver.getBytes(US_ASCII), "csr.pem-damaged");
    }

    @Test
    void timesAndStringsInPiecesMustBeDerToo() {
        for (String time : List.of("2601010000Z", "260101000000", "260101000000+0700", "26010100000xZ")) {
            assertOnly(withTime(0x17, time), "csr.not-der");
        }
        for (String time : List.of("20260101000000.0Z", "20260101000000,5Z", "202601010000Z", "20260101000000.Z")) {
            assertOnly(withTime(0x18, time), "csr.not-der");
        }
        for (byte[] good : List.of(withTime(0x17, "260101000000Z"), withTime(0x18, "20260101000000.25Z"))) {
            assertThat(checker.check(good, FindingCases.PLAIN).findings())
                    .extracting(Finding::id)
                    .containsExactly("csr.attribute-ignored");
        }
        byte[] request = RequestBuilder.rsa().commonName("Siti").der();
        byte[] name = {0x0c, 4, 'S', 'i', 't', 'i'};
        byte[] pieces = request.clone();
        int at = indexOf(request, name);
        // The same six octets as a constructed string of one empty piece and one of two letters would be BER.
        System.arraycopy(new byte[] {0x2c, 4, 0x0c, 2, 'S', 'i'}, 0, pieces, at, 6);
        assertOnly(pieces, "csr.not-der");
    }

    private static byte[] withTime(int tag, String time) {
        byte[] content = time.getBytes(US_ASCII);
        byte[] value = FindingCases.join(new byte[] {(byte) tag, (byte) content.length}, content);
        byte[] placeholder = FindingCases.join(new byte[] {4, (byte) content.length}, content);
        RequestBuilder request = RequestBuilder.rsa();
        byte[] info = request.attribute("1.2.840.113549.1.9.5", new DEROctetString(content))
                .info();
        System.arraycopy(value, 0, info, indexOf(info, placeholder), value.length);
        return request.signed(info);
    }

    private static int indexOf(byte[] bytes, byte[] part) {
        int at = new String(bytes, ISO_8859_1).indexOf(new String(part, ISO_8859_1));
        assertThat(at).isPositive();
        return at;
    }

    private static DERSequence sequence(ASN1Encodable... elements) {
        return new DERSequence(elements);
    }

    private static byte[] pem(String label, byte[] der) {
        return text(RequestBuilder.pem(label, der, "\n"));
    }

    private static byte[] text(String text) {
        return text.getBytes(UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-----BEGIN CERTIFICATE REQUEST-----\n!!!!\n-----END CERTIFICATE REQUEST-----",
                "-----BEGIN CERTIFICATE REQUEST-----\nMIIB",
                "-----BEGIN CERTIFICATE REQUEST-----\nMIIB\n-----END NEW CERTIFICATE REQUEST-----",
                "-----BEGIN CERTIFICATE REQUEST-----\n"
                        + "Proc-Type: 4,ENCRYPTED\n\n"
                        + "MIIB\n"
                        + "-----END CERTIFICATE REQUEST-----",
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
                    .filteredOn(id -> !id.equals("csr.subject-spaces"))
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
