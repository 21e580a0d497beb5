package id.segel.csr.check;

import id.segel.csr.CsrCheck;
import id.segel.csr.CsrContext;
import id.segel.csr.Finding;
import id.segel.csr.FindingKind;
import id.segel.csr.IdentityNumbers;
import id.segel.csr.ParsedCsr;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Neither subject nor attributes nor requested extensions hold a number of the shape of a NIK or NIP: certificates are
 * public for ever, and requests are kept for years.
 */
final class IdentityNumberCheck implements CsrCheck {

    @Override
    public String id() {
        return "identity-number";
    }

    @Override
    public String source() {
        return "domain.md 1.2 (3.1), 2.2 R4.2";
    }

    /** The finding tells the count of digits only, never the number. */
    @Override
    public List<Finding> check(ParsedCsr csr, CsrContext context) {
        SortedSet<Integer> lengths = new TreeSet<>();
        RequestTexts.of(csr).forEach(text -> lengths.addAll(IdentityNumbers.lengthsIn(text)));
        return lengths.stream().map(FindingKind.IDENTITY_NUMBER::with).toList();
    }
}
