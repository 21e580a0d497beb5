package id.segel.ca.lint.rule;

import id.segel.ca.lint.LintSubject;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.x509.Extension;

/** Every extension is critical or not as RFC 5280 and the profile have it. */
final class ExtensionCriticalityRule extends NamedRule {
    ExtensionCriticalityRule() {
        super(
                "lint.extension-criticality",
                "Every extension is critical or not as RFC 5280 and the profile have it.",
                "RFC 5280 4.2.1 and 4.2.2, RFC 6960 4.2.2.2.1",
                RFC_5280);
    }

    @Override
    public List<String> check(LintSubject subject) {
        List<String> faults = new ArrayList<>();
        for (PromisedExtension promised : PromisedExtension.values()) {
            Extension extension = subject.extension(promised.type());
            if (extension != null && !promised.isCriticalAsItShould(extension.isCritical(), subject)) {
                faults.add(
                        "the extension " + promised + " is " + (extension.isCritical() ? "critical" : "not critical"));
            }
        }
        return faults;
    }
}
