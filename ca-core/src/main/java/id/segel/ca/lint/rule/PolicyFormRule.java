package id.segel.ca.lint.rule;

import id.segel.ca.lint.LintSubject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1UTF8String;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.PolicyInformation;
import org.bouncycastle.asn1.x509.PolicyQualifierId;
import org.bouncycastle.asn1.x509.PolicyQualifierInfo;

/** Each policy is there once, anyPolicy only in CA certificates, and qualifiers are CPS addresses or plain notices. */
final class PolicyFormRule extends NamedRule {
    private static final String ANY_POLICY = "2.5.29.32.0";
    private static final int LONGEST_NOTICE = 200;

    PolicyFormRule() {
        super(
                "lint.policy-form",
                "Each policy is there once, anyPolicy only in CA certificates; a qualifier is a CPS address or a notice of at"
                        + " most 200 characters in UTF-8 without a reference.",
                "RFC 5280 4.2.1.4, RFC 6818 3",
                RFC_5280);
    }

    @Override
    public List<String> check(LintSubject subject) {
        ASN1Encodable value = subject.extensionValue(Extension.certificatePolicies);
        if (value == null) {
            return List.of();
        }
        List<String> faults = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (PolicyInformation policy : CertificatePolicies.getInstance(value).getPolicyInformation()) {
            String oid = policy.getPolicyIdentifier().getId();
            if (!seen.add(oid)) {
                faults.add("the policy " + oid + " is there twice");
            }
            if (oid.equals(ANY_POLICY) && !subject.profile().isCertificationAuthority()) {
                faults.add("anyPolicy is there, but the profile is not a CA's");
            }
            ASN1Sequence qualifiers = policy.getPolicyQualifiers();
            if (qualifiers != null) {
                qualifiers.forEach(each -> addFault(faults, oid, PolicyQualifierInfo.getInstance(each)));
            }
        }
        return faults;
    }

    private static void addFault(List<String> faults, String policy, PolicyQualifierInfo info) {
        ASN1Encodable qualifier = info.getQualifier();
        boolean holds;
        if (PolicyQualifierId.id_qt_cps.equals(info.getPolicyQualifierId())) {
            holds = qualifier instanceof ASN1IA5String address
                    && Locations.isAddress(address.getString(), Set.of("http", "https"));
        } else if (PolicyQualifierId.id_qt_unotice.equals(info.getPolicyQualifierId())) {
            holds = isPlainNotice(ASN1Sequence.getInstance(qualifier));
        } else {
            holds = false;
        }
        if (!holds) {
            faults.add("a qualifier of the policy " + policy + " is neither a CPS address nor a plain notice");
        }
    }

    private static boolean isPlainNotice(ASN1Sequence notice) {
        return notice.size() == 1
                && notice.getObjectAt(0) instanceof ASN1UTF8String text
                && !text.getString().isEmpty()
                && text.getString().codePointCount(0, text.getString().length()) <= LONGEST_NOTICE;
    }
}
