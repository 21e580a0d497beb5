package id.segel.ca.lint.rule;

import id.segel.ca.lint.LintSubject;
import java.util.List;
import org.bouncycastle.asn1.ASN1Null;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;

/** The public key is RSA with NULL, EC on a named curve with an uncompressed point, or Ed25519 without parameters. */
final class PublicKeyFormRule extends NamedRule {
    PublicKeyFormRule() {
        super(
                "lint.public-key-form",
                "The public key is RSA with NULL parameters, EC on the named curve P-256 or P-384 with an uncompressed point,"
                        + " or Ed25519 without parameters.",
                "RFC 3279 2.3.1, RFC 5480 2.1.1 and 2.2, RFC 8410 3",
                RFC_5280);
    }

    @Override
    public List<String> check(LintSubject subject) {
        SubjectKey key = SubjectKey.of(subject.subjectPublicKeyInfoBytes());
        return switch (key.kind()) {
            case RSA -> rsa(key);
            case EC -> ec(key);
            case ED25519 ->
                key.parameters() == null && key.bits().length == 32
                        ? List.of()
                        : List.of("the Ed25519 key has parameters or is not 32 octets");
            case OTHER -> List.of("the public key's algorithm " + key.algorithm() + " is not taken");
        };
    }

    private static List<String> rsa(SubjectKey key) {
        if (!(key.parameters() instanceof ASN1Null)) {
            return List.of("the parameters of the RSA key are not NULL");
        }
        RSAPublicKey rsa = key.rsa();
        return rsa.getModulus().signum() > 0 && rsa.getPublicExponent().signum() > 0
                ? List.of()
                : List.of("modulus or exponent of the RSA key is not positive");
    }

    private static List<String> ec(SubjectKey key) {
        String curve = key.curve();
        if (curve == null) {
            return List.of("the EC key is not on the named curve P-256 or P-384");
        }
        byte[] point = key.bits();
        int length = curve.equals("P-256") ? 65 : 97;
        return point.length == length && point[0] == 4
                ? List.of()
                : List.of("the EC key is no uncompressed point of " + curve);
    }
}
