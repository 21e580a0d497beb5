package id.segel.api.office;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A profile to try. */
@Schema(name = "ProfilePreviewAsked")
public record ProfilePreviewAskedBody(
        @Schema(description = "The profile's text, JSON, at most 32 KiB.") @Nullable
        String definition) {}
