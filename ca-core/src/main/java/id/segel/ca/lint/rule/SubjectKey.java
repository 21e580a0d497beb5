package id.segel.ca.lint.rule;

import java.io.IOException;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.jspecify.annotations.Nullable;

/** A SubjectPublicKeyInfo as the rules about keys look at it. */
final class SubjectKey {
    /** What a key can be. */
    enum Kind {
        RSA,
        EC,
        ED25519,
        OTHER
    }

    private static final String P256 = "1.2.840.10045.3.1.7";
    private static final String P384 = "1.3.132.0.34";

    private final SubjectPublicKeyInfo info;
    private final Kind kind;

    private SubjectKey(SubjectPublicKeyInfo info) {
        this.info = info;
        this.kind = switch (info.getAlgorithm().getAlgorithm().getId()) {
            case "1.2.840.113549.1.1.1" -> Kind.RSA;
            case "1.2.840.10045.2.1" -> Kind.EC;
            case "1.3.101.112" -> Kind.ED25519;
            default -> Kind.OTHER;
        };
    }

    static SubjectKey of(byte[] der) {
        return new SubjectKey(SubjectPublicKeyInfo.getInstance(der));
    }

    Kind kind() {
        return kind;
    }

    String algorithm() {
        return info.getAlgorithm().getAlgorithm().getId();
    }

    @Nullable
    ASN1Encodable parameters() {
        return info.getAlgorithm().getParameters();
    }

    /** Content of the BIT STRING; it has no unused bits. */
    byte[] bits() {
        return info.getPublicKeyData().getOctets();
    }

    /** P-256 or P-384; null for any other curve or form. */
    @Nullable
    String curve() {
        if (!(parameters() instanceof ASN1ObjectIdentifier named)) {
            return null;
        }
        return switch (named.getId()) {
            case P256 -> "P-256";
            case P384 -> "P-384";
            default -> null;
        };
    }

    RSAPublicKey rsa() {
        try {
            return RSAPublicKey.getInstance(info.parsePublicKey());
        } catch (IOException e) {
            throw new IllegalArgumentException("the RSA key cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public String toString() {
        return kind == Kind.EC ? "EC " + curve() : kind.toString();
    }
}
