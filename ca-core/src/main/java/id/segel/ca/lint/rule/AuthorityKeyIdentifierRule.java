package id.segel.ca.lint.rule;

import id.segel.ca.lint.LintSubject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.Extension;

/** The authority key identifier is the issuer's subject key identifier and nothing else. */
final class AuthorityKeyIdentifierRule extends NamedRule {
    AuthorityKeyIdentifierRule() {
        super(
                "lint.authority-key-identifier",
                "The authority key identifier is the issuer's subject key identifier and nothing else.",
                "RFC 5280 4.2.1.1",
                RFC_5280);
    }

    @Override
    public List<String> check(LintSubject subject) {
        ASN1Encodable value = subject.extensionValue(Extension.authorityKeyIdentifier);
        byte[] issuerKey = subject.issuer().keyIdentifier();
        if (value == null) {
            return issuerKey == null ? List.of() : List.of("there is no authority key identifier");
        }
        AuthorityKeyIdentifier found = AuthorityKeyIdentifier.getInstance(value);
        byte[] expected = issuerKey == null ? SubjectKeyIdentifierRule.of(subject) : issuerKey;
        List<String> faults = new ArrayList<>();
        byte[] key = found.getKeyIdentifierOctets();
        if (key == null || !Arrays.equals(key, expected)) {
            faults.add("the authority key identifier is " + (key == null ? "without a key" : hex(key)) + ", not "
                    + hex(expected));
        }
        if (found.getAuthorityCertIssuer() != null || found.getAuthorityCertSerialNumber() != null) {
            faults.add("the authority key identifier names a certificate, which ties it to one of the issuer's");
        }
        return faults;
    }
}
