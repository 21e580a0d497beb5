package id.segel.csr.check;

import id.segel.csr.CsrCheck;
import id.segel.csr.CsrContext;
import id.segel.csr.Finding;
import id.segel.csr.FindingKind;
import id.segel.csr.ParsedCsr;
import id.segel.csr.Shown;
import java.util.List;

/** The request is signed with SHA-256 or better, by an algorithm whose parameters follow its standard. */
final class SignatureAlgorithmCheck implements CsrCheck {

    @Override
    public String id() {
        return "signature-algorithm";
    }

    @Override
    public String source() {
        return "RFC 4055 3 and 5, RFC 5758 3.2, RFC 8410 3, domain.md 3.2";
    }

    @Override
    public List<Finding> check(ParsedCsr csr, CsrContext context) {
        SignatureAlgorithms.Meaning meaning = SignatureAlgorithms.read(csr.signatureAlgorithm());
        if (meaning instanceof SignatureAlgorithms.Weak weak) {
            return List.of(FindingKind.SIGNATURE_HASH_WEAK.with(weak.name()));
        }
        if (meaning instanceof SignatureAlgorithms.WrongParameters wrong) {
            return List.of(FindingKind.SIGNATURE_PARAMETERS.with(wrong.name()));
        }
        if (meaning instanceof SignatureAlgorithms.Unknown unknown) {
            return List.of(FindingKind.SIGNATURE_ALGORITHM.with(Shown.value(unknown.oid())));
        }
        return List.of();
    }
}
