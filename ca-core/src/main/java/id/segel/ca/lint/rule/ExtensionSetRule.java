package id.segel.ca.lint.rule;

import id.segel.ca.lint.LintSubject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The extensions are exactly those the profile promises, each once. */
final class ExtensionSetRule extends NamedRule {
    ExtensionSetRule() {
        super(
                "lint.extension-set",
                "The extensions are exactly those the profile promises, each once.",
                "RFC 5280 4.2; the profile",
                PROFILES);
    }

    @Override
    public List<String> check(LintSubject subject) {
        List<String> faults = new ArrayList<>();
        Set<String> found = new HashSet<>();
        for (FoundExtension extension : FoundExtension.of(subject)) {
            if (!found.add(extension.oid())) {
                faults.add("the extension " + extension.oid() + " is there twice");
            }
        }
        for (PromisedExtension extension : PromisedExtensions.of(subject)) {
            if (!found.remove(extension.oid())) {
                faults.add("the " + extension + " is missing");
            }
        }
        for (String oid : found) {
            faults.add("the extension " + oid + " is not in the profile");
        }
        return faults;
    }
}
