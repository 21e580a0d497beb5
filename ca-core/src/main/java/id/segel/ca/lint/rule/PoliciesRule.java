package id.segel.ca.lint.rule;

import id.segel.ca.lint.LintSubject;
import id.segel.ca.profile.PolicyTerms;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.PolicyInformation;
import org.bouncycastle.asn1.x509.PolicyQualifierInfo;

/** The certificate policies are the profile's, in its order, with its qualifiers. */
final class PoliciesRule extends NamedRule {
    PoliciesRule() {
        super(
                "lint.policies",
                "The certificate policies are the profile's, in its order, with its qualifiers.",
                "RFC 5280 4.2.1.4; the profile",
                PROFILES);
    }

    @Override
    public List<String> check(LintSubject subject) {
        List<String> found = new ArrayList<>();
        ASN1Encodable value = subject.extensionValue(Extension.certificatePolicies);
        if (value != null) {
            for (PolicyInformation policy :
                    CertificatePolicies.getInstance(value).getPolicyInformation()) {
                found.add(policy.getPolicyIdentifier().getId() + qualifiers(policy));
            }
        }
        List<String> expected =
                subject.profile().policyTerms().stream().map(PoliciesRule::text).toList();
        return found.equals(expected)
                ? List.of()
                : List.of("the policies are " + found + ", but the profile promises " + expected);
    }

    private static String qualifiers(PolicyInformation policy) {
        StringBuilder text = new StringBuilder();
        ASN1Sequence qualifiers = policy.getPolicyQualifiers();
        if (qualifiers != null) {
            for (ASN1Encodable each : qualifiers) {
                ASN1Encodable qualifier = PolicyQualifierInfo.getInstance(each).getQualifier();
                text.append(" with ").append(qualifier);
            }
        }
        return text.toString();
    }

    private static String text(PolicyTerms terms) {
        return terms.oid()
                + (terms.cps() == null ? "" : " with " + terms.cps())
                + (terms.userNotice() == null ? "" : " with [" + terms.userNotice() + "]");
    }
}
