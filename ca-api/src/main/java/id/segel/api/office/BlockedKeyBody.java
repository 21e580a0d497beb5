package id.segel.api.office;

import id.segel.ca.subjectkey.BlockOrigin;
import id.segel.ca.subjectkey.BlockedKey;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;

/** A key that gets no certificate any more. */
@Schema(name = "BlockedKey")
public record BlockedKeyBody(
        @Schema(description = "SHA-256 of its SubjectPublicKeyInfo, hex.")
        String spkiSha256,

        Instant blockedAt,
        BlockOrigin origin,
        String reason) {
    static BlockedKeyBody of(BlockedKey key) {
        return new BlockedKeyBody(key.spkiSha256(), key.blockedAt(), key.origin(), key.reason());
    }
}
