package id.segel.csr.check;

import id.segel.csr.CsrCheck;
import id.segel.csr.CsrContext;
import id.segel.csr.Finding;
import id.segel.csr.FindingKind;
import id.segel.csr.ParsedCsr;
import id.segel.csr.check.RequestedExtensions.Extension;
import java.util.List;
import java.util.Set;

/**
 * The request asks for no statement that only an issuer can make: policies, constraints on issuers, statements about
 * qualified certificates, logging, the OCSP responder's exemption, another identity. They are refused and not ignored,
 * because no program adds them by itself: somebody meant them.
 */
final class ForbiddenExtensionsCheck implements CsrCheck {

    private static final Set<String> FORBIDDEN = Set.of(
            "2.5.29.30", // nameConstraints
            "2.5.29.32", // certificatePolicies
            "2.5.29.33", // policyMappings
            "2.5.29.36", // policyConstraints
            "2.5.29.54", // inhibitAnyPolicy
            "1.3.6.1.5.5.7.1.3", // qcStatements
            "1.3.6.1.5.5.7.1.14", // proxyCertInfo
            "1.3.6.1.5.5.7.48.1.5", // ocspNoCheck
            "1.3.6.1.4.1.11129.2.4.2", // signedCertificateTimestamps
            "1.3.6.1.4.1.11129.2.4.3", // precertificatePoison
            "1.3.6.1.4.1.311.25.2"); // securityIdentifier (Microsoft)

    @Override
    public String id() {
        return "forbidden-extensions";
    }

    @Override
    public String source() {
        return "domain.md 3.2, RFC 6962 3.1, EN 319 412-5";
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
        return FORBIDDEN.contains(extension.oid())
                ? List.of(FindingKind.EXTENSION_REFUSED.with(ExtensionNames.of(extension.oid())))
                : List.of();
    }
}
