package id.segel.ca.lint;

import id.segel.ca.profile.CertificateProfile;
import id.segel.ca.profile.PolicyTerms;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERUTF8String;

/** A profile that uses everything the language has, and its larger values encoded by hand. */
final class LintProfiles {
    static final String CUSTOM = "2.25.229393928576792017122486961842499126000.9.1";
    static final String FULL = """
            {
              "name": "lint-full",
              "version": 1,
              "kind": "SUBSCRIBER",
              "subject": [
                {"type": "C", "value": "ID"},
                {"type": "O", "from": "agency"},
                {"type": "OU", "from": "unit", "optional": true},
                {"type": "serialNumber", "from": "subscriberNumber"},
                {"type": "CN", "from": "fullName"}
              ],
              "subjectAlternativeName": {"rfc822Name": "email", "smtpUtf8Mailbox": true},
              "validitySeconds": 31536000,
              "renewalWindowSeconds": 2592000,
              "keyUsage": ["digitalSignature", "nonRepudiation"],
              "keyUsageCritical": false,
              "extendedKeyUsage": ["1.3.6.1.5.5.7.3.4", "1.3.6.1.5.5.7.3.36"],
              "extendedKeyUsageCritical": true,
              "policies": [
                {"oid": "2.16.360.1.2.1.1", "cps": "http://ca.example/cps.pdf", "userNotice": "Hanya untuk uji coba."},
                "2.25.229393928576792017122486961842499126000.2.1"
              ],
              "crlDistributionPoint": true,
              "authorityInformationAccess": {"ocsp": true, "caIssuers": true},
              "basicConstraints": "ca-false",
              "qcStatements": {
                "compliance": true,
                "sscd": true,
                "types": ["esign"],
                "disclosures": [{"url": "https://ca.example/pds-en.pdf", "language": "en"}]
              },
              "extensions": [
                {"oid": "2.25.229393928576792017122486961842499126000.9.1", "critical": true, "utf8String": "uji"},
                {"oid": "2.25.229393928576792017122486961842499126000.9.2", "der": "300602010102010a"},
                {"oid": "2.25.229393928576792017122486961842499126000.9.3", "null": true}
              ],
              "keyRules": {"rsaAllowed": true, "rsaMinBits": 2048, "rsaMaxBits": 4096, "curves": ["P-256", "P-384"],
                           "ed25519": true}
            }
            """;

    private LintProfiles() {}

    static CertificateProfile full() {
        return CertificateProfile.parse(FULL);
    }

    /** Everything, with one text in it replaced by another. */
    static CertificateProfile full(String wanted, String instead) {
        if (!FULL.contains(wanted)) {
            throw new IllegalArgumentException("the profile does not say " + wanted);
        }
        return CertificateProfile.parse(FULL.replace(wanted, instead));
    }

    static DERSequence policies(CertificateProfile profile) {
        ASN1EncodableVector policies = new ASN1EncodableVector();
        for (PolicyTerms terms : profile.policyTerms()) {
            ASN1EncodableVector qualifiers = new ASN1EncodableVector();
            if (terms.cps() != null) {
                qualifiers.add(sequence(oid("1.3.6.1.5.5.7.2.1"), new DERIA5String(terms.cps())));
            }
            if (terms.userNotice() != null) {
                qualifiers.add(sequence(oid("1.3.6.1.5.5.7.2.2"), sequence(new DERUTF8String(terms.userNotice()))));
            }
            policies.add(
                    qualifiers.size() == 0
                            ? sequence(oid(terms.oid()))
                            : sequence(oid(terms.oid()), new DERSequence(qualifiers)));
        }
        return new DERSequence(policies);
    }

    /** The statements of {@link #FULL}. */
    static DERSequence statements() {
        return sequence(
                sequence(oid("0.4.0.1862.1.1")),
                sequence(oid("0.4.0.1862.1.4")),
                sequence(
                        oid("0.4.0.1862.1.5"),
                        sequence(sequence(
                                new DERIA5String("https://ca.example/pds-en.pdf"), new DERPrintableString("en")))),
                sequence(oid("0.4.0.1862.1.6"), sequence(oid("0.4.0.1862.1.6.1"))));
    }

    static ASN1ObjectIdentifier oid(String dotted) {
        return new ASN1ObjectIdentifier(dotted);
    }

    static DERSequence sequence(ASN1Encodable... elements) {
        return new DERSequence(elements);
    }
}
