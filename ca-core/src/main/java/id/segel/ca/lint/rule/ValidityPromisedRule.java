package id.segel.ca.lint.rule;

import id.segel.ca.lint.LintSubject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The validity is the one that was approved. */
final class ValidityPromisedRule extends NamedRule {
    ValidityPromisedRule() {
        super("lint.validity-promised", "The validity is the one that was approved.", "RFC 5280 4.1.2.5", PROFILES);
    }

    @Override
    public List<String> check(LintSubject subject) {
        Instant notBefore = subject.notBefore();
        Instant notAfter = subject.notAfter();
        List<String> faults = new ArrayList<>();
        if (!notBefore.equals(subject.promise().notBefore())) {
            faults.add(
                    "notBefore is " + notBefore + ", not " + subject.promise().notBefore());
        }
        if (!notAfter.equals(subject.promise().notAfter())) {
            faults.add("notAfter is " + notAfter + ", not " + subject.promise().notAfter());
        }
        return faults;
    }
}
