package id.segel.api.office;

import id.segel.ca.subjectkey.KeyRecord;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything known of one public key. */
@Schema(name = "SubjectKey")
public record KeyBody(
        @Schema(description = "SHA-256 of its SubjectPublicKeyInfo, hex.")
        String spkiSha256,

        Instant firstSeenAt,

        @Schema(description = "Absent where it is not blocked.") @Nullable
        BlockedKeyBody blocked,

        @Schema(description = "Whose it is; absent for a key that only stands in a list.") @Nullable
        Holder holder,

        List<Use> applications,
        List<Issued> certificates) {
    /** The person a key belongs to. */
    @Schema(name = "KeyHolder")
    public record Holder(String subscriberNumber, String fullName, String agency) {}

    /** A file the key was uploaded to. */
    @Schema(name = "KeyUse")
    public record Use(String number, String state) {}

    /** A certificate with the key. */
    @Schema(name = "KeyCertificate")
    public record Issued(String issuer, String serial, String state, Instant notAfter) {}

    static KeyBody of(KeyRecord record) {
        KeyRecord.Holder holder = record.holder();
        return new KeyBody(
                record.spkiSha256(),
                record.firstSeenAt(),
                record.blocked() == null ? null : BlockedKeyBody.of(record.blocked()),
                holder == null ? null : new Holder(holder.subscriberNumber(), holder.fullName(), holder.agency()),
                record.applications().stream()
                        .map(use -> new Use(use.number(), use.state()))
                        .toList(),
                record.certificates().stream()
                        .map(issued -> new Issued(issued.issuer(), issued.serial(), issued.state(), issued.notAfter()))
                        .toList());
    }
}
