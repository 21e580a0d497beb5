package id.segel.csr;

import static id.segel.csr.NamesAndExtrasCases.names;
import static id.segel.csr.NamesAndExtrasCases.purposes;
import static id.segel.csr.RequestBuilder.extension;
import static id.segel.csr.RequestBuilder.rsa;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a request may ask for, what is ignored with a note, and what refuses it. */
class RequestedExtensionsTest {

    private final CsrChecker checker = CsrChecker.standard();

    @ParameterizedTest
    @CsvSource({
        "1.3.6.1.5.5.7.3.9,OCSPSigning",
        "2.5.29.37.0,anyExtendedKeyUsage",
        "1.3.6.1.5.5.7.3.8,timeStamping",
        "1.3.6.1.5.5.7.3.1,serverAuth",
        "1.3.6.1.5.5.7.3.3,codeSigning",
        "1.3.6.1.4.1.311.20.2.2,smartcardLogon",
        "1.3.6.1.4.1.311.20.2.1,certificateRequestAgent",
        "1.2.3.4.5,1.2.3.4.5"
    })
    void purposesBeyondAPersonsAreRefusedByName(String oid, String name) {
        KeyPurposeId purpose = KeyPurposeId.getInstance(new ASN1ObjectIdentifier(oid));
        CsrReport report = judge(purposes(KeyPurposeId.id_kp_clientAuth, purpose));
        assertThat(ids(report)).containsExactly("csr.requests-extended-key-usage");
        assertThat(report.findings().get(0).message(Language.EN)).contains(name);
        CsrReport policies = judge(extension(
                "1.3.6.1.4.1.311.21.10", false, new DERSequence(new DERSequence(new ASN1ObjectIdentifier(oid)))));
        assertThat(ids(policies)).containsExactly("csr.requests-extended-key-usage");
    }

    @Test
    void purposesOfAPersonAreIgnoredWithANote() {
        assertThat(ids(judge(
                        purposes(KeyPurposeId.id_kp_clientAuth, KeyPurposeId.id_kp_emailProtection, ProgramForms.EFS))))
                .containsExactly("csr.extension-ignored");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2.5.29.30",
                "2.5.29.32",
                "2.5.29.33",
                "2.5.29.36",
                "2.5.29.54",
                "1.3.6.1.5.5.7.1.3",
                "1.3.6.1.4.1.11129.2.4.3",
                "1.3.6.1.4.1.11129.2.4.2",
                "1.3.6.1.5.5.7.48.1.5",
                "1.3.6.1.4.1.311.25.2"
            })
    void whatOnlyAnIssuerCanSayIsRefused(String oid) {
        assertThat(ids(judge(extension(oid, false, new DERSequence())))).containsExactly("csr.extension-refused");
        assertThat(ids(judge(extension(oid, true, new DERSequence())))).containsExactly("csr.extension-refused");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.5.29.14", "2.5.29.31", "1.3.6.1.5.5.7.1.1", "1.3.6.1.4.1.311.20.2", "1.2.3.4.5.6"})
    void theOthersAreIgnoredWithANote(String oid) {
        assertThat(ids(judge(extension(oid, false, new DEROctetString(new byte[8])))))
                .containsExactly("csr.extension-ignored");
    }

    @Test
    void namesOtherThanAddressesAreRefusedByKindAndValue() {
        assertRefusedName(new GeneralName(GeneralName.dNSName, "pc.dinas.go.id"), "dNSName", "pc.dinas.go.id");
        assertRefusedName(new GeneralName(GeneralName.iPAddress, "10.0.0.7"), "iPAddress", "10.0.0.7");
        assertRefusedName(
                new GeneralName(GeneralName.uniformResourceIdentifier, "https://dinas.go.id"), "uniform", "https:");
        assertRefusedName(new GeneralName(new X500Name("CN=Budi")), "directoryName", "CN=Budi");
        assertRefusedName(new GeneralName(GeneralName.registeredID, "1.2.3"), "registeredID", "…");
        assertRefusedName(otherName("1.3.6.1.4.1.311.20.2.3", "siti@dinas.local"), "UPN", "siti@dinas.local");
        assertRefusedName(otherName("1.3.6.1.5.5.7.8.9", "siti@dinas.go.id"), "SmtpUTF8Mailbox", "siti@");
        assertThat(ids(judge(names(new GeneralName(GeneralName.rfc822Name, "siti@dinas.go.id")))))
                .containsExactly("csr.extension-ignored");
    }

    @Test
    void manyNamesOfOneKindAreToldOnce() {
        GeneralName[] many = new GeneralName[200];
        for (int i = 0; i < many.length; i++) {
            many[i] = new GeneralName(GeneralName.dNSName, "pc" + i);
        }
        assertThat(ids(judge(names(many)))).containsExactly("csr.requests-name");
    }

    @Test
    void everyValueMustBeDer() {
        byte[] unsortedSet = {0x31, 6, 2, 1, 2, 2, 1, 1};
        byte[] indefinite = {0x30, (byte) 0x80, 0, 0};
        byte[] twoValues = {5, 0, 5, 0};
        byte[] pieces = {0x24, 4, 4, 2, 1, 1};
        byte[] longLength = {4, (byte) 0x81, 1, 1};
        byte[] odd = {1, 1, 1};
        for (byte[] value : List.of(unsortedSet, indefinite, twoValues, pieces, longLength, odd, new byte[0])) {
            assertThat(ids(judge(RequestBuilder.rawExtension("2.5.29.14", value))))
                    .containsExactly("csr.extension-malformed");
            assertThat(ids(judge(RequestBuilder.rawExtension("1.2.3.4", value))))
                    .containsExactly("csr.extension-malformed");
        }
        for (String oid : List.of("2.5.29.15", "2.5.29.17", "2.5.29.19", "2.5.29.37", "1.3.6.1.4.1.311.21.10")) {
            assertThat(ids(judge(extension(oid, false, new ASN1Integer(1)))))
                    .containsExactly("csr.extension-malformed");
        }
    }

    @Test
    void defaultsWrittenOutAreRefused() {
        assertThat(ids(judge(RequestBuilder.extensionWithDefault("2.5.29.14", new DEROctetString(new byte[20])))))
                .containsExactly("csr.extension-default-encoded");
        assertThat(ids(judge(NamesAndExtrasCases.basicConstraintsWithDefault())))
                .containsExactly("csr.extension-default-encoded");
        assertThat(ids(judge(extension("2.5.29.19", true, new DERSequence()))))
                .containsExactly("csr.extension-ignored");
    }

    @Test
    void everyWishForAnIssuersPowersIsRefused() {
        assertThat(ids(judge(extension("2.5.29.15", true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign)))))
                .containsExactly("csr.requests-ca-key-usage", "csr.requests-ca-key-usage");
        assertThat(ids(judge(extension("2.5.29.19", true, new DERSequence(new ASN1Integer(0))))))
                .containsExactly("csr.requests-ca");
        assertThat(ids(judge(extension("2.5.29.15", true, new DERBitString(new byte[] {6}, 0)))))
                .contains("csr.requests-ca-key-usage");
    }

    @Test
    void twoListsOfExtensionsAreRefusedWhateverTheirOids() {
        ASN1Encodable one = extension("2.5.29.14", false, new DEROctetString(new byte[20]));
        for (String oid : List.of(RequestBuilder.EXTENSION_REQUEST, ProgramForms.MICROSOFT_EXTENSIONS)) {
            CsrReport report = checker.check(
                    rsa().extensions(one).attribute(oid, new DERSequence(one)).der(), FindingCases.PLAIN);
            assertThat(ids(report)).contains("csr.extension-request-repeated");
            assertThat(report.refused()).isTrue();
        }
        assertThat(ids(checker.check(
                        rsa().attribute(RequestBuilder.EXTENSION_REQUEST, new DERSequence(one), new DERSequence(one))
                                .der(),
                        FindingCases.PLAIN)))
                .contains("csr.extension-request-repeated");
    }

    @Test
    void anUnknownCriticalExtensionIsRefusedAndOneThatIsNotIsNamed() {
        assertThat(ids(judge(extension("1.2.3.4", true, DERNull.INSTANCE))))
                .containsExactly("csr.extension-unknown-critical");
        assertThat(judge(extension("1.2.3.4", false, new DERIA5String("catatan")))
                        .findings()
                        .get(0)
                        .message(Language.ID))
                .contains("1.2.3.4");
    }

    private void assertRefusedName(GeneralName name, String kind, String value) {
        CsrReport report = judge(names(new GeneralName(GeneralName.rfc822Name, "siti@dinas.go.id"), name));
        assertThat(ids(report)).containsExactly("csr.requests-name");
        assertThat(report.findings().get(0).message(Language.ID)).contains(kind, value);
    }

    private static GeneralName otherName(String oid, String value) {
        return new GeneralName(GeneralName.otherName, new DERSequence(new ASN1Encodable[] {
            new ASN1ObjectIdentifier(oid), new DERTaggedObject(true, 0, new DERUTF8String(value))
        }));
    }

    private CsrReport judge(ASN1Encodable extension) {
        return checker.check(rsa().extensions(extension).der(), FindingCases.PLAIN);
    }

    private static List<String> ids(CsrReport report) {
        return report.findings().stream().map(Finding::id).toList();
    }
}
