package id.segel.ca.profile;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a definition says, read and found to hold together. */
record ProfileContent(
        String name,
        int version,
        CertificateKind kind,
        SubjectSection subject,
        long validitySeconds,
        long renewalWindowSeconds,
        KeySection key,
        List<PolicyTerms> policies,
        PointerSection pointers,
        ConstraintSection constraints,
        @Nullable QcTerms qualified,
        List<CustomExtension> extensions) {}
