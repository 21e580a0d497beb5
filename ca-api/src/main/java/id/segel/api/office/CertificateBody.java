package id.segel.api.office;

import id.segel.ca.profile.CertificateKind;
import id.segel.ca.status.CertificateState;
import id.segel.ca.status.CertificateView;
import id.segel.ca.status.RevocationReason;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A certificate and its status, as the office sees it. */
@Schema(name = "Certificate")
public record CertificateBody(
        @Schema(description = "Hexadecimal, lower case, even length.")
        String serial,

        @Nullable String sha256,
        CertificateState state,

        @Schema(description = "The issuing CA, as in /pki/{ca}.crt.")
        String issuer,

        CertificateKind kind,
        String subject,
        @Nullable String product,
        Instant notBefore,
        Instant notAfter,
        @Nullable Instant issuedAt,

        @Schema(description = "Since when it is revoked or suspended.") @Nullable
        Instant revokedAt,

        @Schema(description = "Name of RFC 5280.", example = "keyCompromise") @Nullable
        String reason) {
    static CertificateBody of(CertificateView view) {
        RevocationReason reason = view.reason();
        return new CertificateBody(
                view.serial(),
                view.sha256(),
                view.state(),
                view.issuer(),
                view.kind(),
                view.subject(),
                view.productCode(),
                view.notBefore(),
                view.notAfter(),
                view.issuedAt(),
                view.revokedAt(),
                reason == null ? null : reason.rfcName());
    }
}
