package id.segel.csr.check;

import id.segel.csr.CsrCheck;
import id.segel.csr.CsrContext;
import id.segel.csr.Finding;
import id.segel.csr.FindingKind;
import id.segel.csr.KeyRules;
import id.segel.csr.ParsedCsr;
import id.segel.csr.PublicKeyDetails;
import java.util.List;

/** An RSA modulus has a length the product takes. */
final class RsaLengthCheck implements CsrCheck {

    @Override
    public String id() {
        return "rsa-length";
    }

    @Override
    public String source() {
        return "CA/B BR 6.1.5, NIST SP 800-57 part 1 5.6.1, domain.md 3.2";
    }

    /** The length is taken from the encoding; nothing is computed. */
    @Override
    public List<Finding> check(ParsedCsr csr, CsrContext context) {
        if (!(csr.key() instanceof PublicKeyDetails.Rsa rsa)) {
            return List.of();
        }
        KeyRules rules = context.keyRules();
        int bits = rsa.modulus().bitLength();
        if (bits < rules.rsaMinBits()) {
            return List.of(FindingKind.RSA_TOO_SHORT.with(bits, rules.rsaMinBits()));
        }
        return bits > rules.rsaMaxBits() ? List.of(FindingKind.RSA_TOO_LONG.with(bits, rules.rsaMaxBits())) : List.of();
    }
}
