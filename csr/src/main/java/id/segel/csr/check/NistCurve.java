package id.segel.csr.check;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;

/** The two curves that are accepted, with the test whether a point lies on one (FIPS 186-5, SP 800-186 3.2.1). */
enum NistCurve {
    P256(
            "P-256",
            32,
            "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff",
            "5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b"),
    P384(
            "P-384",
            48,
            "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000000000000ffffffff",
            "b3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aef");

    private static final BigInteger THREE = BigInteger.valueOf(3);

    private final String curveName;
    private final int fieldOctets;
    private final BigInteger prime;
    private final BigInteger b;

    NistCurve(String curveName, int fieldOctets, String prime, String b) {
        this.curveName = curveName;
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

    /**
     * True for an uncompressed point that satisfies y² = x³ − 3x + b. Both curves have cofactor 1, so every such point
     * has the right order.
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
}
