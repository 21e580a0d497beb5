package id.segel.ca.lint.rule;

import id.segel.ca.lint.LintSubject;
import java.util.List;

/** There are no unique identifiers. */
final class UniqueIdentifiersRule extends NamedRule {
    UniqueIdentifiersRule() {
        super("lint.unique-identifiers", "There are no unique identifiers.", "RFC 5280 4.1.2.8", RFC_5280);
    }

    @Override
    public List<String> check(LintSubject subject) {
        return subject.hasUniqueIdentifiers()
                ? List.of("issuerUniqueID or subjectUniqueID is there; a conforming CA does not make them")
                : List.of();
    }
}
