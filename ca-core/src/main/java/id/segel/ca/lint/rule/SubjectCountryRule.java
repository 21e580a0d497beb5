package id.segel.ca.lint.rule;

import id.segel.ca.lint.LintSubject;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A country in the subject is one of ISO 3166, in capital letters, and there is at most one. */
final class SubjectCountryRule extends NamedRule {
    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

    SubjectCountryRule() {
        super(
                "lint.subject-country",
                "A country in the subject is one of ISO 3166, in capital letters, and there is at most one.",
                "RFC 5280 Appendix A.1 (X520countryName), ITU-T X.520 6.3.1; EN 319 412-2 4.2.4",
                RFC_5280);
    }

    @Override
    public List<String> check(LintSubject subject) {
        List<String> found = SubjectAttributes.of(subject).stream()
                .filter(each -> each.oid().equals(SubjectAttributes.COUNTRY))
                .map(SubjectAttributes.Attribute::text)
                .toList();
        return found.size() <= 1 && COUNTRIES.containsAll(found)
                ? List.of()
                : List.of("the countries of the subject are " + found + ", not one of ISO 3166");
    }
}
