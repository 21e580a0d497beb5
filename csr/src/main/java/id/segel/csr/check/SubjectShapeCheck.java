package id.segel.csr.check;

import id.segel.csr.CsrCheck;
import id.segel.csr.CsrContext;
import id.segel.csr.Finding;
import id.segel.csr.FindingKind;
import id.segel.csr.ParsedCsr;
import id.segel.csr.Shown;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The subject has few parts, and each holds one field. Parts with several (CN=…+serialNumber=…) have no order, so that
 * two readers may see two names.
 */
final class SubjectShapeCheck implements CsrCheck {

    /** The longest subject of the procedure has 8 fields. */
    static final int MAX_FIELDS = 20;

    @Override
    public String id() {
        return "subject-shape";
    }

    @Override
    public String source() {
        return "RFC 5280 4.1.2.4 and 4.1.2.6, domain.md 3.2";
    }

    @Override
    public List<Finding> check(ParsedCsr csr, CsrContext context) {
        List<Finding> findings = new ArrayList<>();
        if (csr.names().size() > MAX_FIELDS) {
            findings.add(FindingKind.SUBJECT_TOO_MANY.with(csr.names().size(), MAX_FIELDS));
        }
        Map<Integer, List<ParsedCsr.NameValue>> parts = csr.names().stream()
                .collect(Collectors.groupingBy(ParsedCsr.NameValue::rdn, LinkedHashMap::new, Collectors.toList()));
        parts.values().stream().filter(part -> part.size() > 1).findFirst().ifPresent(part -> {
            String fields =
                    part.stream().map(name -> name.attribute().shortName()).collect(Collectors.joining("+"));
            findings.add(FindingKind.SUBJECT_MULTI_VALUED.with(part.size(), Shown.value(fields)));
        });
        return findings;
    }
}
