package id.segel.ca.lint.rule;

import id.segel.ca.lint.LintSubject;
import java.util.List;

/** The inner signature algorithm can be made with the issuer's key: RSA with RSA, each curve with its own hash. */
final class SignatureFitsKeyRule extends NamedRule {
    private static final String RSA = "06092a864886f70d0101";

    SignatureFitsKeyRule() {
        super(
                "lint.signature-fits-key",
                "The inner signature algorithm can be made with the issuer's key: RSA with RSA, each curve with its own hash.",
                "RFC 5280 4.1.1.2, RFC 4055 1.2, RFC 5758 3.2, FIPS 186-5 6",
                RFC_5280);
    }

    @Override
    public List<String> check(LintSubject subject) {
        SubjectKey key = SubjectKey.of(subject.issuerKey());
        String found = hex(subject.signatureBytes());
        boolean fits = switch (key.kind()) {
            case RSA -> found.startsWith("300d" + RSA) || found.startsWith("3041" + RSA);
            case EC ->
                "P-256".equals(key.curve()) && found.equals("300a06082a8648ce3d040302")
                        || "P-384".equals(key.curve()) && found.equals("300a06082a8648ce3d040303");
            case ED25519, OTHER -> false;
        };
        return fits ? List.of() : List.of("the signature field " + found + " does not fit the issuer's key, " + key);
    }
}
