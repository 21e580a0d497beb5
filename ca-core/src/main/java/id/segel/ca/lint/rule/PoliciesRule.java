package id.segel.ca.lint.rule;

import id.segel.ca.lint.LintSubject;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.PolicyInformation;

/** The certificate policies are the profile's, in its order, without qualifiers. */
final class PoliciesRule extends NamedRule {
    PoliciesRule() {
        super(
                "lint.policies",
                "The certificate policies are the profile's, in its order, without qualifiers.",
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
                found.add(policy.getPolicyIdentifier().getId()
                        + (policy.getPolicyQualifiers() == null ? "" : " with qualifiers"));
            }
        }
        return found.equals(subject.profile().policies())
                ? List.of()
                : List.of("the policies are " + found + ", but the profile promises "
                        + subject.profile().policies());
    }
}
