package id.segel.csr.check;

import id.segel.csr.CsrCheck;
import id.segel.csr.CsrContext;
import id.segel.csr.Finding;
import id.segel.csr.FindingKind;
import id.segel.csr.ParsedCsr;
import id.segel.csr.PublicKeyDetails;
import java.util.List;

/** An RSA modulus is positive and odd. */
final class RsaModulusCheck implements CsrCheck {

    @Override
    public String id() {
        return "rsa-modulus";
    }

    @Override
    public String source() {
        return "CA/B BR 6.1.6, NIST SP 800-89 5.3.3, domain.md 3.2";
    }

    @Override
    public List<Finding> check(ParsedCsr csr, CsrContext context) {
        return csr.key() instanceof PublicKeyDetails.Rsa rsa
                        && (rsa.modulus().signum() <= 0 || !rsa.modulus().testBit(0))
                ? List.of(FindingKind.RSA_MODULUS_INVALID.with())
                : List.of();
    }
}
