package id.segel.csr.check;

import id.segel.csr.CsrCheck;
import id.segel.csr.CsrContext;
import id.segel.csr.Finding;
import id.segel.csr.FindingKind;
import id.segel.csr.ParsedCsr;
import id.segel.csr.PublicKeyDetails;
import java.util.List;

/** The parameters of rsaEncryption are NULL. */
final class RsaParametersCheck implements CsrCheck {

    @Override
    public String id() {
        return "rsa-parameters";
    }

    @Override
    public String source() {
        return "RFC 3279 2.3.1, RFC 8017 A.1, domain.md 3.2";
    }

    @Override
    public List<Finding> check(ParsedCsr csr, CsrContext context) {
        return csr.key() instanceof PublicKeyDetails.Rsa rsa && !rsa.nullParameters()
                ? List.of(FindingKind.RSA_PARAMETERS.with())
                : List.of();
    }
}
