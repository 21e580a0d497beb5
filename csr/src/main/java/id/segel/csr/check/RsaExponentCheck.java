package id.segel.csr.check;

import id.segel.csr.CsrCheck;
import id.segel.csr.CsrContext;
import id.segel.csr.Finding;
import id.segel.csr.FindingKind;
import id.segel.csr.ParsedCsr;
import id.segel.csr.PublicKeyDetails;
import java.math.BigInteger;
import java.util.List;

/** The public exponent is 65537, the only one that is taken; for others the sentence says what is wrong with them. */
final class RsaExponentCheck implements CsrCheck {

    private static final BigInteger F4 = BigInteger.valueOf(65537);
    private static final int MAX_SHOWN_BITS = 64;

    @Override
    public String id() {
        return "rsa-exponent";
    }

    @Override
    public String source() {
        return "CA/B BR 6.1.6, NIST SP 800-89 5.3.3, domain.md 3.2";
    }

    @Override
    public List<Finding> check(ParsedCsr csr, CsrContext context) {
        if (!(csr.key() instanceof PublicKeyDetails.Rsa rsa) || rsa.exponent().equals(F4)) {
            return List.of();
        }
        BigInteger exponent = rsa.exponent();
        String shown;
        if (exponent.bitLength() <= MAX_SHOWN_BITS) {
            shown = exponent.toString();
        } else {
            shown = exponent.signum() > 0 ? "> 2^64" : "< -2^64";
        }
        if (exponent.signum() <= 0) {
            return finding(shown, "bukan bilangan positif", "which is not positive");
        }
        if (exponent.equals(BigInteger.ONE)) {
            return finding(shown, "sehingga kunci itu tidak melindungi apa pun", "so the key protects nothing");
        }
        if (!exponent.testBit(0)) {
            return finding(
                    shown, "bilangan genap, jadi bukan kunci RSA yang benar", "which is even, so this is no RSA key");
        }
        return exponent.compareTo(F4) < 0
                ? finding(shown, "terlalu kecil untuk aman", "which is too small to be safe")
                : finding(shown, "lebih besar dari yang lazim", "which is larger than usual");
    }

    private static List<Finding> finding(String shown, String indonesian, String english) {
        return List.of(FindingKind.RSA_EXPONENT.with(shown, indonesian, english));
    }
}
