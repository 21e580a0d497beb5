package id.segel.ca.lint.rule;

import id.segel.ca.lint.LintSubject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** No attribute of the subject is longer than its upper bound. */
final class SubjectLengthsRule extends NamedRule {
    private static final Map<String, Integer> BOUNDS = Map.of(
            SubjectAttributes.COUNTRY, 2,
            SubjectAttributes.SERIAL_NUMBER, 64,
            SubjectAttributes.COMMON_NAME, 64,
            SubjectAttributes.ORGANIZATION, 64,
            SubjectAttributes.ORGANIZATIONAL_UNIT, 64,
            SubjectAttributes.TITLE, 64,
            SubjectAttributes.LOCALITY, 128,
            SubjectAttributes.STATE, 128,
            SubjectAttributes.GIVEN_NAME, 32_768,
            SubjectAttributes.SURNAME, 32_768);

    SubjectLengthsRule() {
        super(
                "lint.subject-lengths",
                "No attribute of the subject has more characters than its upper bound, such as 64 for CN, O, OU and serialNumber.",
                "RFC 5280 Appendix A.1 (ub-common-name and the others)",
                RFC_5280);
    }

    @Override
    public List<String> check(LintSubject subject) {
        List<String> faults = new ArrayList<>();
        for (SubjectAttributes.Attribute attribute : SubjectAttributes.of(subject)) {
            int length = attribute.text().codePointCount(0, attribute.text().length());
            Integer most = BOUNDS.get(attribute.oid());
            if (most != null && length > most) {
                faults.add("the subject attribute " + attribute.oid() + " has " + length + " characters, more than "
                        + most);
            }
        }
        return faults;
    }
}
