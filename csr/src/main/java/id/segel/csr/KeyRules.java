package id.segel.csr;

import java.util.Set;

/**
 * Which keys a product takes.
 *
 * @param rsaMinBits shortest RSA modulus, at least 2048
 * @param rsaMaxBits longest RSA modulus, at most {@link #RSA_HARD_CAP_BITS}; one check of a key costs time in the third
 *     power of its length, and more than 4096 bits take longer than the 50 ms a check should need at most
 * @param curves NIST names of the allowed curves, out of {@code P-256} and {@code P-384}; empty for no EC keys
 * @param rsaAllowed whether RSA keys are taken at all
 * @param ed25519Allowed whether Ed25519 keys (RFC 8410) are taken
 */
public record KeyRules(int rsaMinBits, int rsaMaxBits, Set<String> curves, boolean rsaAllowed, boolean ed25519Allowed) {

    /** No arithmetic is ever done with a modulus longer than this, whatever a product says. */
    public static final int RSA_HARD_CAP_BITS = 8192;

    /** The curves Segel knows how to check. */
    public static final Set<String> KNOWN_CURVES = Set.of("P-256", "P-384");

    public KeyRules {
        curves = Set.copyOf(curves);
        if (rsaMinBits < 2048 || rsaMaxBits < rsaMinBits || rsaMaxBits > RSA_HARD_CAP_BITS) {
            throw new IllegalArgumentException("RSA bounds must be 2048 <= min <= max <= " + RSA_HARD_CAP_BITS
                    + ", but are " + rsaMinBits + " and " + rsaMaxBits);
        }
        if (!KNOWN_CURVES.containsAll(curves)) {
            throw new IllegalArgumentException("curves must be out of P-256 and P-384, but are " + curves);
        }
        if (!rsaAllowed && curves.isEmpty() && !ed25519Allowed) {
            throw new IllegalArgumentException(
                    "key rules that allow neither RSA nor any curve nor Ed25519 allow no key at all");
        }
    }

    /** Without Ed25519. */
    public KeyRules(int rsaMinBits, int rsaMaxBits, Set<String> curves, boolean rsaAllowed) {
        this(rsaMinBits, rsaMaxBits, curves, rsaAllowed, false);
    }

    /** RSA 2048 to 4096, P-256 and P-384. */
    public static KeyRules standard() {
        return new KeyRules(2048, 4096, KNOWN_CURVES, true);
    }
}
