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

/** Few attributes, each once and with a value; those that mean nothing here are named and ignored. */
final class AttributesCheck implements CsrCheck {

    /** Windows sends 4; nobody known more than 6. */
    static final int MAX_ATTRIBUTES = 20;

    private static final String CHALLENGE_PASSWORD = "1.2.840.113549.1.9.7";

    /** Judged by rules of their own. */
    private static final Set<String> KNOWN =
            Set.of(Challenge.OID, CHALLENGE_PASSWORD, RequestedExtensions.PKCS9, RequestedExtensions.MICROSOFT);

    /** What Windows adds to every request. */
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("1.3.6.1.4.1.311.13.2.3", "OS version (Microsoft)"),
            Map.entry("1.3.6.1.4.1.311.13.2.2", "enrollment CSP (Microsoft)"),
            Map.entry("1.3.6.1.4.1.311.13.2.1", "enrollment name and value (Microsoft)"),
            Map.entry("1.3.6.1.4.1.311.21.20", "client information (Microsoft)"),
            Map.entry("1.3.6.1.4.1.311.13.1", "renewal certificate (Microsoft)"),
            Map.entry(CHALLENGE_PASSWORD, "challengePassword"),
            Map.entry("1.2.840.113549.1.9.2", "unstructuredName"),
            Map.entry("1.2.840.113549.1.9.5", "signingTime"),
            Map.entry("1.2.840.113549.1.9.8", "unstructuredAddress"),
            Map.entry("1.2.840.113549.1.9.20", "friendlyName"));

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
        List<Finding> findings = new ArrayList<>();
        int attributes = csr.attributes().size();
        if (attributes > MAX_ATTRIBUTES) {
            findings.add(FindingKind.ATTRIBUTES_TOO_MANY.with(attributes, MAX_ATTRIBUTES));
        }
        Map<String, Integer> counts = new LinkedHashMap<>();
        csr.attributes().stream().limit(MAX_ATTRIBUTES).forEach(attribute -> {
            counts.merge(attribute.oid(), 1, Integer::sum);
            if (attribute.values().size() == 0 && !RequestedExtensions.isExtensionRequest(attribute.oid())) {
                findings.add(FindingKind.ATTRIBUTE_MALFORMED.with(name(attribute.oid())));
            }
        });
        counts.forEach((oid, count) -> {
            String name = name(oid);
            if (count > 1 && !RequestedExtensions.isExtensionRequest(oid)) {
                findings.add(FindingKind.ATTRIBUTE_REPEATED.with(name));
            }
            if (!KNOWN.contains(oid)) {
                findings.add(FindingKind.ATTRIBUTE_IGNORED.with(name));
            }
        });
        return findings;
    }

    /** The usual name, or the OID fit to be shown. */
    static String name(String oid) {
        return NAMES.getOrDefault(oid, Shown.value(oid));
    }
}
