package id.segel.csr.check;

import id.segel.csr.CsrCheck;
import id.segel.csr.CsrContext;
import id.segel.csr.Finding;
import id.segel.csr.FindingKind;
import id.segel.csr.ParsedCsr;
import id.segel.csr.Shown;
import id.segel.csr.check.RequestedExtensions.Extension;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;

/**
 * The request asks for no purpose beyond a person's: signing documents and mail, logging in, own files. Those are ignored
 * like every other wish, because programs add them by themselves (Windows' template "User" all of clientAuth,
 * emailProtection and EFS) and the product decides. Any other purpose, also one that is not known here, shows that the
 * request was made for a server, a service or an authority, and is refused: its owner would get something else than they
 * asked for.
 */
final class ExtendedKeyUsageCheck implements CsrCheck {

    private static final String PKIX = "1.3.6.1.5.5.7.3.";
    private static final String MICROSOFT = "1.3.6.1.4.1.311.";

    private static final Set<String> PERSONAL = Set.of(
            PKIX + "2", // clientAuth
            PKIX + "4", // emailProtection
            PKIX + "36", // documentSigning (RFC 9336)
            MICROSOFT + "10.3.12", // document signing
            MICROSOFT + "10.3.4", // EFS
            "1.2.840.113583.1.1.5"); // Adobe authentic documents

    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("2.5.29.37.0", "anyExtendedKeyUsage"),
            Map.entry(PKIX + "1", "serverAuth"),
            Map.entry(PKIX + "3", "codeSigning"),
            Map.entry(PKIX + "5", "ipsecEndSystem"),
            Map.entry(PKIX + "6", "ipsecTunnel"),
            Map.entry(PKIX + "7", "ipsecUser"),
            Map.entry(PKIX + "8", "timeStamping"),
            Map.entry(PKIX + "9", "OCSPSigning"),
            Map.entry(PKIX + "17", "ipsecIKE"),
            Map.entry("1.3.6.1.5.2.3.4", "pkinitClientAuth"),
            Map.entry("1.3.6.1.5.2.3.5", "pkinitKDC"),
            Map.entry(MICROSOFT + "10.3.1", "certTrustListSigning (Microsoft)"),
            Map.entry(MICROSOFT + "10.3.3", "serverGatedCrypto (Microsoft)"),
            Map.entry(MICROSOFT + "10.3.4.1", "fileRecovery (Microsoft)"),
            Map.entry(MICROSOFT + "10.3.10", "qualifiedSubordination (Microsoft)"),
            Map.entry(MICROSOFT + "10.3.11", "keyRecovery (Microsoft)"),
            Map.entry(MICROSOFT + "20.2.1", "certificateRequestAgent (Microsoft)"),
            Map.entry(MICROSOFT + "20.2.2", "smartcardLogon (Microsoft)"),
            Map.entry("1.3.6.1.4.1.11129.2.4.4", "precertificateSigning"));

    @Override
    public String id() {
        return "extended-key-usage";
    }

    @Override
    public String source() {
        return "RFC 5280 4.2.1.12, RFC 6960 4.2.2.2, domain.md 3.2";
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
        boolean applicationPolicies = extension.oid().equals(ExtensionNames.APPLICATION_POLICIES);
        if (!applicationPolicies && !extension.oid().equals(ExtensionNames.EXTENDED_KEY_USAGE)) {
            return List.of();
        }
        Optional<Set<String>> purposes = purposes(extension, applicationPolicies);
        if (purposes.isEmpty()) {
            return List.of(FindingKind.EXTENSION_MALFORMED.with(ExtensionNames.of(extension.oid())));
        }
        List<Finding> findings = new ArrayList<>();
        purposes.get().stream()
                .filter(oid -> !PERSONAL.contains(oid))
                .limit(RequestedExtensions.MAX_EXTENSIONS)
                .forEach(oid -> findings.add(
                        FindingKind.REQUESTS_EXTENDED_KEY_USAGE.with(NAMES.getOrDefault(oid, Shown.value(oid)))));
        return findings;
    }

    /** extKeyUsage is a list of OIDs; Microsoft's application policies are a list of sequences that begin with one. */
    private static Optional<Set<String>> purposes(Extension extension, boolean applicationPolicies) {
        if (!(extension.parse().orElse(null) instanceof ASN1Sequence sequence) || sequence.size() == 0) {
            return Optional.empty();
        }
        Set<String> purposes = new LinkedHashSet<>();
        for (ASN1Encodable element : sequence) {
            ASN1Encodable purpose = applicationPolicies && element instanceof ASN1Sequence policy && policy.size() > 0
                    ? policy.getObjectAt(0)
                    : element;
            if (!(purpose instanceof ASN1ObjectIdentifier oid)) {
                return Optional.empty();
            }
            purposes.add(oid.getId());
        }
        return Optional.of(purposes);
    }
}
