package id.segel.ca.lint.rule;

import id.segel.ca.lint.LintSubject;
import java.util.Arrays;
import java.util.List;

/** The public key is the one of the CSR or ceremony, byte for byte. */
final class SubjectPublicKeyRule extends NamedRule {
    SubjectPublicKeyRule() {
        super(
                "lint.public-key",
                "The public key is the one of the CSR or ceremony, byte for byte.",
                "RFC 5280 4.1.2.7; SOP step 6",
                PROFILES);
    }

    @Override
    public List<String> check(LintSubject subject) {
        return Arrays.equals(
                        subject.subjectPublicKeyInfoBytes(), subject.promise().subjectPublicKeyInfo())
                ? List.of()
                : List.of("the public key is not the approved one");
    }
}
