package id.segel.api.office;

import id.segel.ca.issuance.ProfilePreview;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/** What a profile would make of a product's certificates. */
@Schema(name = "ProfilePreview")
public record ProfilePreviewBody(
        @Schema(description = "The TBSCertificate of a made-up person now, in words and as ASN.1.")
        List<String> before,

        @Schema(description = "The same under the new profile.")
        List<String> after,

        @Schema(description = "The two compared, in unified form; empty where they are equal.")
        List<String> difference,

        @Schema(description = "What lint says; anything here would refuse every certificate.")
        List<Finding> findings) {
    /** What a rule found. */
    @Schema(name = "LintFinding")
    public record Finding(String rule, String message) {}

    static ProfilePreviewBody of(ProfilePreview.Preview preview) {
        return new ProfilePreviewBody(
                preview.before(),
                preview.after(),
                preview.difference(),
                preview.findings().stream()
                        .map(finding -> new Finding(finding.rule(), finding.message()))
                        .toList());
    }
}
