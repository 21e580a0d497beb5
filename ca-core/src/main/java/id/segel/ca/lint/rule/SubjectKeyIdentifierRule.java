package id.segel.ca.lint.rule;

import id.segel.ca.lint.LintSubject;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;

/** The subject key identifier is the SHA-1 of the key's bits. */
final class SubjectKeyIdentifierRule extends NamedRule {
    SubjectKeyIdentifierRule() {
        super(
                "lint.subject-key-identifier",
                "The subject key identifier is the SHA-1 of the key's bits.",
                "RFC 5280 4.2.1.2 method (1)",
                RFC_5280);
    }

    @Override
    public List<String> check(LintSubject subject) {
        ASN1Encodable value = subject.extensionValue(Extension.subjectKeyIdentifier);
        if (value == null) {
            return List.of("there is no subject key identifier");
        }
        byte[] found = SubjectKeyIdentifier.getInstance(value).getKeyIdentifier();
        byte[] expected = of(subject);
        return Arrays.equals(found, expected)
                ? List.of()
                : List.of("the subject key identifier is " + hex(found) + ", not " + hex(expected));
    }

    /** SHA-1 names the key here and protects nothing. */
    static byte[] of(LintSubject subject) {
        byte[] bits = subject.certificate()
                .getSubjectPublicKeyInfo()
                .getPublicKeyData()
                .getOctets();
        return sha1(bits);
    }

    static byte[] sha1(byte[] bits) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(bits);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }
}
