package id.segel.ca.lint.rule;

import id.segel.ca.lint.LintSubject;
import java.util.Arrays;
import java.util.List;

/** The subject is the approved name, byte for byte. */
final class SubjectNameRule extends NamedRule {
    SubjectNameRule() {
        super(
                "lint.subject-name",
                "The subject is the approved name, byte for byte.",
                "RFC 5280 4.1.2.6; SOP step 6",
                PROFILES);
    }

    @Override
    public List<String> check(LintSubject subject) {
        return Arrays.equals(subject.subjectBytes(), subject.promise().subject())
                ? List.of()
                : List.of("the subject is not the approved name byte for byte");
    }
}
