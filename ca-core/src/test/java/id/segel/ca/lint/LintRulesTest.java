package id.segel.ca.lint;

import static org.assertj.core.api.Assertions.assertThat;

import id.segel.ca.authority.SignatureAlgorithms;
import id.segel.hsm.SignatureScheme;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERGeneralizedTime;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERUTCTime;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;
import org.junit.jupiter.api.Test;

class LintRulesTest {
    private static final Linter LINTER = Linter.standard();

    private static void assertFinds(TbsRecipe recipe, String... rules) {
        assertFinds(LINTER.check(recipe.subjectOfLint()), rules);
    }

    private static void assertFinds(List<LintFinding> findings, String... rules) {
        assertThat(new TreeSet<>(findings.stream().map(LintFinding::rule).toList()))
                .as(findings.toString())
                .containsExactlyElementsOf(new TreeSet<>(List.of(rules)));
    }

    @Test
    void certificatesOfEveryProfilePass() {
        assertFinds(TbsRecipe.subscriber());
        assertFinds(TbsRecipe.responder());
        assertFinds(TbsRecipe.issuingAuthority());
        assertFinds(TbsRecipe.root());
    }

    @Test
    void everyRuleSaysWhatItIsAndWhereItComesFrom() {
        assertThat(LINTER.rules()).hasSizeGreaterThanOrEqualTo(12).allSatisfy(rule -> {
            assertThat(rule.id()).matches("lint(\\.[a-z0-9]+(-[a-z0-9]+)*)+");
            assertThat(rule.description()).endsWith(".");
            assertThat(rule.source()).isNotBlank();
            assertThat(rule.effective()).isBefore(java.time.LocalDate.of(2026, 12, 1));
        });
    }

    @Test
    void bytesThatAreNoCertificateAreOneFinding() {
        TbsRecipe recipe = TbsRecipe.subscriber();
        assertFinds(LINTER.check(recipe.subjectOfLint(new byte[0])), Linter.READABLE);
        assertFinds(LINTER.check(recipe.subjectOfLint(new byte[] {0x30, (byte) 0x80, 0, 0})), Linter.READABLE);
        byte[] cut = Arrays.copyOf(recipe.tbs(), 200);
        assertFinds(LINTER.check(recipe.subjectOfLint(cut)), Linter.READABLE);
        byte[] longer = Arrays.copyOf(recipe.tbs(), recipe.tbs().length + 1);
        assertFinds(LINTER.check(recipe.subjectOfLint(longer)), Linter.READABLE);
    }

    @Test
    void anExtensionThatIsThereTwiceIsFound() {
        TbsRecipe recipe = TbsRecipe.subscriber();
        recipe.extensions.add(recipe.extensions.get(0));
        assertFinds(recipe, "lint.extension-set", Linter.READABLE);
    }

    @Test
    void aLengthInMoreOctetsThanItNeedsIsNotDer() {
        byte[] tbs = TbsRecipe.subscriber().tbs();
        // The outer length takes two octets; the same length in three.
        byte[] padded = new byte[tbs.length + 1];
        padded[0] = 0x30;
        padded[1] = (byte) 0x83;
        System.arraycopy(tbs, 2, padded, 3, tbs.length - 2);
        assertThat(tbs[1]).isEqualTo((byte) 0x82);
        assertFinds(LINTER.check(TbsRecipe.subscriber().subjectOfLint(padded)), "lint.der");
    }

    @Test
    void anExplicitCriticalFalseIsNotDer() {
        TbsRecipe recipe = TbsRecipe.subscriber();
        byte[] tbs = recipe.tbs();
        byte[] type = HexFormat.of().parseHex("0603551d0e");
        int at = indexOf(tbs, type);
        // SubjectKeyIdentifier: SEQUENCE of 29 octets becomes 32 with BOOLEAN FALSE in it; so do all that hold it.
        assertThat(tbs[at - 1]).isEqualTo((byte) 29);
        byte[] broken = inserted(tbs, at + type.length, new byte[] {1, 1, 0});
        broken[at - 1] += 3;
        addToLengths(broken, at, 3);
        assertFinds(LINTER.check(recipe.subjectOfLint(broken)), "lint.der");
    }

    @Test
    void aBooleanThatIsNeither00NorFfIsNotDer() {
        TbsRecipe recipe = TbsRecipe.subscriber();
        byte[] tbs = recipe.tbs();
        int at = indexOf(tbs, HexFormat.of().parseHex("0603551d0f0101ff"));
        tbs[at + 7] = 1;
        assertFinds(LINTER.check(recipe.subjectOfLint(tbs)), "lint.der");
    }

    @Test
    void anExtensionValueThatIsNotDerIsFound() {
        TbsRecipe recipe = TbsRecipe.subscriber();
        // KeyUsage with a trailing octet whose bits are all zero, and one that says more bits are unused than DER
        // wants.
        recipe.remove(Extension.keyUsage);
        recipe.extensions.add(
                new Extension(Extension.keyUsage, true, new DEROctetString(new byte[] {3, 2, 6, (byte) 0xC1})));
        assertThat(LINTER.check(recipe.subjectOfLint()))
                .extracting(LintFinding::rule)
                .contains("lint.der");
    }

    @Test
    void aCertificateWithoutVersionIsNotV3() {
        TbsRecipe recipe = TbsRecipe.subscriber();
        recipe.version = null;
        assertFinds(recipe, "lint.version", Linter.READABLE);
    }

    @Test
    void versionTwoIsNotV3() {
        TbsRecipe recipe = TbsRecipe.subscriber();
        recipe.version = new org.bouncycastle.asn1.DERTaggedObject(true, 0, new ASN1Integer(1));
        assertFinds(recipe, "lint.version", Linter.READABLE);
    }

    @Test
    void aSerialNumberBelowZeroIsFound() {
        TbsRecipe recipe = TbsRecipe.subscriber();
        recipe.serial = new ASN1Integer(new BigInteger("-1234567890abcdef1234567890abcdef12345678", 16));
        assertFinds(recipe, "lint.serial-positive");
    }

    @Test
    void aSerialNumberWithTooFewOrTooManyOctetsIsFound() {
        TbsRecipe recipe = TbsRecipe.subscriber();
        recipe.serial = new ASN1Integer(new BigInteger("7234567890abcdef1234567890abcdef", 16));
        assertFinds(recipe, "lint.serial-long");
        recipe.serial = new ASN1Integer(BigInteger.ONE.shiftLeft(160));
        assertFinds(recipe, "lint.serial-long");
        // 20 octets with the sign bit's octet before them.
        recipe.serial = new ASN1Integer(BigInteger.ONE.shiftLeft(151));
        assertFinds(recipe, "lint.serial-long");
    }

    @Test
    void anotherSignatureAlgorithmThanTheIssuersIsFound() {
        TbsRecipe recipe = TbsRecipe.subscriber();
        recipe.algorithm = SignatureAlgorithms.identifier(SignatureScheme.ECDSA_SHA384);
        assertFinds(recipe, "lint.signature-algorithm");
    }

    @Test
    void anIssuerNameInOtherBytesIsFound() {
        TbsRecipe recipe = TbsRecipe.subscriber();
        recipe.issuerName = new X500Name("C=ID,O=uji,CN=Penerbit Uji");
        assertFinds(recipe, "lint.issuer-name");
        TbsRecipe root = TbsRecipe.root();
        root.issuerName = TbsRecipe.named("Induk Lain");
        assertFinds(root, "lint.issuer-name");
    }

    @Test
    void anotherSubjectThanTheApprovedIsFound() {
        TbsRecipe recipe = TbsRecipe.subscriber();
        recipe.subject = TbsRecipe.named("Siti Lain");
        assertFinds(recipe, "lint.subject-name");
    }

    @Test
    void wrongStringTypesInTheSubjectAreFound() {
        assertSubjectFinds("lint.subject-string-types", TbsRecipe.part(BCStyle.C, new DERUTF8String("ID")));
        assertSubjectFinds("lint.subject-string-types", TbsRecipe.part(BCStyle.SERIALNUMBER, new DERUTF8String("A2")));
        assertSubjectFinds("lint.subject-string-types", TbsRecipe.part(BCStyle.O, new DERPrintableString("Dinas")));
        assertSubjectFinds("lint.subject-string-types", TbsRecipe.part(BCStyle.E, new DERUTF8String("a@b.example")));
    }

    @Test
    void twoCommonNamesOrNoneAreFound() {
        assertSubjectFinds("lint.subject-common-name", TbsRecipe.part(BCStyle.CN, new DERUTF8String("Nama Kedua")));
        TbsRecipe recipe = TbsRecipe.subscriber();
        recipe.subject = new X500Name(new RDN[] {TbsRecipe.part(BCStyle.O, new DERUTF8String("Dinas"))});
        recipe.promiseTheSubject();
        assertFinds(recipe, "lint.subject-common-name");
    }

    @Test
    void emptyPaddedAndJoinedPartsOfTheSubjectAreFound() {
        assertSubjectFinds("lint.subject-parts", TbsRecipe.part(BCStyle.OU, new DERUTF8String("")));
        assertSubjectFinds("lint.subject-parts", TbsRecipe.part(BCStyle.OU, new DERUTF8String(" Bidang")));
        assertSubjectFinds(
                "lint.subject-parts",
                TbsRecipe.parts(
                        new AttributeTypeAndValue(BCStyle.OU, new DERUTF8String("Bidang")),
                        new AttributeTypeAndValue(BCStyle.T, new DERUTF8String("Analis"))));
    }

    private static void assertSubjectFinds(String rule, RDN more) {
        TbsRecipe recipe = TbsRecipe.subscriber();
        RDN[] parts = X500Name.getInstance(recipe.subject).getRDNs();
        RDN[] withMore = Arrays.copyOf(parts, parts.length + 1);
        withMore[parts.length] = more;
        recipe.subject = new X500Name(withMore);
        recipe.promiseTheSubject();
        assertFinds(recipe, rule);
    }

    @Test
    void otherTimesThanTheApprovedAreFound() {
        TbsRecipe recipe = TbsRecipe.subscriber();
        recipe.promiseTheTimes(
                recipe.promise.notBefore().minusSeconds(1),
                recipe.promise.notAfter().minusSeconds(1));
        assertFinds(recipe, "lint.validity-promised");
    }

    @Test
    void oneSecondTooLongIsFound() {
        TbsRecipe recipe = TbsRecipe.subscriber();
        Instant end = recipe.promise.notAfter().plusSeconds(1);
        recipe.notAfter = new Time(Date.from(end));
        recipe.promiseTheTimes(recipe.promise.notBefore(), end);
        assertFinds(recipe, "lint.validity-length");
    }

    @Test
    void aGeneralizedTimeBefore2050AndTimesWithoutSecondsAreFound() {
        TbsRecipe recipe = TbsRecipe.subscriber();
        recipe.notAfter = new DERGeneralizedTime(Date.from(recipe.promise.notAfter()));
        assertFinds(recipe, "lint.validity-encoding");
        TbsRecipe zoned = TbsRecipe.subscriber();
        zoned.notBefore = new DERUTCTime("261120030405+0000");
        assertThat(LINTER.check(zoned.subjectOfLint()))
                .extracting(LintFinding::rule)
                .contains("lint.validity-encoding", "lint.der");
    }

    @Test
    void aCertificateThatOutlivesItsIssuerIsFound() {
        TbsRecipe recipe = TbsRecipe.subscriber();
        Instant begin = Instant.parse("2047-06-01T00:00:00Z");
        Instant end = begin.plus(recipe.profile.validity()).minusSeconds(1);
        recipe.notBefore = new Time(Date.from(begin));
        recipe.notAfter = new Time(Date.from(end));
        recipe.promiseTheTimes(begin, end);
        assertFinds(recipe, "lint.validity-within-issuer");
    }

    @Test
    void anotherPublicKeyThanTheApprovedIsFound() {
        TbsRecipe recipe = TbsRecipe.subscriber();
        recipe.key = SubjectPublicKeyInfo.getInstance(
                TbsRecipe.ISSUER_KEY.getPublic().getEncoded());
        recipe.replace(
                Extension.subjectKeyIdentifier, false, new SubjectKeyIdentifier(TbsRecipe.keyIdentifier(recipe.key)));
        assertFinds(recipe, "lint.public-key");
    }

    @Test
    void uniqueIdentifiersAreFound() {
        TbsRecipe recipe = TbsRecipe.subscriber();
        recipe.uniqueIdentifiers.add(TbsRecipe.uniqueIdentifier(1));
        assertFinds(recipe, "lint.unique-identifiers");
        TbsRecipe other = TbsRecipe.subscriber();
        other.uniqueIdentifiers.add(TbsRecipe.uniqueIdentifier(2));
        assertFinds(other, "lint.unique-identifiers");
    }

    @Test
    void anExtensionOutsideTheProfileIsFound() {
        TbsRecipe recipe = TbsRecipe.subscriber();
        recipe.add(new ASN1ObjectIdentifier("1.3.6.1.4.1.11129.2.4.3"), true, DERNull.INSTANCE);
        assertFinds(recipe, "lint.extension-set");
        TbsRecipe eku = TbsRecipe.subscriber();
        eku.add(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
        assertFinds(eku, "lint.extension-set", "lint.extended-key-usage");
    }

    @Test
    void aLeafMaySayThatItIsNoCa() {
        TbsRecipe recipe = TbsRecipe.subscriber();
        recipe.add(Extension.basicConstraints, true, new BasicConstraints(false));
        assertFinds(recipe);
    }

    @Test
    void wrongCriticalityIsFound() {
        TbsRecipe recipe = TbsRecipe.subscriber();
        recipe.replace(
                Extension.certificatePolicies,
                true,
                TbsRecipe.policies(recipe.profile.policies().get(0)));
        assertFinds(recipe, "lint.extension-criticality");
    }

    @Test
    void aKeyUsageOtherThanTheProfilesOrNotCriticalIsFound() {
        TbsRecipe more = TbsRecipe.subscriber();
        more.replace(
                Extension.keyUsage,
                true,
                new KeyUsage(KeyUsage.digitalSignature | KeyUsage.nonRepudiation | KeyUsage.keyCertSign));
        assertFinds(more, "lint.key-usage");
        TbsRecipe less = TbsRecipe.subscriber();
        less.replace(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        assertFinds(less, "lint.key-usage");
        TbsRecipe soft = TbsRecipe.subscriber();
        soft.replace(Extension.keyUsage, false, new KeyUsage(KeyUsage.digitalSignature | KeyUsage.nonRepudiation));
        assertFinds(soft, "lint.key-usage", "lint.extension-criticality");
        TbsRecipe none = TbsRecipe.subscriber();
        none.remove(Extension.keyUsage);
        assertFinds(none, "lint.key-usage", "lint.extension-set");
    }

    @Test
    void anotherExtendedKeyUsageThanTheProfilesIsFound() {
        TbsRecipe recipe = TbsRecipe.responder();
        recipe.replace(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(new KeyPurposeId[] {
            KeyPurposeId.id_kp_OCSPSigning, KeyPurposeId.id_kp_clientAuth
        }));
        assertFinds(recipe, "lint.extended-key-usage");
    }

    @Test
    void aLeafThatCallsItselfACaIsFound() {
        TbsRecipe recipe = TbsRecipe.subscriber();
        recipe.add(Extension.basicConstraints, true, new BasicConstraints(true));
        assertFinds(recipe, "lint.basic-constraints");
    }

    @Test
    void aCaWithoutItsPathLengthOrNotCriticalIsFound() {
        TbsRecipe unbound = TbsRecipe.issuingAuthority();
        unbound.replace(Extension.basicConstraints, true, new BasicConstraints(true));
        assertFinds(unbound, "lint.basic-constraints");
        TbsRecipe longer = TbsRecipe.issuingAuthority();
        longer.replace(Extension.basicConstraints, true, new BasicConstraints(1));
        assertFinds(longer, "lint.basic-constraints");
        TbsRecipe soft = TbsRecipe.issuingAuthority();
        soft.replace(Extension.basicConstraints, false, new BasicConstraints(0));
        assertFinds(soft, "lint.basic-constraints", "lint.extension-criticality");
    }

    @Test
    void aSubjectKeyIdentifierOfAnotherKeyIsFound() {
        TbsRecipe recipe = TbsRecipe.subscriber();
        recipe.replace(Extension.subjectKeyIdentifier, false, new SubjectKeyIdentifier(new byte[20]));
        assertFinds(recipe, "lint.subject-key-identifier");
    }

    @Test
    void anAuthorityKeyIdentifierOfAnotherKeyOrWithACertificateIsFound() {
        TbsRecipe recipe = TbsRecipe.subscriber();
        recipe.replace(Extension.authorityKeyIdentifier, false, new AuthorityKeyIdentifier(new byte[20]));
        assertFinds(recipe, "lint.authority-key-identifier");
        TbsRecipe tied = TbsRecipe.subscriber();
        tied.replace(
                Extension.authorityKeyIdentifier,
                false,
                new AuthorityKeyIdentifier(
                        tied.issuer.keyIdentifier(),
                        new GeneralNames(new GeneralName(TbsRecipe.named("Induk"))),
                        BigInteger.TEN));
        assertFinds(tied, "lint.authority-key-identifier");
    }

    @Test
    void anotherPolicyThanTheProfilesIsFound() {
        TbsRecipe recipe = TbsRecipe.subscriber();
        recipe.replace(Extension.certificatePolicies, false, TbsRecipe.policies("2.5.29.32.0"));
        assertFinds(recipe, "lint.policies");
    }

    @Test
    void anotherCrlDistributionPointIsFound() {
        TbsRecipe recipe = TbsRecipe.subscriber();
        recipe.replace(
                Extension.cRLDistributionPoints, false, TbsRecipe.distributionPoint(TbsRecipe.BASE + "/pki/uji/1.crl"));
        assertFinds(recipe, "lint.crl-distribution-point");
        TbsRecipe missing = TbsRecipe.subscriber();
        missing.remove(Extension.cRLDistributionPoints);
        assertFinds(missing, "lint.crl-distribution-point", "lint.extension-set");
    }

    @Test
    void aDistributionPointByHttpsIsFoundEvenWhereItIsExpected() {
        TbsRecipe recipe = TbsRecipe.subscriber();
        recipe.replace(Extension.cRLDistributionPoints, false, TbsRecipe.distributionPoint("https://ca.example/0.crl"));
        LintPromise promise = recipe.promise;
        recipe.promise = new LintPromise(
                promise.subject(),
                promise.subjectPublicKeyInfo(),
                promise.notBefore(),
                promise.notAfter(),
                promise.rfc822Name(),
                List.of("https://ca.example/0.crl"),
                promise.ocspUrls(),
                promise.caIssuersUrls());
        assertFinds(recipe, "lint.crl-distribution-point");
    }

    @Test
    void otherAccessLocationsAreFound() {
        TbsRecipe recipe = TbsRecipe.subscriber();
        recipe.replace(
                Extension.authorityInfoAccess,
                false,
                TbsRecipe.access(TbsRecipe.BASE + "/pki/uji.crt", TbsRecipe.BASE + "/pki/ocsp"));
        assertFinds(recipe, "lint.authority-information-access");
    }

    @Test
    void anotherAlternativeNameThanTheApprovedIsFound() {
        TbsRecipe recipe = TbsRecipe.subscriber();
        recipe.replace(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames(new GeneralName(GeneralName.rfc822Name, "lain@instansi.example")));
        assertFinds(recipe, "lint.subject-alternative-name");
        TbsRecipe host = TbsRecipe.subscriber();
        host.replace(Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName[] {
            new GeneralName(GeneralName.rfc822Name, "siti.contoh@instansi.example"),
            new GeneralName(GeneralName.dNSName, "instansi.example")
        }));
        assertFinds(host, "lint.subject-alternative-name");
    }

    @Test
    void findingsDoNotRepeatAnEmailAddress() {
        TbsRecipe recipe = TbsRecipe.subscriber();
        recipe.replace(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames(new GeneralName(GeneralName.rfc822Name, "lain@instansi.example")));
        assertThat(LINTER.check(recipe.subjectOfLint()).toString()).doesNotContain("@instansi.example");
    }

    @Test
    void ocspNoCheckOutsideAResponderIsFound() {
        TbsRecipe recipe = TbsRecipe.subscriber();
        recipe.add(OCSPObjectIdentifiers.id_pkix_ocsp_nocheck, false, DERNull.INSTANCE);
        assertFinds(recipe, "lint.ocsp-no-check", "lint.extension-set");
        TbsRecipe responder = TbsRecipe.responder();
        responder.replace(OCSPObjectIdentifiers.id_pkix_ocsp_nocheck, false, new DERSequence(new ASN1Encodable[0]));
        assertFinds(responder, "lint.ocsp-no-check");
    }

    private static int indexOf(byte[] bytes, byte[] wanted) {
        for (int at = 0; at <= bytes.length - wanted.length; at++) {
            if (Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
                return at;
            }
        }
        throw new AssertionError("not there: " + HexFormat.of().formatHex(wanted));
    }

    private static byte[] inserted(byte[] bytes, int at, byte[] more) {
        byte[] longer = Arrays.copyOf(bytes, bytes.length + more.length);
        System.arraycopy(more, 0, longer, at, more.length);
        System.arraycopy(bytes, at, longer, at + more.length, bytes.length - at);
        return longer;
    }

    /** Lengthens the outer SEQUENCE, [3] and the SEQUENCE in it, all with lengths of two octets. */
    private static void addToLengths(byte[] tbs, int inside, int more) {
        addToLength(tbs, 0, more);
        int extensions = inside;
        while (tbs[extensions] != (byte) 0xA3 || tbs[extensions + 1] != (byte) 0x82) {
            extensions--;
        }
        addToLength(tbs, extensions, more);
        addToLength(tbs, extensions + 4, more);
    }

    private static void addToLength(byte[] tbs, int at, int more) {
        assertThat(tbs[at + 1]).isEqualTo((byte) 0x82);
        int length = (tbs[at + 2] & 0xFF) << 8 | tbs[at + 3] & 0xFF;
        tbs[at + 2] = (byte) (length + more >> 8);
        tbs[at + 3] = (byte) (length + more);
    }
}
