package id.segel.csr.check;

import id.segel.csr.CsrCheck;
import id.segel.csr.CsrContext;
import id.segel.csr.Finding;
import id.segel.csr.FindingKind;
import id.segel.csr.ParsedCsr;
import id.segel.csr.check.RequestedExtensions.Extension;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1Boolean;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.x509.KeyUsage;

/** The request does not ask for an issuer's powers: basic constraints with cA, key usage keyCertSign or cRLSign. */
final class CaRequestCheck implements CsrCheck {

    @Override
    public String id() {
        return "ca-request";
    }

    @Override
    public String source() {
        return "RFC 5280 4.2.1.3 and 4.2.1.9, domain.md 3.2";
    }

    @Override
    public List<Finding> check(ParsedCsr csr, CsrContext context) {
        return RequestedExtensions.of(csr).extensions().stream()
                .flatMap(extension -> judge(extension).stream())
                .distinct()
                .toList();
    }

    /** What is wrong with one extension; empty for extensions of other kinds. */
    static List<Finding> judge(Extension extension) {
        return switch (extension.oid()) {
            case ExtensionNames.BASIC_CONSTRAINTS -> basicConstraints(extension);
            case ExtensionNames.KEY_USAGE -> keyUsage(extension);
            default -> List.of();
        };
    }

    private static List<Finding> basicConstraints(Extension extension) {
        if (!(extension.parse().orElse(null) instanceof ASN1Sequence sequence)) {
            return List.of(FindingKind.EXTENSION_MALFORMED.with(ExtensionNames.of(extension.oid())));
        }
        // Whatever stands there and is not FALSE is taken for a wish, a path length without cA too.
        return sequence.size() > 0 && !ASN1Boolean.FALSE.equals(sequence.getObjectAt(0)) || sequence.size() > 1
                ? List.of(FindingKind.REQUESTS_CA.with())
                : List.of();
    }

    private static List<Finding> keyUsage(Extension extension) {
        if (!(extension.parse().orElse(null) instanceof ASN1BitString bits)) {
            return List.of(FindingKind.EXTENSION_MALFORMED.with(ExtensionNames.of(extension.oid())));
        }
        KeyUsage usage = KeyUsage.getInstance(bits);
        List<Finding> findings = new ArrayList<>();
        if (usage.hasUsages(KeyUsage.keyCertSign)) {
            findings.add(FindingKind.REQUESTS_CA_KEY_USAGE.with("keyCertSign"));
        }
        if (usage.hasUsages(KeyUsage.cRLSign)) {
            findings.add(FindingKind.REQUESTS_CA_KEY_USAGE.with("cRLSign"));
        }
        return findings;
    }
}
