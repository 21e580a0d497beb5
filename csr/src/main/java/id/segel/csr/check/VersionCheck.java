package id.segel.csr.check;

import id.segel.csr.CsrCheck;
import id.segel.csr.CsrContext;
import id.segel.csr.Finding;
import id.segel.csr.FindingKind;
import id.segel.csr.ParsedCsr;
import java.util.List;

/** The version is 0, the only one there is. */
final class VersionCheck implements CsrCheck {

    @Override
    public String id() {
        return "version";
    }

    @Override
    public String source() {
        return "RFC 2986 4.1";
    }

    @Override
    public List<Finding> check(ParsedCsr csr, CsrContext context) {
        return csr.version().signum() == 0
                ? List.of()
                : List.of(FindingKind.VERSION.with(
                        csr.version().bitLength() > 31
                                ? "> 2^31"
                                : csr.version().toString()));
    }
}
