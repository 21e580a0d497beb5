package id.segel.csr.check;

import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;

/** The two curves that are accepted, with the test whether a point lies on one (FIPS 186-5, SP 800-186 3.2.1). */
enum NistCurve {
    P256(
            "P-256",
            "secp256r1",
            32,
            "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff",
            "5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b"),
    P384(
            "P-384",
            "secp384r1",
            48,
            "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000000000000ffffffff",
            "b3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aef");

    private static final BigInteger THREE = BigInteger.valueOf(3);

    private final String curveName;
    private final int fieldOctets;
    private final BigInteger prime;
    private final BigInteger b;
    private final ECDomainParameters domain;

    NistCurve(String curveName, String secName, int fieldOctets, String prime, String b) {
        this.curveName = curveName;
        this.domain = new ECDomainParameters(CustomNamedCurves.getByName(secName));
        this.fieldOctets = fieldOctets;
        this.prime = new BigInteger(prime, 16);
        this.b = new BigInteger(b, 16);
    }

    static Optional<NistCurve> byName(String name) {
        return Arrays.stream(values()).filter(c -> c.curveName.equals(name)).findFirst();
    }

    /** Octets of an uncompressed point. */
    int pointOctets() {
        return 1 + 2 * fieldOctets;
    }

    /** SEC 1 2.3.3: 04, x, y. */
    boolean isUncompressed(byte[] point) {
        return point.length == pointOctets() && point[0] == 4;
    }

    /** SEC 1 2.3.3: a single zero octet. */
    static boolean isInfinity(byte[] point) {
        return point.length == 1 && point[0] == 0;
    }

    /**
     * True for an uncompressed point whose coordinates are less than p and satisfy y² = x³ − 3x + b. Both curves have
     * cofactor 1: the points form a group of prime order, so every point but infinity, which cannot be written this
     * way, has the right order, and multiplying by it could only say so once more.
     */
    boolean holds(byte[] point) {
        if (!isUncompressed(point)) {
            return false;
        }
        BigInteger x = new BigInteger(1, point, 1, fieldOctets);
        BigInteger y = new BigInteger(1, point, 1 + fieldOctets, fieldOctets);
        if (x.compareTo(prime) >= 0 || y.compareTo(prime) >= 0) {
            return false;
        }
        BigInteger right = x.multiply(x).subtract(THREE).multiply(x).add(b).mod(prime);
        return y.multiply(y).mod(prime).equals(right);
    }

    /**
     * Whether an ECDSA signature (RFC 3279 2.2.3) verifies with the key, which must be one that {@link #holds}. By
     * Bouncy Castle, because the JDK's own takes four times as long.
     *
     * @param hash of what was signed
     * @param signature SEQUENCE of r and s, anything whatever
     */
    boolean verifies(byte[] point, byte[] hash, byte[] signature) {
        BigInteger[] numbers;
        try {
            numbers = StandardDSAEncoding.INSTANCE.decode(domain.getN(), signature);
        } catch (IOException | RuntimeException e) {
            return false;
        }
        ECDSASigner verifier = new ECDSASigner();
        verifier.init(false, new ECPublicKeyParameters(domain.getCurve().decodePoint(point), domain));
        return verifier.verifySignature(hash, numbers[0], numbers[1]);
    }
}
