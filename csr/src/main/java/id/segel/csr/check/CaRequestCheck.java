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
        List<Finding> findings = new ArrayList<>();
        for (Extension extension : RequestedExtensions.of(csr).extensions()) {
            switch (extension.oid()) {
                case ExtensionNames.BASIC_CONSTRAINTS -> basicConstraints(extension, findings);
                case ExtensionNames.KEY_USAGE -> keyUsage(extension, findings);
                default -> {}
            }
        }
        return findings.stream().distinct().toList();
    }

    private static void basicConstraints(Extension extension, List<Finding> findings) {
        extension
                .parse()
                .ifPresentOrElse(
                        parsed -> {
                            if (!(parsed instanceof ASN1Sequence sequence)) {
                                findings.add(FindingKind.EXTENSION_REQUEST_MALFORMED.with());
                            } else if (sequence.size() > 0 && !ASN1Boolean.FALSE.equals(sequence.getObjectAt(0))) {
                                findings.add(FindingKind.REQUESTS_CA.with());
                            }
                        },
                        () -> findings.add(FindingKind.EXTENSION_REQUEST_MALFORMED.with()));
    }

    private static void keyUsage(Extension extension, List<Finding> findings) {
        if (extension.parse().orElse(null) instanceof ASN1BitString bits) {
            KeyUsage usage = KeyUsage.getInstance(bits);
            if (usage.hasUsages(KeyUsage.keyCertSign)) {
                findings.add(FindingKind.REQUESTS_CA_KEY_USAGE.with("keyCertSign"));
            }
            if (usage.hasUsages(KeyUsage.cRLSign)) {
                findings.add(FindingKind.REQUESTS_CA_KEY_USAGE.with("cRLSign"));
            }
        } else {
            findings.add(FindingKind.EXTENSION_REQUEST_MALFORMED.with());
        }
    }
}
