package id.segel.api.office;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A key to be blocked for ever. */
@Schema(name = "BlockKey")
public record BlockKeyBody(
        @Schema(description = "SHA-256 of its SubjectPublicKeyInfo, 64 hex digits.") @Nullable
        String spkiSha256,

        @Schema(description = "Why, 10 to 200 characters, without personal data.") @Nullable
        String reason) {}
