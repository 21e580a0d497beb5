package id.segel.api.application;

import id.segel.ca.application.CsrUpload;
import io.swagger.v3.oas.annotations.media.Schema;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Answer to an accepted CSR. */
@Schema(name = "CsrAccepted")
public record CsrUploadBody(
        List<FindingBody> findings,

        @Schema(description = "SHA-256 of the request's DER, hex.")
        String sha256,

        String spkiSha256,

        @Schema(description = "The application afterwards; for a session.") @Nullable
        ApplicationBody application,

        @Schema(description = "For LOCK: reads state and certificate from now on.") @Nullable
        Receipt receipt) {
    /** What LOCK keeps in its receipt file. */
    @Schema(name = "Receipt")
    public record Receipt(
            String applicationNumber,
            URI server,

            @Schema(description = "Reads state and certificate of this application; a secret.")
            String token,

            @Schema(description = "When the token ends at the latest.")
            Instant expiresAt,

            @Schema(description = "The CAs of the certificate to come, up to the root.")
            List<ChainCertificate> certificates) {
        /** Without the token. */
        @Override
        public String toString() {
            return "Receipt[" + applicationNumber + "]";
        }
    }

    /** The certificate of a CA. */
    @Schema(name = "ChainCertificate")
    public record ChainCertificate(
            String label,
            @Schema(description = "DER in base64.") String der) {}

    static CsrUploadBody forApplicant(CsrUpload upload, Locale language) {
        return new CsrUploadBody(
                findings(upload, language),
                upload.sha256(),
                upload.spkiSha256(),
                ApplicationBody.forApplicant(upload.application(), language),
                null);
    }

    static CsrUploadBody forLock(CsrUpload upload, Receipt receipt, Locale language) {
        return new CsrUploadBody(findings(upload, language), upload.sha256(), upload.spkiSha256(), null, receipt);
    }

    private static List<FindingBody> findings(CsrUpload upload, Locale language) {
        return upload.report().findings().stream()
                .map(finding -> FindingBody.of(finding, language))
                .toList();
    }
}
