package id.segel.ca.lint.rule;

import id.segel.ca.lint.LintSubject;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;

/** keyCertSign stands in CA certificates and in no other, and a path length only beside both. */
final class KeyUsageAuthorityRule extends NamedRule {
    KeyUsageAuthorityRule() {
        super(
                "lint.key-usage-authority",
                "keyCertSign stands in CA certificates and in no other, cRLSign only there too, a path length only beside both.",
                "RFC 5280 4.2.1.3 and 4.2.1.9; incidents 24",
                RFC_5280);
    }

    @Override
    public List<String> check(LintSubject subject) {
        ASN1Encodable constraintsValue = subject.extensionValue(Extension.basicConstraints);
        ASN1Encodable usageValue = subject.extensionValue(Extension.keyUsage);
        BasicConstraints constraints = BasicConstraints.getInstance(constraintsValue);
        KeyUsage usage = KeyUsage.getInstance(usageValue);
        boolean authority = constraints != null && constraints.isCA();
        boolean signs = usage != null && usage.hasUsages(KeyUsage.keyCertSign);
        List<String> faults = new ArrayList<>();
        if (authority != signs) {
            faults.add("basic constraints say CA:" + authority + ", but keyCertSign is " + (signs ? "set" : "not set"));
        }
        if (!authority && usage != null && usage.hasUsages(KeyUsage.cRLSign)) {
            faults.add("cRLSign is set in a certificate that is not a CA's");
        }
        if (constraints != null && constraints.getPathLenConstraintInteger() != null && !(authority && signs)) {
            faults.add("there is a path length, but not CA:true with keyCertSign");
        }
        return faults;
    }
}
