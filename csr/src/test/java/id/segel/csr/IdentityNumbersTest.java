package id.segel.csr;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.DERBMPString;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERT61String;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.DERUniversalString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** NIK and NIP must not get into a certificate, nor into a report. The numbers here are made up. */
class IdentityNumbersTest {

    private static final String ID = "csr.identity-number";
    private final CsrChecker checker = CsrChecker.standard();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "3174010101850001",
                "NIK 3174010101850001",
                "198501012010011001",
                "19850101 201001 1 001",
                "3174.0101.0185.0001",
                "Siti (NIP. 198501012010011001)",
                "３１７４０１０１０１８５０００１"
            })
    void anywhereInTheSubjectTheyAreRefusedAndNotEchoed(String text) {
        CsrReport report = checker.check(RequestBuilder.rsa().commonName(text).der(), FindingCases.ACCOUNT);
        assertThat(report.findings()).extracting(Finding::id).contains(ID, "csr.common-name-mismatch");
        assertThat(report.csr()).isNull();
        for (Finding finding : report.findings()) {
            for (Language language : Language.values()) {
                assertThat(finding.message(language)).doesNotContain("0101", "０１０１", "201001");
            }
        }
    }

    @Test
    void inTheRequestedNamesTheyAreRefused() {
        for (GeneralName name : new GeneralName[] {
            new GeneralName(GeneralName.rfc822Name, "198501012010011001@dinas.go.id"),
            new GeneralName(GeneralName.uniformResourceIdentifier, "urn:nik:3174010101850001"),
            new GeneralName(new X500Name("CN=3174010101850001"))
        }) {
            ASN1Encodable extension = RequestBuilder.extension("2.5.29.17", false, new GeneralNames(name));
            CsrReport report =
                    checker.check(RequestBuilder.rsa().extensions(extension).der(), FindingCases.PLAIN);
            assertThat(report.findings()).extracting(Finding::id).contains(ID);
            assertThat(report.csr()).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "3174010101850001 198501012010011001",
                "NIK 3174 0101 0185 0001 / NIP 19850101 201001 1 001",
                "No. 17, 3174-0101-0185-0001",
                "3174 - 0101 - 0185 - 0001",
                "3174\u200b0101\u200b0185\u200b0001",
                "19900101 202221 2 001",
                "hex 33313734303130313031383530303031",
                "0033003100370034003000310030003100300031003800350030003000300031",
            })
    void inOtherSpellingsTheyAreRefusedToo(String text) {
        CsrReport report = checker.check(RequestBuilder.rsa().commonName(text).der(), FindingCases.ACCOUNT);
        assertThat(report.findings()).extracting(Finding::id).contains(ID);
        assertThat(report.csr()).isNull();
        assertNothingIsEchoed(report);
    }

    @Test
    void inEveryAttributeAndStringTypeTheyAreRefused() {
        String nik = "3174010101850001";
        byte[] octets = nik.getBytes(StandardCharsets.US_ASCII);
        Map<String, ASN1Encodable> values = Map.of(
                "1.2.840.113549.1.9.2", new DERUTF8String("NIK " + nik),
                "1.2.840.113549.1.9.7", new DERPrintableString(nik),
                "1.2.840.113549.1.9.20", new DERBMPString("NIK " + nik),
                "1.3.6.1.4.1.311.21.20", new DERSequence(new DERUTF8String("DINAS\\" + nik)),
                "1.2.3.4", new DEROctetString(octets),
                "1.2.3.5", new DEROctetString(RequestBuilder.encode(new DERSequence(new DERUTF8String(nik)))),
                "1.2.3.6", new DERT61String(nik),
                "1.2.3.7", new DERUniversalString(nik.getBytes(Charset.forName("UTF-32BE"))),
                "1.2.3.8",
                        new DERBMPString(
                                "\uff13\uff11\uff17\uff14\uff10\uff11\uff10\uff11\uff10\uff11\uff18\uff15\uff10\uff10\uff10\uff11"),
                "1.2.3.9", new DERTaggedObject(false, 1, new DERIA5String(nik)));
        values.forEach((oid, value) -> {
            CsrReport report =
                    checker.check(RequestBuilder.rsa().attribute(oid, value).der(), FindingCases.PLAIN);
            assertThat(report.findings()).as(oid).extracting(Finding::id).contains(ID);
            assertThat(report.csr()).isNull();
            assertNothingIsEchoed(report);
        });
        CsrReport asSubject = checker.check(
                RequestBuilder.rsa().commonName(new DEROctetString(octets)).der(), FindingCases.ACCOUNT);
        assertThat(asSubject.findings()).extracting(Finding::id).contains(ID);
        assertNothingIsEchoed(asSubject);
    }

    @Test
    void aNumberAtTheCutOfALongValueIsNotShownInPart() {
        String text = "1".repeat(300) + " nomor 3174010101850001";
        CsrReport report = checker.check(RequestBuilder.rsa().commonName(text).der(), FindingCases.ACCOUNT);
        assertThat(report.findings()).extracting(Finding::id).contains(ID, "csr.common-name-mismatch");
        assertNothingIsEchoed(report);
    }

    private static void assertNothingIsEchoed(CsrReport report) {
        for (Finding finding : report.findings()) {
            for (Language language : Language.values()) {
                assertThat(finding.message(language))
                        .doesNotContain("0101", "01 01", "０１０１", "201001", "3137", "0033")
                        .doesNotContainPattern("\\d{7}");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "S-0001",
                "2.25.1234",
                "081234567890123",
                "12345678901234567",
                "A1B2C3D4E5F60718293A",
                "0812 3456 7890 1234",
                "+62 812 3456 7890 1234",
                "2026-11-23 0812345678",
                "OSD-2026-000123 2026",
                "0123456789 0123456789",
            })
    void otherNumbersAreNot(String text) {
        assertThat(checker.check(
                                RequestBuilder.rsa()
                                        .name(RequestBuilder.SERIAL_NUMBER, text)
                                        .der(),
                                FindingCases.PLAIN)
                        .findings())
                .isEmpty();
    }
}
