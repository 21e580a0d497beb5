package id.segel.ca.status;

import id.segel.ca.profile.CertificateKind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a change of status looks at, read under the row's lock. */
record StatusRow(
        int issuerId,
        byte[] serial,
        CertificateState state,
        CertificateKind kind,
        byte[] spkiSha256,
        @Nullable Long personId,
        @Nullable Long applicationId,
        @Nullable Instant revokedAt,
        @Nullable RevocationReason reason,
        @Nullable Long heldBy) {}
