package id.segel.api.application;

import id.segel.ca.request.StoredCsrReport.StoredFinding;
import id.segel.csr.Finding;
import id.segel.csr.Language;
import id.segel.csr.Severity;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Locale;

/** One thing the checks noticed about a CSR. */
@Schema(name = "Finding")
public record FindingBody(
        @Schema(description = "Stable identifier.", example = "csr.rsa-too-short")
        String id,

        @Schema(description = "ERROR means refused.") Severity severity,

        @Schema(description = "What was noticed and what to do.")
        String message) {
    static FindingBody of(StoredFinding finding, Locale language) {
        return new FindingBody(
                finding.id(), finding.severity(), finding.message().in(language));
    }

    static FindingBody of(Finding finding, Locale language) {
        Language reader = "en".equals(language.getLanguage()) ? Language.EN : Language.ID;
        return new FindingBody(finding.id(), finding.severity(), finding.message(reader));
    }
}
