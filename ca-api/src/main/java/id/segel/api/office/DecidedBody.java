package id.segel.api.office;

import id.segel.api.http.ProblemBody;
import id.segel.ca.application.ApplicationState;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The application after a decision. */
@Schema(name = "Decided")
public record DecidedBody(
        String number,
        @Nullable ApplicationState state,
        @Nullable String stateText,
        @Nullable Integer version,

        @Schema(description = "With Prefer: wait, once it is issued.") @Nullable
        Certificate certificate,

        @Schema(description = "In a bulk answer: why this one was not decided.") @Nullable
        ProblemBody problem) {
    /** The certificate it led to. */
    @Schema(name = "IssuedCertificate")
    public record Certificate(String serial, String sha256, String state) {}
}
