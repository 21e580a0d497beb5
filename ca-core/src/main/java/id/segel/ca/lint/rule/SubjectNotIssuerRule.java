package id.segel.ca.lint.rule;

import id.segel.ca.lint.LintSubject;
import java.util.Arrays;
import java.util.List;

/** Only a CA certificate may have its issuer's name for a subject. */
final class SubjectNotIssuerRule extends NamedRule {
    SubjectNotIssuerRule() {
        super(
                "lint.subject-not-issuer",
                "Only a CA certificate may have its issuer's name for a subject.",
                "RFC 5280 3.2 (self-issued certificates are CA certificates)",
                RFC_5280);
    }

    @Override
    public List<String> check(LintSubject subject) {
        return !subject.profile().isCertificationAuthority()
                        && Arrays.equals(subject.subjectBytes(), subject.issuerBytes())
                ? List.of("the subject is the issuer's name, but the profile "
                        + subject.profile().name() + " is not a CA's")
                : List.of();
    }
}
