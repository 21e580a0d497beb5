package id.segel.csr.check;

import id.segel.csr.CsrCheck;
import id.segel.csr.CsrContext;
import id.segel.csr.Finding;
import id.segel.csr.FindingKind;
import id.segel.csr.ParsedCsr;
import id.segel.csr.SharedPrimeLookup;
import java.util.List;

/**
 * An RSA modulus has no prime in common with a key that is known already. The sentence tells neither that nor whose key
 * it is: whoever holds both public keys has both private ones.
 */
final class RsaSharedPrimeCheck implements CsrCheck {

    @Override
    public String id() {
        return "rsa-shared-prime";
    }

    @Override
    public String source() {
        return "Heninger et al., Mining Your Ps and Qs, USENIX Security 2012; CA/B BR 6.1.1.3";
    }

    @Override
    public List<Finding> check(ParsedCsr csr, CsrContext context) {
        SharedPrimeLookup known = context.sharedPrimes();
        if (known == null) {
            return List.of();
        }
        return RsaModulus.of(csr, context)
                .filter(known::sharesPrime)
                .map(modulus -> List.of(FindingKind.RSA_SHARED_PRIME.with()))
                .orElse(List.of());
    }
}
