package id.segel.csr.check;

import id.segel.csr.CsrCheck;
import id.segel.csr.CsrContext;
import id.segel.csr.Finding;
import id.segel.csr.FindingKind;
import id.segel.csr.KeyRules;
import id.segel.csr.ParsedCsr;
import id.segel.csr.PublicKeyDetails;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** An RSA key has a length the product takes, the exponent 65537, an odd modulus, and NULL parameters. */
final class RsaKeyCheck implements CsrCheck {

    private static final BigInteger F4 = BigInteger.valueOf(65537);

    @Override
    public String id() {
        return "rsa-key";
    }

    @Override
    public String source() {
        return "RFC 3279 2.3.1, NIST SP 800-89 5.3.3, domain.md 3.2";
    }

    /** The length comes first and is taken from the encoding, so that nothing is ever computed with a huge number. */
    @Override
    public List<Finding> check(ParsedCsr csr, CsrContext context) {
        if (!(csr.key() instanceof PublicKeyDetails.Rsa rsa)) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>();
        KeyRules rules = context.keyRules();
        int bits = rsa.modulus().bitLength();
        if (bits < rules.rsaMinBits()) {
            findings.add(FindingKind.RSA_TOO_SHORT.with(bits, rules.rsaMinBits()));
        } else if (bits > rules.rsaMaxBits()) {
            findings.add(FindingKind.RSA_TOO_LONG.with(bits, rules.rsaMaxBits()));
        }
        if (!rsa.exponent().equals(F4)) {
            findings.add(FindingKind.RSA_EXPONENT.with(
                    rsa.exponent().bitLength() > 64 ? "> 2^64" : rsa.exponent().toString()));
        }
        if (rsa.modulus().signum() <= 0 || !rsa.modulus().testBit(0)) {
            findings.add(FindingKind.RSA_MODULUS_INVALID.with());
        }
        if (!rsa.nullParameters()) {
            findings.add(FindingKind.RSA_PARAMETERS.with());
        }
        return findings;
    }
}
