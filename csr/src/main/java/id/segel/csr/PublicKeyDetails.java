package id.segel.csr;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** A request's public key taken apart, without any arithmetic done on it. */
public sealed interface PublicKeyDetails {

    /**
     * @param modulus n as encoded; may be negative, even, or of any size up to the file's
     * @param exponent e as encoded
     * @param nullParameters whether the algorithm's parameters are NULL, as RFC 3279 2.3.1 demands
     */
    record Rsa(BigInteger modulus, BigInteger exponent, boolean nullParameters) implements PublicKeyDetails {}

    /**
     * @param curveOid the named curve; null when the parameters are explicit, inherited or missing
     * @param curveName {@code P-256}, {@code P-384}, the usual name of another known curve, or the OID
     * @param point the encoded point (SEC 1 2.3.3)
     */
    record Ec(@Nullable String curveOid, String curveName, byte[] point) implements PublicKeyDetails {}

    /**
     * @param algorithm the algorithm's name where known, else its OID
     */
    record Other(String algorithm) implements PublicKeyDetails {}

    /**
     * A known algorithm whose key bits do not hold what its standard says.
     *
     * @param kind RSA or EC
     */
    record Malformed(PublicKeyKind kind) implements PublicKeyDetails {}
}
