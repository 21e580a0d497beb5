package id.segel.api.session;

import id.segel.api.bind.Limit;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Body of {@code POST /api/v1/session}. */
@Schema(name = "SignIn")
public record SignIn(
        @Limit(min = 1, max = 200) String username,
        @Limit(min = 1, max = 1_000) String password,

        @Schema(description = "Six digits; needed for every role but applicants.") @Limit(max = 20) @Nullable
        String otp) {
    /** Without the secrets. */
    @Override
    public String toString() {
        return "SignIn[]";
    }
}
