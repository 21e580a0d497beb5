package id.segel.ca.lint.rule;

import id.segel.ca.lint.LintSubject;
import id.segel.ca.profile.CertificateProfile;
import java.math.BigInteger;
import java.util.List;

/** The public key is one the profile takes: RSA length and exponent 65537, curve, Ed25519. */
final class PublicKeyRulesRule extends NamedRule {
    private static final BigInteger EXPONENT = BigInteger.valueOf(65537);

    PublicKeyRulesRule() {
        super(
                "lint.public-key-rules",
                "The public key is one the profile takes: RSA of its lengths with exponent 65537, its curves, Ed25519 where it says so.",
                "the profile; domain notes 1.2 (RFC 3647 6.1)",
                LANGUAGE);
    }

    @Override
    public List<String> check(LintSubject subject) {
        CertificateProfile profile = subject.profile();
        SubjectKey key = SubjectKey.of(subject.subjectPublicKeyInfoBytes());
        return switch (key.kind()) {
            case RSA -> rsa(profile, key);
            case EC -> {
                String curve = key.curve();
                yield curve != null && profile.keyRules().curves().contains(curve) ? List.of() : refused(profile, key);
            }
            case ED25519 -> profile.ed25519Allowed() ? List.of() : refused(profile, key);
            case OTHER -> refused(profile, key);
        };
    }

    private static List<String> rsa(CertificateProfile profile, SubjectKey key) {
        int bits = key.rsa().getModulus().bitLength();
        if (!profile.keyRules().rsaAllowed()
                || bits < profile.keyRules().rsaMinBits()
                || bits > profile.keyRules().rsaMaxBits()) {
            return List.of("the profile " + profile.name() + " does not take an RSA key of " + bits + " bits");
        }
        return key.rsa().getPublicExponent().equals(EXPONENT)
                ? List.of()
                : List.of("the exponent of the RSA key is not 65537");
    }

    private static List<String> refused(CertificateProfile profile, SubjectKey key) {
        return List.of("the profile " + profile.name() + " does not take this key, " + key);
    }
}
