package id.segel.ca.lint;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Random;

/** Public keys of subjects. */
final class TestKeys {
    private TestKeys() {}

    /** A key of this length, nobody's: its modulus is not the product of primes somebody knows. */
    static PublicKey rsa(int bits) {
        BigInteger modulus =
                new BigInteger(bits, new Random(bits)).setBit(bits - 1).setBit(0);
        try {
            return KeyFactory.getInstance("RSA")
                    .generatePublic(new RSAPublicKeySpec(modulus, BigInteger.valueOf(65537)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static PublicKey ec(String curve) {
        return made("EC", generator -> generator.initialize(new ECGenParameterSpec(curve)));
    }

    static PublicKey ed25519() {
        return made("Ed25519", generator -> {});
    }

    private static PublicKey made(String algorithm, Setup setup) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            setup.accept(generator);
            return generator.generateKeyPair().getPublic();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @FunctionalInterface
    private interface Setup {
        void accept(KeyPairGenerator generator) throws GeneralSecurityException;
    }
}
