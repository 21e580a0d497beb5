package id.segel.api.office;

import id.segel.api.bind.Limit;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A change of a certificate's status. */
@Schema(name = "StatusChange")
public record StatusBody(
        @Schema(
                description = "Name of RFC 5280. Needed to revoke; to suspend it is certificateHold, to release"
                        + " removeFromCRL, and both may be left out.",
                example = "affiliationChanged")
        @Limit(max = 40)
        @Nullable
        String reason,

        @Schema(description = "What the office should remember.") @Limit(max = 2_000) @Nullable
        String note) {}
