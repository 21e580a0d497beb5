package id.segel.ca.lint.rule;

import static id.segel.ca.lint.rule.DerWriter.oid;
import static id.segel.ca.lint.rule.DerWriter.sequence;
import static id.segel.ca.lint.rule.DerWriter.text;
import static id.segel.ca.lint.rule.DerWriter.value;

import id.segel.ca.lint.LintIssuer;
import id.segel.ca.lint.LintPromise;
import id.segel.ca.lint.LintSubject;
import id.segel.ca.profile.CertificateProfile;
import id.segel.ca.profile.CustomExtension;
import id.segel.ca.profile.PolicyTerms;
import id.segel.ca.profile.QcTerms;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/**
 * The extensions a certificate must have, in their order and to the octet, from profile, issuer and approval alone. Knows
 * nothing of the code that encodes certificates: what both say alike was said twice.
 */
final class PromisedExtensions {
    static final String AUTHORITY_KEY_IDENTIFIER = "2.5.29.35";
    static final String SUBJECT_KEY_IDENTIFIER = "2.5.29.14";
    static final String KEY_USAGE = "2.5.29.15";
    static final String BASIC_CONSTRAINTS = "2.5.29.19";
    static final String EXTENDED_KEY_USAGE = "2.5.29.37";
    static final String CERTIFICATE_POLICIES = "2.5.29.32";
    static final String SUBJECT_ALTERNATIVE_NAME = "2.5.29.17";
    static final String CRL_DISTRIBUTION_POINTS = "2.5.29.31";
    static final String AUTHORITY_INFORMATION_ACCESS = "1.3.6.1.5.5.7.1.1";
    static final String OCSP_NO_CHECK = "1.3.6.1.5.5.7.48.1.5";
    static final String QC_STATEMENTS = "1.3.6.1.5.5.7.1.3";

    /** RFC 5280 4.2.1.3: bit 0 is the highest of the first octet. */
    private static final Map<String, Integer> USAGE_BITS = Map.of(
            "digitalSignature", 0x80,
            "nonRepudiation", 0x40,
            "keyEncipherment", 0x20,
            "dataEncipherment", 0x10,
            "keyAgreement", 0x08,
            "keyCertSign", 0x04,
            "cRLSign", 0x02);

    private static final Map<String, String> QC_TYPES =
            Map.of("esign", "0.4.0.1862.1.6.1", "eseal", "0.4.0.1862.1.6.2", "web", "0.4.0.1862.1.6.3");

    private final CertificateProfile profile;
    private final LintIssuer issuer;
    private final LintPromise promise;
    private final List<PromisedExtension> promised = new ArrayList<>();

    private PromisedExtensions(LintSubject subject) {
        this.profile = subject.profile();
        this.issuer = subject.issuer();
        this.promise = subject.promise();
    }

    static List<PromisedExtension> of(LintSubject subject) {
        PromisedExtensions extensions = new PromisedExtensions(subject);
        extensions.keys();
        extensions.uses();
        extensions.names();
        extensions.pointers();
        extensions.others();
        return List.copyOf(extensions.promised);
    }

    private void add(String name, String oid, boolean critical, byte[] value) {
        promised.add(new PromisedExtension(name, oid, critical, value));
    }

    private void keys() {
        byte[] issuerKey = issuer.keyIdentifier();
        if (issuerKey != null) {
            // keyIdentifier [0] IMPLICIT OCTET STRING, and nothing beside it.
            add("authority key identifier", AUTHORITY_KEY_IDENTIFIER, false, sequence(value(0x80, issuerKey)));
        }
        byte[] bits = SubjectPublicKeyInfo.getInstance(promise.subjectPublicKeyInfo())
                .getPublicKeyData()
                .getOctets();
        add(
                "subject key identifier",
                SUBJECT_KEY_IDENTIFIER,
                false,
                value(DerWriter.OCTET_STRING, SubjectKeyIdentifierRule.sha1(bits)));
    }

    private void uses() {
        int bits = 0;
        for (String usage : profile.keyUsage()) {
            bits |= USAGE_BITS.getOrDefault(usage, 0);
        }
        if (bits != 0) {
            add("key usage", KEY_USAGE, profile.isKeyUsageCritical(), DerWriter.namedBits(bits));
        }
        if (profile.isCertificationAuthority()) {
            Integer length = profile.pathLength();
            byte[] constraints = length == null
                    ? sequence(DerWriter.isTrue())
                    : sequence(DerWriter.isTrue(), DerWriter.integer(length));
            add("basic constraints", BASIC_CONSTRAINTS, true, constraints);
        } else if (profile.deniesAuthority()) {
            // cA is DEFAULT FALSE and then left out.
            add("basic constraints", BASIC_CONSTRAINTS, true, sequence());
        }
        if (!profile.extendedKeyUsage().isEmpty()) {
            add(
                    "extended key usage",
                    EXTENDED_KEY_USAGE,
                    profile.isExtendedKeyUsageCritical(),
                    sequence(profile.extendedKeyUsage().stream()
                            .map(DerWriter::oid)
                            .toArray(byte[][]::new)));
        }
        if (!profile.policyTerms().isEmpty()) {
            add(
                    "certificate policies",
                    CERTIFICATE_POLICIES,
                    false,
                    sequence(profile.policyTerms().stream()
                            .map(PromisedExtensions::policy)
                            .toArray(byte[][]::new)));
        }
    }

    private static byte[] policy(PolicyTerms terms) {
        List<byte[]> qualifiers = new ArrayList<>();
        if (terms.cps() != null) {
            qualifiers.add(sequence(oid("1.3.6.1.5.5.7.2.1"), text(DerWriter.IA5_STRING, terms.cps())));
        }
        if (terms.userNotice() != null) {
            qualifiers.add(
                    sequence(oid("1.3.6.1.5.5.7.2.2"), sequence(text(DerWriter.UTF8_STRING, terms.userNotice()))));
        }
        return qualifiers.isEmpty()
                ? sequence(oid(terms.oid()))
                : sequence(oid(terms.oid()), sequence(qualifiers.toArray(byte[][]::new)));
    }

    private void names() {
        String address = promise.email();
        if (profile.rfc822NameField() == null || address == null) {
            return;
        }
        boolean ascii = address.chars().allMatch(c -> c < 0x80);
        byte[] name = ascii
                ? text(0x81, address)
                : value(
                        0xA0,
                        oid(MailAddressRule.SMTP_UTF8_MAILBOX),
                        value(0xA0, text(DerWriter.UTF8_STRING, address)));
        add("subject alternative name", SUBJECT_ALTERNATIVE_NAME, false, sequence(name));
    }

    private void pointers() {
        if (profile.hasCrlDistributionPoint()) {
            add(
                    "CRL distribution points",
                    CRL_DISTRIBUTION_POINTS,
                    false,
                    sequence(promise.crlUrls().stream()
                            .map(url -> sequence(value(0xA0, value(0xA0, text(0x86, url)))))
                            .toArray(byte[][]::new)));
        }
        List<byte[]> locations = new ArrayList<>();
        if (profile.hasOcspLocation()) {
            promise.ocspUrls().forEach(url -> locations.add(sequence(oid("1.3.6.1.5.5.7.48.1"), text(0x86, url))));
        }
        if (profile.hasCaIssuersLocation()) {
            promise.caIssuersUrls().forEach(url -> locations.add(sequence(oid("1.3.6.1.5.5.7.48.2"), text(0x86, url))));
        }
        if (profile.hasAuthorityInformationAccess()) {
            add(
                    "authority information access",
                    AUTHORITY_INFORMATION_ACCESS,
                    false,
                    sequence(locations.toArray(byte[][]::new)));
        }
    }

    private void others() {
        if (profile.hasOcspNoCheck()) {
            add("OCSP nocheck", OCSP_NO_CHECK, false, value(DerWriter.NULL));
        }
        QcTerms terms = profile.qcTerms();
        if (terms != null) {
            add("QCStatements", QC_STATEMENTS, false, qcStatements(terms));
        }
        for (CustomExtension extension : profile.customExtensions()) {
            add("extension of the profile", extension.oid(), extension.critical(), extension.value());
        }
    }

    private static byte[] qcStatements(QcTerms terms) {
        List<byte[]> statements = new ArrayList<>();
        if (terms.compliance()) {
            statements.add(sequence(oid("0.4.0.1862.1.1")));
        }
        if (terms.sscd()) {
            statements.add(sequence(oid("0.4.0.1862.1.4")));
        }
        if (!terms.disclosures().isEmpty()) {
            byte[] places = sequence(terms.disclosures().stream()
                    .map(each -> sequence(
                            text(DerWriter.IA5_STRING, each.url()), text(DerWriter.PRINTABLE_STRING, each.language())))
                    .toArray(byte[][]::new));
            statements.add(sequence(oid("0.4.0.1862.1.5"), places));
        }
        if (!terms.types().isEmpty()) {
            byte[] types = sequence(terms.types().stream()
                    .map(type -> oid(QC_TYPES.getOrDefault(type, "0.0")))
                    .toArray(byte[][]::new));
            statements.add(sequence(oid("0.4.0.1862.1.6"), types));
        }
        return sequence(statements.toArray(byte[][]::new));
    }
}
