package id.segel.ca.lint;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
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

/** Every way of breaking a rule about the extensions. */
final class ExtensionRuleCases {
    private static final int SIGNING = KeyUsage.digitalSignature | KeyUsage.nonRepudiation;

    private final List<RuleCase> cases = new ArrayList<>();

    private ExtensionRuleCases() {}

    static List<RuleCase> all() {
        ExtensionRuleCases table = new ExtensionRuleCases();
        table.whole();
        table.keyUsage();
        table.extendedKeyUsage();
        table.constraints();
        table.identifiers();
        table.policies();
        table.pointers();
        table.alternativeName();
        table.others();
        return table.cases;
    }

    private void subscriber(String rule, String what, Consumer<TbsRecipe> breaking) {
        cases.add(RuleCase.of(rule, what, TbsRecipe::subscriber, breaking));
    }

    private void full(String rule, String what, Consumer<TbsRecipe> breaking) {
        cases.add(RuleCase.of(rule, what, TbsRecipe::full, breaking));
    }

    private void whole() {
        String set = "lint.extension-set";
        subscriber(
                set,
                "one that is in no profile",
                recipe -> recipe.add(new ASN1ObjectIdentifier("1.3.6.1.4.1.11129.2.4.3"), true, DERNull.INSTANCE));
        subscriber(set, "one twice", recipe -> recipe.extensions.add(recipe.extensions.get(0)));
        subscriber(set, "no policies", recipe -> recipe.remove(Extension.certificatePolicies));
        subscriber(set, "none at all", recipe -> recipe.extensions.clear());
        subscriber(
                "lint.extension-order", "two that changed places", recipe -> Collections.swap(recipe.extensions, 0, 1));
        subscriber(
                "lint.extension-criticality",
                "critical policies",
                recipe -> recipe.replace(Extension.certificatePolicies, true, LintProfiles.policies(recipe.profile)));
        full(
                "lint.extension-criticality",
                "an extension of the profile not critical",
                recipe -> recipe.replace(LintProfiles.oid(LintProfiles.CUSTOM), false, new DERUTF8String("uji")));
        subscriber(
                "lint.extension-bytes",
                "an address with another letter",
                recipe ->
                        recipe.replace(Extension.subjectAlternativeName, false, mail("siti.contoh@instansi.examplf")));
        full(
                "lint.extension-bytes",
                "another disclosure statement",
                recipe -> recipe.replace(Extension.qCStatements, false, LintProfiles.sequence()));
    }

    private void keyUsage() {
        String rule = "lint.key-usage";
        subscriber(rule, "a bit too much", recipe -> usage(recipe, true, SIGNING | KeyUsage.keyAgreement));
        subscriber(rule, "a bit too few", recipe -> usage(recipe, true, KeyUsage.digitalSignature));
        subscriber(rule, "not critical", recipe -> usage(recipe, false, SIGNING));
        full(rule, "critical where the profile says it is not", recipe -> usage(recipe, true, SIGNING));
        subscriber(rule, "none", recipe -> recipe.remove(Extension.keyUsage));
        String authority = "lint.key-usage-authority";
        subscriber(authority, "keyCertSign in a leaf", recipe -> usage(recipe, true, SIGNING | KeyUsage.keyCertSign));
        subscriber(authority, "cRLSign in a leaf", recipe -> usage(recipe, true, SIGNING | KeyUsage.cRLSign));
        cases.add(RuleCase.of(
                authority,
                "a CA without keyCertSign",
                TbsRecipe::issuingAuthority,
                recipe -> usage(recipe, true, KeyUsage.cRLSign)));
        String fits = "lint.key-usage-fits-key";
        subscriber(fits, "keyEncipherment with EC", recipe -> usage(recipe, true, SIGNING | KeyUsage.keyEncipherment));
        cases.add(RuleCase.of(
                fits,
                "keyAgreement with RSA",
                () -> TbsRecipe.of(TbsRecipe.subscriber().profile, RSA),
                recipe -> usage(recipe, true, SIGNING | KeyUsage.keyAgreement)));
        cases.add(RuleCase.of(
                fits,
                "keyAgreement with Ed25519",
                () -> TbsRecipe.of(LintProfiles.full(), TestKeys.ed25519()),
                recipe -> usage(recipe, false, KeyUsage.keyAgreement)));
    }

    private static final java.security.PublicKey RSA = TestKeys.rsa(2048);

    private static void usage(TbsRecipe recipe, boolean critical, int bits) {
        recipe.replace(Extension.keyUsage, critical, new KeyUsage(bits));
    }

    private void extendedKeyUsage() {
        String rule = "lint.extended-key-usage";
        cases.add(RuleCase.of(
                rule,
                "one not listed",
                TbsRecipe::responder,
                recipe -> purposes(recipe, false, KeyPurposeId.id_kp_OCSPSigning, KeyPurposeId.id_kp_clientAuth)));
        subscriber(
                rule,
                "one where the profile has none",
                recipe -> recipe.add(
                        Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth)));
        full(rule, "one too few", recipe -> purposes(recipe, true, KeyPurposeId.id_kp_emailProtection));
        String fits = "lint.extended-key-usage-fits";
        full(fits, "clientAuth beside nonRepudiation alone", recipe -> {
            usage(recipe, false, KeyUsage.nonRepudiation);
            purposes(recipe, true, KeyPurposeId.id_kp_clientAuth);
        });
        full(fits, "anyExtendedKeyUsage", recipe -> purposes(recipe, true, KeyPurposeId.anyExtendedKeyUsage));
        full(
                fits,
                "timeStamping beside others",
                recipe -> purposes(recipe, true, KeyPurposeId.id_kp_timeStamping, KeyPurposeId.id_kp_emailProtection));
    }

    private static void purposes(TbsRecipe recipe, boolean critical, KeyPurposeId... purposes) {
        recipe.replace(Extension.extendedKeyUsage, critical, new ExtendedKeyUsage(purposes));
    }

    private void constraints() {
        String rule = "lint.basic-constraints";
        subscriber(
                rule,
                "a leaf that calls itself a CA",
                recipe -> recipe.add(Extension.basicConstraints, true, new BasicConstraints(true)));
        subscriber(
                rule,
                "CA:FALSE where the profile leaves it out",
                recipe -> recipe.add(Extension.basicConstraints, true, new BasicConstraints(false)));
        full(rule, "no CA:FALSE where the profile promises it", recipe -> recipe.remove(Extension.basicConstraints));
        authority(rule, "no path length", true, new BasicConstraints(true));
        authority(rule, "a longer path", true, new BasicConstraints(1));
        authority(rule, "not critical", false, new BasicConstraints(0));
        cases.add(RuleCase.of(
                rule,
                "a CA without any",
                TbsRecipe::issuingAuthority,
                recipe -> recipe.remove(Extension.basicConstraints)));
    }

    private void authority(String rule, String what, boolean critical, BasicConstraints constraints) {
        cases.add(RuleCase.of(
                rule,
                what,
                TbsRecipe::issuingAuthority,
                recipe -> recipe.replace(Extension.basicConstraints, critical, constraints)));
    }

    private void identifiers() {
        subscriber(
                "lint.subject-key-identifier",
                "of another key",
                recipe ->
                        recipe.replace(Extension.subjectKeyIdentifier, false, new SubjectKeyIdentifier(new byte[20])));
        subscriber("lint.subject-key-identifier", "none", recipe -> recipe.remove(Extension.subjectKeyIdentifier));
        String rule = "lint.authority-key-identifier";
        subscriber(
                rule,
                "of another key",
                recipe -> recipe.replace(
                        Extension.authorityKeyIdentifier, false, new AuthorityKeyIdentifier(new byte[20])));
        subscriber(rule, "none", recipe -> recipe.remove(Extension.authorityKeyIdentifier));
        subscriber(
                rule,
                "with a certificate",
                recipe -> recipe.replace(
                        Extension.authorityKeyIdentifier,
                        false,
                        new AuthorityKeyIdentifier(
                                recipe.issuer.keyIdentifier(),
                                new GeneralNames(new GeneralName(TbsRecipe.named("Induk"))),
                                BigInteger.TEN)));
    }

    private void policies() {
        subscriber(
                "lint.policies",
                "another one",
                recipe -> recipe.replace(Extension.certificatePolicies, false, TbsRecipe.policies("2.16.360.1.2.1.1")));
        full(
                "lint.policies",
                "without its qualifiers",
                recipe -> recipe.replace(
                        Extension.certificatePolicies,
                        false,
                        policies(
                                policy("2.16.360.1.2.1.1"),
                                policy("2.25.229393928576792017122486961842499126000.2.1"))));
        String form = "lint.policy-form";
        subscriber(
                form,
                "anyPolicy in a leaf",
                recipe -> recipe.replace(Extension.certificatePolicies, false, TbsRecipe.policies("2.5.29.32.0")));
        subscriber(
                form,
                "one twice",
                recipe -> recipe.replace(
                        Extension.certificatePolicies, false, policies(policy("2.16.360.1"), policy("2.16.360.1"))));
        qualifier("a CPS by ftp", "1.3.6.1.5.5.7.2.1", new DERIA5String("ftp://ca.example/cps"));
        qualifier("a CPS in UTF8String", "1.3.6.1.5.5.7.2.1", new DERUTF8String("http://ca.example/cps"));
        qualifier("a notice too long", "1.3.6.1.5.5.7.2.2", notice(new DERUTF8String("n".repeat(201))));
        qualifier("a notice in IA5String", "1.3.6.1.5.5.7.2.2", notice(new DERIA5String("catatan")));
        qualifier("a qualifier of another kind", "1.3.6.1.5.5.7.2.3", DERNull.INSTANCE);
    }

    private void qualifier(String what, String kind, ASN1Encodable qualifier) {
        subscriber(
                "lint.policy-form",
                what,
                recipe -> recipe.replace(
                        Extension.certificatePolicies,
                        false,
                        policies(LintProfiles.sequence(
                                LintProfiles.oid("2.16.360.1.2.1.1"),
                                LintProfiles.sequence(LintProfiles.sequence(LintProfiles.oid(kind), qualifier))))));
    }

    private static DERSequence notice(ASN1Encodable text) {
        return LintProfiles.sequence(text);
    }

    private static DERSequence policy(String oid) {
        return LintProfiles.sequence(LintProfiles.oid(oid));
    }

    private static DERSequence policies(DERSequence... policies) {
        return LintProfiles.sequence(policies);
    }

    private void pointers() {
        String crl = "lint.crl-distribution-point";
        subscriber(
                crl,
                "another shard",
                recipe -> recipe.replace(
                        Extension.cRLDistributionPoints,
                        false,
                        TbsRecipe.distributionPoint(TbsRecipe.BASE + "/pki/uji/1.crl")));
        subscriber(crl, "none", recipe -> recipe.remove(Extension.cRLDistributionPoints));
        for (String url :
                List.of("https://ca.example/0.crl", "ldap://ca.example/cn=crl", "http:///0.crl", "http://a b/")) {
            subscriber(crl, url + ", even where it is promised", recipe -> {
                recipe.replace(Extension.cRLDistributionPoints, false, TbsRecipe.distributionPoint(url));
                recipe.promiseLocations(List.of(url), recipe.promise.ocspUrls(), recipe.promise.caIssuersUrls());
            });
        }
        String access = "lint.authority-information-access";
        subscriber(
                access,
                "exchanged locations",
                recipe -> recipe.replace(
                        Extension.authorityInfoAccess,
                        false,
                        TbsRecipe.access(TbsRecipe.BASE + "/pki/uji.crt", TbsRecipe.BASE + "/pki/ocsp")));
        subscriber(access, "ldap, even where it is promised", recipe -> {
            recipe.replace(
                    Extension.authorityInfoAccess,
                    false,
                    TbsRecipe.access(TbsRecipe.BASE + "/pki/ocsp", "ldap://ca.example/cn=uji"));
            recipe.promiseLocations(
                    recipe.promise.crlUrls(), recipe.promise.ocspUrls(), List.of("ldap://ca.example/cn=uji"));
        });
    }

    private void alternativeName() {
        String rule = "lint.subject-alternative-name";
        subscriber(
                rule,
                "another address",
                recipe -> recipe.replace(Extension.subjectAlternativeName, false, mail("lain@instansi.example")));
        subscriber(
                rule,
                "a host beside the address",
                recipe -> recipe.replace(Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName[] {
                    new GeneralName(GeneralName.rfc822Name, TbsRecipe.EMAIL),
                    new GeneralName(GeneralName.dNSName, "instansi.example")
                })));
        for (String address : List.of(
                "siti",
                "@instansi.example",
                "siti@",
                "Siti <siti@instansi.example>",
                "siti@-a.example",
                "a..b@c.example")) {
            subscriber("lint.mail-address", address, recipe -> {
                recipe.replace(Extension.subjectAlternativeName, false, mail(address));
                recipe.promiseEmail(address);
            });
        }
        full(
                "lint.mail-address",
                "an ASCII local part as SmtpUTF8Mailbox",
                recipe -> recipe.replace(Extension.subjectAlternativeName, false, mailbox(TbsRecipe.EMAIL)));
        full(
                "lint.mail-address",
                "a domain in U-labels",
                recipe -> recipe.replace(
                        Extension.subjectAlternativeName, false, mailbox("sit\u00ef@instans\u00ef.example")));
        full(
                "lint.mail-address",
                "an otherName of another kind",
                recipe -> recipe.replace(
                        Extension.subjectAlternativeName,
                        false,
                        other("1.3.6.1.4.1.311.20.2.3", "siti@instansi.example")));
    }

    static GeneralNames mailbox(String address) {
        return other("1.3.6.1.5.5.7.8.9", address);
    }

    private static GeneralNames other(String kind, String text) {
        return new GeneralNames(new GeneralName(
                GeneralName.otherName,
                LintProfiles.sequence(
                        LintProfiles.oid(kind),
                        new org.bouncycastle.asn1.DERTaggedObject(true, 0, new DERUTF8String(text)))));
    }

    private static GeneralNames mail(String address) {
        return new GeneralNames(new GeneralName(GeneralName.rfc822Name, address));
    }

    private void others() {
        String noCheck = "lint.ocsp-no-check";
        subscriber(
                noCheck,
                "in a person's certificate",
                recipe -> recipe.add(OCSPObjectIdentifiers.id_pkix_ocsp_nocheck, false, DERNull.INSTANCE));
        cases.add(RuleCase.of(
                noCheck,
                "not NULL",
                TbsRecipe::responder,
                recipe -> recipe.replace(OCSPObjectIdentifiers.id_pkix_ocsp_nocheck, false, new DERSequence())));
        cases.add(RuleCase.of(
                noCheck,
                "without OCSPSigning",
                TbsRecipe::responder,
                recipe -> purposes(recipe, false, KeyPurposeId.id_kp_clientAuth)));
        cases.add(RuleCase.of(
                noCheck,
                "none in a responder's",
                TbsRecipe::responder,
                recipe -> recipe.remove(OCSPObjectIdentifiers.id_pkix_ocsp_nocheck)));
        full(
                "lint.qc-statements",
                "one too few",
                recipe -> recipe.replace(Extension.qCStatements, false, policies(policy("0.4.0.1862.1.1"))));
        subscriber(
                "lint.qc-statements",
                "in a profile without any",
                recipe -> recipe.add(Extension.qCStatements, false, policies(policy("0.4.0.1862.1.1"))));
        full("lint.custom-extensions", "missing", recipe -> recipe.remove(LintProfiles.oid(LintProfiles.CUSTOM)));
        full(
                "lint.custom-extensions",
                "another value",
                recipe -> recipe.replace(LintProfiles.oid(LintProfiles.CUSTOM), true, new DERUTF8String("lain")));
    }

    static SubjectPublicKeyInfo rsaKey() {
        return SubjectPublicKeyInfo.getInstance(RSA.getEncoded());
    }
}
