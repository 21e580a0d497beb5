package id.segel.ca.lint.rule;

import id.segel.ca.lint.LintSubject;
import java.util.ArrayList;
import java.util.List;

/** The extensions stand in the one order every certificate has. */
final class ExtensionOrderRule extends NamedRule {
    ExtensionOrderRule() {
        super(
                "lint.extension-order",
                "The extensions stand in the one order every certificate has.",
                "the profile; incidents 6 (same serial, another order)",
                LANGUAGE);
    }

    @Override
    public List<String> check(LintSubject subject) {
        List<String> found = new ArrayList<>(FoundExtension.of(subject).stream()
                .map(FoundExtension::oid)
                .distinct()
                .toList());
        List<String> promised = new ArrayList<>(PromisedExtensions.of(subject).stream()
                .map(PromisedExtension::oid)
                .toList());
        // What is missing or too much is another rule's.
        List<String> all = List.copyOf(promised);
        promised.retainAll(found);
        found.retainAll(all);
        return found.equals(promised)
                ? List.of()
                : List.of("the extensions stand in the order " + found + ", not " + promised);
    }
}
