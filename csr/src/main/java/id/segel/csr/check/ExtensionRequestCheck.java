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
import java.util.stream.Stream;

/**
 * At most one well-formed list of extensions, not too long, each extension at most once, none critical that is not known;
 * those that no other rule refuses are named and ignored, because the product decides.
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
        int count = requested.extensions().size();
        if (count > RequestedExtensions.MAX_EXTENSIONS) {
            findings.add(FindingKind.EXTENSIONS_TOO_MANY.with(count, RequestedExtensions.MAX_EXTENSIONS));
        }
        Map<String, List<Extension>> byOid = requested.extensions().stream()
                .limit(RequestedExtensions.MAX_EXTENSIONS)
                .collect(Collectors.groupingBy(Extension::oid, LinkedHashMap::new, Collectors.toList()));
        byOid.forEach((oid, extensions) -> {
            String name = ExtensionNames.of(oid);
            if (extensions.size() > 1) {
                findings.add(FindingKind.EXTENSION_REPEATED.with(name));
            }
            if (!ExtensionNames.isKnown(oid) && extensions.stream().anyMatch(Extension::critical)) {
                findings.add(FindingKind.EXTENSION_UNKNOWN_CRITICAL.with(name));
            } else if (extensions.stream().noneMatch(ExtensionRequestCheck::isRefused)) {
                findings.add(FindingKind.EXTENSION_IGNORED.with(name));
            }
        });
        return findings;
    }

    /** Nobody is told that what is refused is ignored. */
    private static boolean isRefused(Extension extension) {
        return Stream.of(
                        CaRequestCheck.judge(extension),
                        ExtendedKeyUsageCheck.judge(extension),
                        RequestedNamesCheck.judge(extension),
                        ForbiddenExtensionsCheck.judge(extension),
                        ExtensionValuesCheck.judge(extension))
                .anyMatch(findings -> !findings.isEmpty());
    }
}
