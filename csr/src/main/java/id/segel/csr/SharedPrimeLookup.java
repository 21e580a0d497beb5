package id.segel.csr;

import java.math.BigInteger;

/** Asks whoever knows other people's RSA keys; the server, nothing in LOCK. {@link KnownModuli} is one. */
@FunctionalInterface
public interface SharedPrimeLookup {

    /**
     * Whether a known RSA key has a prime in common with this one. The same modulus again is no shared prime: that is
     * for {@link KeyUseLookup} to say.
     *
     * @param modulus positive, odd, no longer than {@link KeyRules#RSA_HARD_CAP_BITS}
     * @return true when anybody who holds both public keys can compute both private ones. May throw; the request is
     *     then refused as one that cannot be checked
     */
    boolean sharesPrime(BigInteger modulus);
}
