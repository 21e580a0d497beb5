package id.segel.csr;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPrivateKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.asn1.x9.X9ECParameters;

/**
 * Makes public keys with one fault each. The RSA ones are real pairs: their signatures verify, as those of the faulty
 * keys out in the world do.
 */
final class WeakKeys {

    static final BigInteger F4 = BigInteger.valueOf(65537);
    static final ASN1ObjectIdentifier EC_PUBLIC_KEY = new ASN1ObjectIdentifier("1.2.840.10045.2.1");

    // Primes of 1024 bits as `openssl prime -generate -bits 1024 -hex` gives them, chosen so that p mod 3 = 2: then 3
    // is an exponent too. Finding them in every run would take longer than all tests here.
    private static final BigInteger P = hex(
            "faf9abb39612d460d299a27d54364da721dcaf3b371567ffa45a405a1c01ca2e",
            "128c2108497dd85959eeb40ea45e0186841461ab7656d898506c9eb8b0598a7b",
            "235ad4a55b1c405d60e9d2102a5936423ef66f6327c0c7be92aa8ebb1933ab08",
            "8dac66a47a4542d2393a6cdc5c70b46a881e75c78b77806753af9ca01b340d53");
    private static final BigInteger Q = hex(
            "d0ead403fd5c54b41090ab0a02dc57bbcea67a04c67226d0c5d797e3e125ff87",
            "a1ef7f278a78d5a77bc78aeec16fc240ed3828115670e56c697531bc23576e1d",
            "56f3378d79dba6dd0b134265722a73eee99fabe23a5cca1721ea4e3262ddff57",
            "ccaee90c9973408628ee395d62a078b1a181a663ef1173536e761ba818fc01e3");
    private static final BigInteger R = hex(
            "c41064ea7b3a9ea681a095cd6c78680ea52c5f6dea35e5faa7d7f49b80dafbae",
            "e4f4dcc0eb613e1aaa14553ffd784ca4ad98ca9daf2c74569853ba311fcf3b68",
            "566ef70a4f1fb78b4d933aed5eb3ade76284e42e0475138ad00b99b289a76fcf",
            "9aaa0d09c47497e51d06ddfb62b631c55001f446a80850255ae59bf5487f6b2f");

    /** One bit shorter. */
    private static final BigInteger SHORTER = hex(
            "7849d140a273b6da6095cf821f7648fa5d2b1910d708c0146bc3f9ee976fb5a3",
            "2302dbfe38f4ff09391b008bc8a900332f4674a211a95ef5bb3f802bb86d0d38",
            "56936fcfa2ed3cd845b04160469f2c497e1d7cb3e90975509a08b15cfe813604",
            "7dc61f0142fe012031b3654b43ff1c5e9ac488b732e890a46ad5812ce0758867");

    /** The next prime after P, which nextProbablePrime() takes half a second to find. */
    private static final BigInteger AFTER_P = P.add(BigInteger.valueOf(2918));

    /** Another number of openssl's, of 2048 bits. */
    private static final BigInteger LONG_PRIME = hex(
            "f4fe530c15ec62440009c640f1a9e3093944b43b4491eb5d32044c868ab7c741",
            "412c297ca95a266c9d841d24365eb171c273b7ecd3b44971d07d9001ca62f26d",
            "f1a36a7e4fb3de9105e73ef327cd0685f4e25d7995f4ea60a225e4f8ccbdf542",
            "c2c5f05d9fb6cbe68a25fa8ef616c6c183b7f3f9bc11e5685cb8f305aea460c5",
            "7a38ca1015636964673257a98067ae7ae2ba52ba95da5d9979845d573aa9e519",
            "5f902e582aa42c7331667eea54286be9b0d809f8ab31bcdbb1b57ca997e9f4e7",
            "f434c89e56c267a5f50e77886e8b2e321bf89d0023ccb665ef927a0dacb6363e",
            "48215f4bb5df4cbb958f3f0e6c13b75ba01ec21c7dfd62b10b4ef34152c65891");

    // k and a of two primes k·M + (65537^a mod M) of 1024 bits, found by trying a = 1, 2, 3 ... with the first k.
    private static final long ROCA_K = 6988934214746841L;
    private static final int[] ROCA_A = {149, 231};

    /** How many of the first primes M is made of for keys of 1984 to 3936 bits (the paper's table 1). */
    private static final int ROCA_PRIMES = 126;

    private WeakKeys() {}

    /** Nothing is wrong with this one. */
    static KeyPair good() {
        return pair(F4, P, Q);
    }

    static KeyPair sharingAPrimeWithGood() {
        return pair(F4, P, R);
    }

    /** A good one that shares nothing with {@link #good} but with {@link #sharingAPrimeWithGood}. */
    static KeyPair another() {
        return pair(F4, AFTER_P, R);
    }

    /** One bit too short, as programs make them that do not look at the modulus. */
    static KeyPair of2047Bits() {
        return pair(F4, P, SHORTER);
    }

    static KeyPair smallFactor(int factor) {
        return pair(F4, BigInteger.valueOf(factor), P, Q);
    }

    static KeyPair closePrimes() {
        return pair(F4, P, AFTER_P);
    }

    static KeyPair primeModulus() {
        return pair(F4, LONG_PRIME);
    }

    static KeyPair exponent3() {
        return pair(BigInteger.valueOf(3), P, Q);
    }

    /** As the chips of CVE-2017-15361 make them. */
    static KeyPair roca() {
        return pair(F4, rocaPrime(ROCA_A[0]), rocaPrime(ROCA_A[1]));
    }

    static BigInteger rocaPrime(int a) {
        BigInteger primorial = BigInteger.TWO;
        BigInteger prime = BigInteger.TWO;
        for (int i = 1; i < ROCA_PRIMES; i++) {
            prime = prime.nextProbablePrime();
            primorial = primorial.multiply(prime);
        }
        return BigInteger.valueOf(ROCA_K).multiply(primorial).add(F4.modPow(BigInteger.valueOf(a), primorial));
    }

    /** A pair from its different primes, however many. */
    static KeyPair pair(BigInteger exponent, BigInteger... primes) {
        BigInteger modulus = BigInteger.ONE;
        BigInteger order = BigInteger.ONE;
        for (BigInteger prime : primes) {
            modulus = modulus.multiply(prime);
            order = order.multiply(prime.subtract(BigInteger.ONE));
        }
        try {
            KeyFactory factory = KeyFactory.getInstance("RSA");
            return new KeyPair(
                    factory.generatePublic(new RSAPublicKeySpec(modulus, exponent)),
                    factory.generatePrivate(new RSAPrivateKeySpec(modulus, exponent.modInverse(order))));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static BigInteger modulus(KeyPair pair) {
        return ((RSAPublicKey) pair.getPublic()).getModulus();
    }

    /** The RSAPublicKey structure. */
    static byte[] bits(KeyPair pair) {
        return RequestBuilder.rsaBits(modulus(pair), F4);
    }

    static AlgorithmIdentifier ecAlgorithm(String curve) {
        return new AlgorithmIdentifier(EC_PUBLIC_KEY, ECNamedCurveTable.getOID(curve));
    }

    /** The curve's parameters written out. */
    static AlgorithmIdentifier explicitAlgorithm(String curve) {
        return new AlgorithmIdentifier(EC_PUBLIC_KEY, parameters(curve));
    }

    /** A point of the curve, uncompressed: what a private key of 1 would have. */
    static byte[] basePoint(String curve) {
        return parameters(curve).getG().getEncoded(false);
    }

    /**
     * An encoding of a point of P-256 whose x is not less than p: it satisfies the equation modulo p, and a second
     * encoding of the same key exists.
     */
    static byte[] pointWithXBeyondP() {
        X9ECParameters p256 = parameters("P-256");
        BigInteger p = p256.getCurve().getField().getCharacteristic();
        for (int x = 0; ; x++) {
            BigInteger small = BigInteger.valueOf(x);
            BigInteger square = small.pow(3)
                    .subtract(small.multiply(BigInteger.valueOf(3)))
                    .add(p256.getCurve().getB().toBigInteger())
                    .mod(p);
            BigInteger y = square.modPow(p.add(BigInteger.ONE).shiftRight(2), p);
            if (y.multiply(y).mod(p).equals(square)) {
                byte[] point = p256.getCurve().createPoint(small, y).getEncoded(false);
                byte[] beyond = p.add(small).toByteArray();
                System.arraycopy(beyond, beyond.length - 32, point, 1, 32);
                return point;
            }
        }
    }

    /** A good one. */
    static byte[] ed25519Point() {
        return SubjectPublicKeyInfo.getInstance(
                        RequestBuilder.key("Ed25519", 0).getPublic().getEncoded())
                .getPublicKeyData()
                .getOctets();
    }

    /** The eight points whose order divides 8, in RFC 8032's encoding (Cremers, Jackson, EuroS&P 2019, table 1). */
    static List<byte[]> ed25519SmallOrder() {
        List<byte[]> points = new ArrayList<>();
        for (String y : List.of(
                "00".repeat(32),
                "01" + "00".repeat(31),
                "ec" + "ff".repeat(30) + "7f",
                "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
                "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a")) {
            points.add(HexFormat.of().parseHex(y));
        }
        for (int i : new int[] {0, 3, 4}) {
            points.add(withOtherSign(points.get(i)));
        }
        return points;
    }

    /** A good point plus the point (0, -1) of order 2: (-x, -y). */
    static byte[] ed25519MixedOrder() {
        byte[] littleEndian = ed25519Point();
        int sign = littleEndian[31] & 0x80;
        littleEndian[31] &= 0x7f;
        BigInteger p = BigInteger.ONE.shiftLeft(255).subtract(BigInteger.valueOf(19));
        byte[] negated = littleEndian(p.subtract(new BigInteger(1, reversed(littleEndian))));
        return sign == 0 ? withOtherSign(negated) : negated;
    }

    /** y + p in place of y: the point (0, 1) encoded a second time. */
    static byte[] ed25519NotCanonical() {
        return HexFormat.of().parseHex("ee" + "ff".repeat(30) + "7f");
    }

    /** No x belongs to this y. */
    static byte[] ed25519NotAPoint() {
        byte[] y = new byte[32];
        y[0] = 2;
        return y;
    }

    private static byte[] withOtherSign(byte[] point) {
        byte[] other = point.clone();
        other[31] ^= (byte) 0x80;
        return other;
    }

    private static byte[] littleEndian(BigInteger number) {
        byte[] bigEndian = number.toByteArray();
        byte[] padded = new byte[32];
        System.arraycopy(
                bigEndian,
                Math.max(0, bigEndian.length - 32),
                padded,
                Math.max(0, 32 - bigEndian.length),
                Math.min(32, bigEndian.length));
        return reversed(padded);
    }

    private static byte[] reversed(byte[] bytes) {
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return reversed;
    }

    private static X9ECParameters parameters(String curve) {
        return ECNamedCurveTable.getByName(curve);
    }

    private static BigInteger hex(String... lines) {
        return new BigInteger(String.join("", Arrays.asList(lines)), 16);
    }
}
