package id.segel.ca.lint.rule;

import id.segel.ca.lint.LintSubject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The validity is as long as the profile says, the last second included. */
final class ValidityLengthRule extends NamedRule {
    ValidityLengthRule() {
        super(
                "lint.validity-length",
                "The validity is as long as the profile says, the last second included.",
                "RFC 5280 4.1.2.5 (both dates inclusive); the profile",
                PROFILES);
    }

    @Override
    public List<String> check(LintSubject subject) {
        Instant notBefore = subject.notBefore();
        Instant notAfter = subject.notAfter();
        Duration found = Duration.between(notBefore, notAfter).plusSeconds(1);
        return found.equals(subject.profile().validity())
                ? List.of()
                : List.of("the certificate is valid for " + found.toSeconds() + " s, but the profile "
                        + subject.profile().name() + " says "
                        + subject.profile().validity().toSeconds() + " s");
    }
}
