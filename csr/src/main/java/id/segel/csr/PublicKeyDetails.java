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
     * @param curveName {@code P-256}, {@code P-384}, the usual name of another known curve, the OID, or
     *     {@link #EXPLICIT} or {@link #NONE}
     * @param point the encoded point (SEC 1 2.3.3)
     */
    record Ec(@Nullable String curveOid, String curveName, byte[] point) implements PublicKeyDetails {

        /** The key spells out a curve of its own instead of naming one. */
        public static final String EXPLICIT = "(explicit)";

        /** The key neither names nor describes its curve. */
        public static final String NONE = "(none)";
    }

    /**
     * @param point the 32 octets of the encoded point (RFC 8032 5.1.2), which need not be one
     * @param parametersAbsent whether the algorithm has no parameters, as RFC 8410 3 demands
     */
    record Ed25519(byte[] point, boolean parametersAbsent) implements PublicKeyDetails {

        /** Octets of a public key. */
        public static final int OCTETS = 32;
    }

    /**
     * @param algorithm the algorithm's name where known, else its OID
     */
    record Other(String algorithm) implements PublicKeyDetails {

        /** An RSA key tied to one way of padding (RFC 4055 1.2). */
        public static final String RSASSA_PSS = "RSASSA-PSS";
    }

    /**
     * A known algorithm whose key bits do not hold what its standard says.
     *
     * @param kind RSA, EC or Ed25519
     */
    record Malformed(PublicKeyKind kind) implements PublicKeyDetails {}
}
