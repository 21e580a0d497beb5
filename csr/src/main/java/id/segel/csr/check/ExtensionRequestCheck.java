package id.segel.csr.check;

import id.segel.csr.CsrCheck;
import id.segel.csr.CsrContext;
import id.segel.csr.Finding;
import id.segel.csr.FindingKind;
import id.segel.csr.ParsedCsr;
import id.segel.csr.check.RequestedExtensions.Extension;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * At most one well-formed list of extensions, each extension at most once, none critical that is not known; the
 * others are named and ignored, because the product decides.
 */
final class ExtensionRequestCheck implements CsrCheck {

    @Override
    public String id() {
        return "extension-request";
    }

    @Override
    public String source() {
        return "RFC 2985 5.4.2, RFC 5280 4.2, domain.md 3.2";
    }

    @Override
    public List<Finding> check(ParsedCsr csr, CsrContext context) {
        RequestedExtensions requested = RequestedExtensions.of(csr);
        List<Finding> findings = new ArrayList<>();
        if (requested.lists() > 1) {
            findings.add(FindingKind.EXTENSION_REQUEST_REPEATED.with(requested.lists()));
        }
        if (requested.malformed()) {
            findings.add(FindingKind.EXTENSION_REQUEST_MALFORMED.with());
        }
        Map<String, List<Extension>> byOid = requested.extensions().stream()
                .collect(Collectors.groupingBy(Extension::oid, LinkedHashMap::new, Collectors.toList()));
        byOid.forEach((oid, extensions) -> {
            String name = ExtensionNames.of(oid);
            if (extensions.size() > 1) {
                findings.add(FindingKind.EXTENSION_REPEATED.with(name));
            }
            if (!ExtensionNames.isKnown(oid) && extensions.stream().anyMatch(Extension::critical)) {
                findings.add(FindingKind.EXTENSION_UNKNOWN_CRITICAL.with(name));
            } else {
                findings.add(FindingKind.EXTENSION_IGNORED.with(name));
            }
        });
        return findings;
    }
}
