package id.segel.ca.lint.rule;

import id.segel.ca.lint.LintSubject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The certificate does not outlive its issuer'\''s and does not begin before it. */
final class ValidityWithinIssuerRule extends NamedRule {
    ValidityWithinIssuerRule() {
        super(
                "lint.validity-within-issuer",
                "The certificate does not outlive its issuer'\''s and does not begin before it.",
                "RFC 5280 6.1.3 (shell model); DESIGN 4 step 3",
                PROFILES);
    }

    @Override
    public List<String> check(LintSubject subject) {
        Instant issuerBegin = subject.issuer().notBefore();
        Instant issuerEnd = subject.issuer().notAfter();
        List<String> faults = new ArrayList<>();
        Instant notBefore = subject.notBefore();
        Instant notAfter = subject.notAfter();
        if (issuerBegin != null && notBefore.isBefore(issuerBegin)) {
            faults.add("notBefore is " + notBefore + ", before the issuer's " + issuerBegin);
        }
        if (issuerEnd != null && notAfter.isAfter(issuerEnd)) {
            faults.add("notAfter is " + notAfter + ", after the issuer's " + issuerEnd);
        }
        return faults;
    }
}
