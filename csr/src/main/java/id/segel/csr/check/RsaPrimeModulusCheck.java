package id.segel.csr.check;

import id.segel.csr.CsrCheck;
import id.segel.csr.CsrContext;
import id.segel.csr.Finding;
import id.segel.csr.FindingKind;
import id.segel.csr.ParsedCsr;
import java.math.BigInteger;
import java.util.List;

/**
 * An RSA modulus is not a prime itself: one Fermat test to base 2. It is by far the dearest check, so it is the last,
 * and made only for a request that is good in every other way. A composite number passes for a prime here with a chance
 * that is nil for a proper key and never lets a bad one through.
 */
final class RsaPrimeModulusCheck implements CsrCheck {

    @Override
    public String id() {
        return "rsa-prime-modulus";
    }

    @Override
    public String source() {
        return "NIST SP 800-89 5.3.3, domain.md 3.2";
    }

    @Override
    public boolean settledByBytes() {
        return true;
    }

    @Override
    public boolean onlyIfNothingFailed() {
        return true;
    }

    @Override
    public List<Finding> check(ParsedCsr csr, CsrContext context) {
        return RsaModulus.of(csr, context)
                .filter(RsaPrimeModulusCheck::isProbablyPrime)
                .map(modulus -> List.of(FindingKind.RSA_MODULUS_PRIME.with()))
                .orElse(List.of());
    }

    private static boolean isProbablyPrime(BigInteger modulus) {
        return BigInteger.TWO.modPow(modulus.subtract(BigInteger.ONE), modulus).equals(BigInteger.ONE);
    }
}
