package id.segel.ca.lint.rule;

import id.segel.ca.lint.LintSubject;
import java.util.Arrays;
import java.util.List;

/** The issuer is the subject of the issuer'\''s certificate, byte for byte. */
final class IssuerNameRule extends NamedRule {
    IssuerNameRule() {
        super(
                "lint.issuer-name",
                "The issuer is the subject of the issuer'\''s certificate, byte for byte.",
                "RFC 5280 4.1.2.4 and 7.1",
                RFC_5280);
    }

    @Override
    public List<String> check(LintSubject subject) {
        byte[] issuerSubject = subject.issuer().subject();
        byte[] expected = issuerSubject == null ? subject.subjectBytes() : issuerSubject;
        byte[] found = subject.issuerBytes();
        return Arrays.equals(found, expected)
                ? List.of()
                : List.of("the issuer is " + hex(found) + ", but the issuer's certificate has the subject "
                        + hex(expected));
    }
}
