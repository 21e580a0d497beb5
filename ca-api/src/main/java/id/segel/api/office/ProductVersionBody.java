package id.segel.api.office;

import id.segel.ca.profile.ProductVersion;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;

/** One version of a product, with the profile of its certificates. */
@Schema(name = "ProductVersion")
public record ProductVersionBody(
        String code,
        int version,
        String name,
        String authority,
        @Schema(description = "Whether it is offered now.") boolean active,
        Instant createdAt,
        String profileName,
        int profileVersion,

        @Schema(description = "SHA-256 of the definition's bytes, hex; every certificate carries it in the database.")
        String profileSha256,

        @Schema(description = "The profile's exact text, JSON.")
        String definition) {
    static ProductVersionBody of(ProductVersion version, Locale language) {
        return new ProductVersionBody(
                version.code(),
                version.version(),
                version.name().in(language),
                version.authority(),
                version.active(),
                version.createdAt(),
                version.profile().name(),
                version.profile().version(),
                HexFormat.of().formatHex(version.profile().hash()),
                version.profile().definition());
    }
}
