package id.segel.csr.check;

import id.segel.csr.CsrCheck;
import id.segel.csr.CsrContext;
import id.segel.csr.Finding;
import id.segel.csr.FindingKind;
import id.segel.csr.ParsedCsr;
import id.segel.csr.Shown;
import java.util.List;

/** The subject has exactly one country, the one of the account. */
final class CountryCheck implements CsrCheck {

    private static final String INDONESIA = "ID";

    @Override
    public String id() {
        return "country";
    }

    @Override
    public String source() {
        return "EN 319 412-2 4.2.4, domain.md 3.2";
    }

    @Override
    public List<Finding> check(ParsedCsr csr, CsrContext context) {
        String expected =
                context.subject() == null ? INDONESIA : context.subject().country();
        List<String> found = SubjectFields.values(csr, SubjectFields.COUNTRY);
        return found.equals(List.of(expected))
                ? List.of()
                : List.of(FindingKind.COUNTRY.with(
                        shown(found, "tidak ada"), shown(found, "missing"), Shown.value(expected)));
    }

    private static String shown(List<String> found, String none) {
        return found.isEmpty() ? none : "\"" + Shown.value(String.join(", ", found)) + "\"";
    }
}
