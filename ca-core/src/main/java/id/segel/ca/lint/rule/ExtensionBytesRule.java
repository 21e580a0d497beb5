package id.segel.ca.lint.rule;

import id.segel.ca.lint.LintSubject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Every extension is to the octet what profile, issuer and approval make it. */
final class ExtensionBytesRule extends NamedRule {
    ExtensionBytesRule() {
        super(
                "lint.extension-bytes",
                "Every extension is to the octet what profile, issuer and approval make it.",
                "the profile; incidents 9 (expected bytes compared)",
                LANGUAGE);
    }

    @Override
    public List<String> check(LintSubject subject) {
        Map<String, PromisedExtension> promised = PromisedExtensions.of(subject).stream()
                .collect(Collectors.toMap(PromisedExtension::oid, Function.identity()));
        List<String> faults = new ArrayList<>();
        for (FoundExtension extension : FoundExtension.of(subject)) {
            PromisedExtension expected = promised.get(extension.oid());
            if (expected != null && !expected.isSameAs(extension.encoded())) {
                // The octets may hold an e-mail address: the finding names the extension and does not repeat it.
                faults.add("the " + expected + " is not the promised one");
            }
        }
        return faults;
    }
}
