package id.segel.csr.check;

import id.segel.csr.CsrCheck;
import id.segel.csr.CsrContext;
import id.segel.csr.Finding;
import id.segel.csr.FindingKind;
import id.segel.csr.ParsedCsr;
import id.segel.csr.check.RequestedExtensions.Extension;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1Boolean;
import org.bouncycastle.asn1.ASN1Sequence;

/**
 * Every requested extension's value is DER, whether the extension is known or not, and default values are left out:
 * critical FALSE, cA FALSE. OpenSSL, GnuTLS, the JDK, Windows and the JavaScript libraries leave them out.
 */
final class ExtensionValuesCheck implements CsrCheck {

    @Override
    public String id() {
        return "extension-values";
    }

    @Override
    public String source() {
        return "RFC 5280 4.1 and 4.2, X.690 11.5";
    }

    @Override
    public List<Finding> check(ParsedCsr csr, CsrContext context) {
        return RequestedExtensions.of(csr).extensions().stream()
                .flatMap(extension -> judge(extension).stream())
                .distinct()
                .toList();
    }

    /** What is wrong with one extension. */
    static List<Finding> judge(Extension extension) {
        String name = ExtensionNames.of(extension.oid());
        List<Finding> findings = new ArrayList<>();
        if (extension.parse().isEmpty()) {
            findings.add(FindingKind.EXTENSION_MALFORMED.with(name));
        }
        boolean defaultCa = extension.oid().equals(ExtensionNames.BASIC_CONSTRAINTS)
                && extension.parse().orElse(null) instanceof ASN1Sequence constraints
                && constraints.size() > 0
                && ASN1Boolean.FALSE.equals(constraints.getObjectAt(0));
        if (extension.writesDefault() || defaultCa) {
            findings.add(FindingKind.EXTENSION_DEFAULT_ENCODED.with(name));
        }
        return findings;
    }
}
