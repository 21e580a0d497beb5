package id.segel.api.application;

import id.segel.ca.request.CsrCheckRecord;
import id.segel.ca.request.CsrOccasion;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One check of an application's CSR, as it was kept. */
@Schema(name = "CsrChecked")
public record CsrCheckedBody(
        @Schema(description = "When it ran: at an upload, at the approval, at the issue.")
        CsrOccasion occasion,

        @Schema(
                description =
                        "SHA-256 of the request's DER, hex; null for a file that could not be read or was not kept.")
        @Nullable
        String sha256,

        boolean refused,
        List<FindingBody> findings,
        Instant checkedAt) {
    public static CsrCheckedBody of(CsrCheckRecord check, Locale language) {
        return new CsrCheckedBody(
                check.occasion(),
                check.csrSha256(),
                check.refused(),
                check.report().findings().stream()
                        .map(finding -> FindingBody.of(finding, language))
                        .toList(),
                check.checkedAt());
    }
}
