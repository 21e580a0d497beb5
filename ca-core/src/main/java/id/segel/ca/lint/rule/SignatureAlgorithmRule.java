package id.segel.ca.lint.rule;

import id.segel.ca.lint.LintSubject;
import java.util.Arrays;
import java.util.List;

/** The inner signature algorithm is the one the issuer signs with. */
final class SignatureAlgorithmRule extends NamedRule {
    SignatureAlgorithmRule() {
        super(
                "lint.signature-algorithm",
                "The inner signature algorithm is the one the issuer signs with.",
                "RFC 5280 4.1.2.3 and 4.1.1.2, RFC 4055, RFC 5758",
                RFC_5280);
    }

    @Override
    public List<String> check(LintSubject subject) {
        byte[] expected = subject.issuer().algorithm();
        byte[] found = subject.signatureBytes();
        return Arrays.equals(found, expected)
                ? List.of()
                : List.of("the signature field is " + hex(found) + ", but the issuer signs with " + hex(expected));
    }
}
