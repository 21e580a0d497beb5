package id.segel.ca.lint.rule;

import id.segel.ca.lint.LintSubject;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.Extension;

/** Every extension is critical or not as RFC 5280 and the profile have it. */
final class ExtensionCriticalityRule extends NamedRule {
    ExtensionCriticalityRule() {
        super(
                "lint.extension-criticality",
                "Every extension is critical or not as RFC 5280 and the profile have it.",
                "RFC 5280 4.2.1 and 4.2.2, RFC 6960 4.2.2.2.1; the profile",
                RFC_5280);
    }

    @Override
    public List<String> check(LintSubject subject) {
        List<String> faults = new ArrayList<>();
        for (PromisedExtension promised : PromisedExtensions.of(subject)) {
            Extension extension = subject.extension(new ASN1ObjectIdentifier(promised.oid()));
            if (extension != null && extension.isCritical() != promised.critical()) {
                faults.add("the " + promised + " is " + (extension.isCritical() ? "critical" : "not critical"));
            }
        }
        return faults;
    }
}
