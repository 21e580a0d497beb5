package id.segel.ca.status;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the database says of a certificate that was asked about. */
record OcspStatusRow(
        CertificateState state,
        @Nullable Instant revokedAt,
        @Nullable RevocationReason reason) {}
