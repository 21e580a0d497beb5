package id.segel.csr.check;

import id.segel.csr.CsrCheck;
import id.segel.csr.CsrContext;
import id.segel.csr.Finding;
import id.segel.csr.FindingKind;
import id.segel.csr.ParsedCsr;
import java.math.BigInteger;
import java.util.List;

/**
 * An RSA modulus has no small prime factor. Keys with one come from generators that do not test for primes and from
 * damaged memory or files.
 *
 * <p>The bound is 2^14: the standards ask for 752 (CA/B BR 6.1.6, NIST SP 800-89 5.3.3), and going on to there costs
 * a fraction of a millisecond while it finds 88 instead of 83 of a hundred odd numbers that are random rather than made
 * of two primes (Mertens' theorem: 1.12 / ln of the bound escape). Four times the bound would find two more and cost
 * four times as much. No proper key has a factor of less than hundreds of bits, so none is ever refused.
 */
final class RsaSmallFactorCheck implements CsrCheck {

    /** Every prime below is tried. */
    static final int BOUND = 1 << 14;

    private static final BigInteger PRIMORIAL = SmallPrimes.product(SmallPrimes.oddBelow(BOUND));

    @Override
    public String id() {
        return "rsa-small-factor";
    }

    @Override
    public String source() {
        return "CA/B BR 6.1.6, NIST SP 800-89 5.3.3, domain.md 3.2";
    }

    @Override
    public List<Finding> check(ParsedCsr csr, CsrContext context) {
        return RsaModulus.of(csr, context)
                .filter(RsaSmallFactorCheck::hasSmallFactor)
                .map(modulus -> List.of(FindingKind.RSA_SMALL_FACTOR.with()))
                .orElse(List.of());
    }

    static boolean hasSmallFactor(BigInteger modulus) {
        return !PRIMORIAL.mod(modulus).gcd(modulus).equals(BigInteger.ONE);
    }
}
