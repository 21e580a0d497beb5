package id.segel.api.session;

import id.segel.api.bind.Limit;
import io.swagger.v3.oas.annotations.media.Schema;

/** Body of {@code POST /api/v1/activation}. */
@Schema(name = "Activation")
public record ActivationBody(
        @Schema(description = "The secret of the activation link, what stands behind the #.") @Limit(min = 1, max = 200)
        String secret,

        @Schema(description = "12 to 200 characters.") @Limit(min = 1, max = 1_000)
        String password,

        @Schema(description = "Version of the agreement that was shown and is accepted.")
        @Limit(min = 1, max = 1_000_000)
        int agreementVersion) {
    /** Without the secrets. */
    @Override
    public String toString() {
        return "ActivationBody[]";
    }
}
