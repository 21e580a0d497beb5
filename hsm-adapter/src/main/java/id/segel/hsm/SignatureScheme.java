package id.segel.hsm;

import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;

/**
 * How a message becomes a signature. The hash is made in Java, the raw signature in the token: PKCS#1 v1.5 and PSS of
 * RFC 8017 (salt as long as the hash, MGF1 with the same hash), ECDSA of FIPS 186-5 as a DER ECDSA-Sig-Value.
 * ECDSA_SHA256 goes with P-256 only and ECDSA_SHA384 with P-384 only.
 */
public enum SignatureScheme {
    RSA_PKCS1_SHA256(Family.RSA_PKCS1, "SHA-256", 32),
    RSA_PKCS1_SHA384(Family.RSA_PKCS1, "SHA-384", 48),
    RSA_PKCS1_SHA512(Family.RSA_PKCS1, "SHA-512", 64),
    RSA_PSS_SHA256(Family.RSA_PSS, "SHA-256", 32),
    RSA_PSS_SHA384(Family.RSA_PSS, "SHA-384", 48),
    RSA_PSS_SHA512(Family.RSA_PSS, "SHA-512", 64),
    ECDSA_SHA256(Family.ECDSA, "SHA-256", 32),
    ECDSA_SHA384(Family.ECDSA, "SHA-384", 48);

    /** What the three kinds of raw signature have in common across hashes. */
    enum Family {
        RSA_PKCS1,
        RSA_PSS,
        ECDSA
    }

    private final Family family;
    private final String digest;
    private final int digestLength;

    SignatureScheme(Family family, String digest, int digestLength) {
        this.family = family;
        this.digest = digest;
        this.digestLength = digestLength;
    }

    Family family() {
        return family;
    }

    /** The JCA name of the hash, such as {@code SHA-256}. */
    public String digest() {
        return digest;
    }

    /** Bytes of the hash. */
    int digestLength() {
        return digestLength;
    }

    /** Whether a signature of this scheme can be made with the private half of this key. */
    public boolean fits(PublicKey key) {
        if (key instanceof RSAPublicKey) {
            return family != Family.ECDSA;
        }
        if (key instanceof ECPublicKey ec) {
            int field = ec.getParams().getCurve().getField().getFieldSize();
            return family == Family.ECDSA && field == digestLength * 8;
        }
        return false;
    }

    /**
     * The scheme used where the caller has no preference: PKCS#1 v1.5 with SHA-256 for RSA, the curve's own hash for EC.
     *
     * @throws IllegalArgumentException for any other key
     */
    public static SignatureScheme standardFor(PublicKey key) {
        for (SignatureScheme scheme : new SignatureScheme[] {RSA_PKCS1_SHA256, ECDSA_SHA256, ECDSA_SHA384}) {
            if (scheme.fits(key)) {
                return scheme;
            }
        }
        throw new IllegalArgumentException("A key of algorithm " + key.getAlgorithm()
                + " cannot sign here. Use RSA with 2048 to 4096 bits, P-256 or P-384.");
    }
}
