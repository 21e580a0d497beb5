package id.segel.ca.lint.rule;

import id.segel.ca.lint.LintSubject;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;

/** What the subject says can be seen: no NUL, control, bidirectional, zero-width or unassigned characters, and NFC. */
final class SubjectCharactersRule extends NamedRule {
    SubjectCharactersRule() {
        super(
                "lint.subject-characters",
                "What the subject says can be seen: no NUL, control, bidirectional, zero-width or unassigned characters, and in NFC.",
                "RFC 5280 4.1.2.4 and 7.1 (RFC 4518 2.3 and 2.4); domain notes 3.2",
                PROFILES);
    }

    @Override
    public List<String> check(LintSubject subject) {
        List<String> faults = new ArrayList<>();
        for (SubjectAttributes.Attribute attribute : SubjectAttributes.of(subject)) {
            if (attribute.text().codePoints().anyMatch(SubjectCharactersRule::isHidden)) {
                faults.add("the subject attribute " + attribute.oid() + " has a character that cannot be seen");
            } else if (!Normalizer.isNormalized(attribute.text(), Normalizer.Form.NFC)) {
                faults.add("the subject attribute " + attribute.oid() + " is not in normalisation form C");
            }
        }
        return faults;
    }

    private static boolean isHidden(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            // What a parser puts for octets that are no UTF-8.
            default -> c == 0xFFFD;
        };
    }
}
