package id.segel.api.office;

import io.swagger.v3.oas.annotations.media.Schema;

/** Answer to a block. */
@Schema(name = "KeyBlocked")
public record BlockKeyAnswer(
        String spkiSha256,

        @Schema(description = "Whether it was blocked before, for the reason it had then.")
        boolean already) {}
