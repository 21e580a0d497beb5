package id.segel.csr.debian;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.security.spec.RSAPublicKeySpec;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/** The key pair that {@code openssl genrsa}, {@code req -newkey} or {@code ecparam -genkey} made with a process id. */
public final class WeakKeyPairs {

    private static final BigInteger F4 = BigInteger.valueOf(65537);

    private WeakKeyPairs() {}

    /** Two primes; their product is the modulus. */
    record Primes(BigInteger p, BigInteger q) {
        BigInteger modulus() {
            return p.multiply(q);
        }
    }

    /**
     * @param x the point's x coordinate
     * @param y the point's y coordinate
     */
    record Scalar(BigInteger secret, BigInteger x, BigInteger y) {}

    /**
     * @param bits 2048, 3072 or 4096: even, and large enough for {@link WeakPrimes#prime}
     */
    static Primes rsa(WeakRandom random, int bits) {
        BigInteger p = primeForF4(random, bits / 2);
        BigInteger q = primeForF4(random, bits / 2);
        return new Primes(p, q);
    }

    private static BigInteger primeForF4(WeakRandom random, int bits) {
        BigInteger prime;
        do {
            prime = WeakPrimes.prime(random, bits);
        } while (prime.mod(F4).equals(BigInteger.ONE));
        return prime;
    }

    static Scalar ec(WeakRandom random, ListedKeys kind) {
        X9ECParameters curve = CustomNamedCurves.getByName(curve(kind));
        BigInteger secret;
        do {
            secret = WeakPrimes.below(random, curve.getN());
        } while (secret.signum() == 0);
        org.bouncycastle.math.ec.ECPoint point =
                new FixedPointCombMultiplier().multiply(curve.getG(), secret).normalize();
        return new Scalar(
                secret,
                point.getAffineXCoord().toBigInteger(),
                point.getAffineYCoord().toBigInteger());
    }

    /**
     * A pair that can sign.
     *
     * @param processId 0 to 32767
     */
    public static KeyPair pair(ListedKeys kind, Platform platform, SeedFile seedFile, int processId) {
        WeakRandom random = new WeakRandom(platform, seedFile, processId);
        try {
            return switch (kind) {
                case RSA_2048 -> pair(rsa(random, 2048));
                case P_256, P_384 -> pair(ec(random, kind), curve(kind));
            };
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has RSA and these curves", e);
        }
    }

    private static KeyPair pair(Primes primes) throws GeneralSecurityException {
        BigInteger p1 = primes.p().subtract(BigInteger.ONE);
        BigInteger q1 = primes.q().subtract(BigInteger.ONE);
        BigInteger d = F4.modInverse(p1.multiply(q1));
        KeyFactory factory = KeyFactory.getInstance("RSA");
        return new KeyPair(
                factory.generatePublic(new RSAPublicKeySpec(primes.modulus(), F4)),
                factory.generatePrivate(new RSAPrivateCrtKeySpec(
                        primes.modulus(),
                        F4,
                        d,
                        primes.p(),
                        primes.q(),
                        d.mod(p1),
                        d.mod(q1),
                        primes.q().modInverse(primes.p()))));
    }

    private static KeyPair pair(Scalar key, String curve) throws GeneralSecurityException {
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec(curve));
        ECParameterSpec spec = parameters.getParameterSpec(ECParameterSpec.class);
        KeyFactory factory = KeyFactory.getInstance("EC");
        return new KeyPair(
                factory.generatePublic(new ECPublicKeySpec(new ECPoint(key.x(), key.y()), spec)),
                factory.generatePrivate(new ECPrivateKeySpec(key.secret(), spec)));
    }

    private static String curve(ListedKeys kind) {
        return switch (kind) {
            case P_256 -> "secp256r1";
            case P_384 -> "secp384r1";
            case RSA_2048 -> throw new IllegalArgumentException("an RSA key has no curve");
        };
    }
}
