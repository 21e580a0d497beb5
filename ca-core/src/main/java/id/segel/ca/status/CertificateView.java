package id.segel.ca.status;

import id.segel.ca.profile.CertificateKind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A certificate and its status, as an officer or its holder sees it.
 *
 * @param issuerId authority that issued it
 * @param issuer the authority's name in URLs
 * @param serial hexadecimal, lower case, even length
 * @param sha256 of the certificate, hexadecimal; null while there are no bytes
 * @param state where it is in its life
 * @param kind whose it is
 * @param subject distinguished name as text (RFC 4514 order as it stands in the certificate)
 * @param notBefore first second
 * @param notAfter last second, included
 * @param issuedAt when it was recorded; null before
 * @param deliverableAt when its bytes may leave; null before
 * @param revokedAt since when it is revoked or held; null when it is neither
 * @param reason why it is revoked or held; null when it is neither
 * @param personId its holder, where it is a person's
 * @param applicationId the application it came from, where it is a person's
 * @param productCode the product, where it is a person's
 */
public record CertificateView(
        int issuerId,
        String issuer,
        String serial,
        @Nullable String sha256,
        CertificateState state,
        CertificateKind kind,
        String subject,
        Instant notBefore,
        Instant notAfter,
        @Nullable Instant issuedAt,
        @Nullable Instant deliverableAt,
        @Nullable Instant revokedAt,
        @Nullable RevocationReason reason,
        @Nullable Long personId,
        @Nullable Long applicationId,
        @Nullable String productCode) {}
