package id.segel.csr;

import static org.assertj.core.api.Assertions.assertThat;

import org.bouncycastle.asn1.ASN1Encodable;
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
    @ValueSource(strings = {"S-0001", "2.25.1234", "081234567890123", "12345678901234567", "A1B2C3D4E5F60718293A"})
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
