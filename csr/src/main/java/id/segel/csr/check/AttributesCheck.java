package id.segel.csr.check;

import id.segel.csr.Challenge;
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
import java.util.Set;

/** No attribute comes twice; attributes that mean nothing here are named and ignored. */
final class AttributesCheck implements CsrCheck {

    private static final String CHALLENGE_PASSWORD = "1.2.840.113549.1.9.7";

    /** Judged by rules of their own. */
    private static final Set<String> KNOWN =
            Set.of(Challenge.OID, CHALLENGE_PASSWORD, RequestedExtensions.PKCS9, RequestedExtensions.MICROSOFT);

    /** What Windows adds to every request. */
    private static final Map<String, String> NAMES = Map.of(
            "1.3.6.1.4.1.311.13.2.3", "OS version (Microsoft)",
            "1.3.6.1.4.1.311.13.2.2", "enrollment CSP (Microsoft)",
            "1.3.6.1.4.1.311.21.20", "client information (Microsoft)",
            "1.2.840.113549.1.9.2", "unstructuredName",
            "1.2.840.113549.1.9.8", "unstructuredAddress");

    @Override
    public String id() {
        return "attributes";
    }

    @Override
    public String source() {
        return "RFC 2986 4.1 (SET OF distinct attributes), domain.md 3.2";
    }

    @Override
    public List<Finding> check(ParsedCsr csr, CsrContext context) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        csr.attributes().forEach(attribute -> counts.merge(attribute.oid(), 1, Integer::sum));
        List<Finding> findings = new ArrayList<>();
        counts.forEach((oid, count) -> {
            String name = NAMES.getOrDefault(oid, Shown.value(oid));
            if (count > 1 && !RequestedExtensions.isExtensionRequest(oid)) {
                findings.add(FindingKind.ATTRIBUTE_REPEATED.with(name));
            }
            if (!KNOWN.contains(oid)) {
                findings.add(FindingKind.ATTRIBUTE_IGNORED.with(name));
            }
        });
        return findings;
    }
}
