package id.segel.ca.ceremony;

import id.segel.hsm.KeySpec;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAPublicKeySpec;

/**
 * Public keys that stand for those a ceremony is going to make, so that a certificate can be encoded, linted and shown
 * before there is its key. Nobody has a private half, and nothing of them is ever stored.
 */
final class StandInKeys {
    private static final BigInteger SMALL_PRIMES = smallPrimes();

    private final SecureRandom random = new SecureRandom();

    PublicKey of(KeySpec spec) {
        try {
            return switch (spec) {
                case RSA_2048, RSA_3072, RSA_4096 -> rsa(spec.size());
                case EC_P256 -> ec("secp256r1");
                case EC_P384 -> ec("secp384r1");
            };
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has RSA, P-256 and P-384", e);
        }
    }

    /** An odd number of the right length without small factors: all that can be seen of a modulus. */
    private PublicKey rsa(int bits) throws GeneralSecurityException {
        BigInteger modulus;
        do {
            modulus = new BigInteger(bits, random).setBit(bits - 1).setBit(0);
        } while (!modulus.gcd(SMALL_PRIMES).equals(BigInteger.ONE));
        return KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(modulus, BigInteger.valueOf(65537)));
    }

    private PublicKey ec(String curve) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(curve), random);
        return generator.generateKeyPair().getPublic();
    }

    private static BigInteger smallPrimes() {
        BigInteger product = BigInteger.ONE;
        for (BigInteger prime = BigInteger.TWO;
                prime.compareTo(BigInteger.valueOf(1000)) < 0;
                prime = prime.nextProbablePrime()) {
            product = product.multiply(prime);
        }
        return product;
    }
}
