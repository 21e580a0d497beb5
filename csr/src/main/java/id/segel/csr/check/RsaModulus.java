package id.segel.csr.check;

import id.segel.csr.CsrContext;
import id.segel.csr.KeyRules;
import id.segel.csr.ParsedCsr;
import id.segel.csr.PublicKeyDetails;
import java.math.BigInteger;
import java.util.Optional;

/**
 * The one door through which the rules about weak RSA keys get at a modulus, so that none of them computes with a number
 * that is too long or no modulus at all; such keys are refused by {@link RsaLengthCheck} and {@link RsaModulusCheck}.
 */
final class RsaModulus {

    /** What is shorter can be factored at home; saying more about it helps nobody. */
    private static final int MIN_BITS = 512;

    private RsaModulus() {}

    /**
     * The modulus if it is worth computing with: positive, odd, of 512 bits to the longest the product takes, which is
     * never more than {@link KeyRules#RSA_HARD_CAP_BITS}.
     */
    static Optional<BigInteger> of(ParsedCsr csr, CsrContext context) {
        int longest = Math.min(context.keyRules().rsaMaxBits(), KeyRules.RSA_HARD_CAP_BITS);
        return csr.key() instanceof PublicKeyDetails.Rsa rsa
                        && rsa.modulus().signum() > 0
                        && rsa.modulus().bitLength() >= MIN_BITS
                        && rsa.modulus().bitLength() <= longest
                        && rsa.modulus().testBit(0)
                ? Optional.of(rsa.modulus())
                : Optional.empty();
    }
}
