package id.segel.ca.ceremony;

import com.fasterxml.jackson.annotation.JsonProperty;
import id.segel.ca.status.CrlTerm;
import id.segel.ca.status.RevocationReason;
import id.segel.ca.status.Serials;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The sections of a ceremony file about what is done with keys that are there: their backups, and the root's CRL. */
public final class CustodyEntries {
    private CustodyEntries() {}

    /** What a ceremony file says of a key's second copy. */
    public enum Backup {
        /** There is none, for a reason. */
        NONE,
        /** There will be one; a later ceremony verifies it. */
        VERIFY
    }

    /**
     * What is so with the backups of keys this file makes, or that are there.
     *
     * @param keys names of authorities, or labels of keys
     * @param reason why there is none; required with NONE, absent with VERIFY
     */
    public record BackupEntry(
            @JsonProperty("keys") List<String> keys,
            @JsonProperty("backup") Backup backup,
            @JsonProperty("reason") @Nullable String reason) {
        public BackupEntry {
            keys = keys == null ? List.of() : List.copyOf(keys);
        }
    }

    /**
     * A restored copy to be verified.
     *
     * @param token where the copy is
     * @param keys names of authorities, or labels of keys, that it holds
     */
    public record VerifyEntry(
            @JsonProperty("token") CopyToken token,
            @JsonProperty("keys") List<String> keys) {
        public VerifyEntry {
            keys = keys == null ? List.of() : List.copyOf(keys);
        }
    }

    /**
     * The token of a restored copy.
     *
     * @param module the PKCS#11 library, absolute
     * @param label the token's label
     * @param serial the token's serial number, where several carry the label or to be sure which one it is
     * @param pinFile file with the PIN, mode 0600
     * @param pin {@code shares}: custodians type theirs; instead of a file
     * @param softhsm2Conf for a restored copy of a SoftHSM2 token directory: the configuration that leads to it
     */
    public record CopyToken(
            @JsonProperty("module") Path module,
            @JsonProperty("label") String label,
            @JsonProperty("serial") @Nullable String serial,
            @JsonProperty("pinFile") @Nullable Path pinFile,
            @JsonProperty("pin") @Nullable String pin,
            @JsonProperty("softhsm2Conf") @Nullable Path softhsm2Conf) {
        boolean takesShares() {
            return "shares".equals(pin);
        }
    }

    /**
     * A CRL of a root, or of another authority whose key only ceremonies reach.
     *
     * @param nextUpdate until when it holds; either this or months
     * @param months for how many calendar months it holds, at most 12
     * @param revoke certificates of subordinates that are revoked first
     */
    public record RootCrlEntry(
            @JsonProperty("authority") String authority,
            @JsonProperty("nextUpdate") @Nullable String nextUpdate,
            @JsonProperty("months") @Nullable Integer months,
            @JsonProperty("revoke") List<RevokeEntry> revoke) {
        public RootCrlEntry {
            revoke = revoke == null ? List.of() : List.copyOf(revoke);
        }

        /**
         * @throws IllegalArgumentException when it is no term
         */
        CrlTerm term() {
            String until = nextUpdate;
            return new CrlTerm(until == null ? null : instant("nextUpdate", until), months);
        }
    }

    /**
     * A certificate to revoke.
     *
     * @param serial hexadecimal
     * @param reason the name RFC 5280 has for it
     * @param date since when it is not to be trusted, ISO 8601 in UTC; now when absent
     */
    public record RevokeEntry(
            @JsonProperty("serial") String serial,
            @JsonProperty("reason") String reason,
            @JsonProperty("date") @Nullable String date) {
        byte[] octets() {
            return Serials.fromHex(serial == null ? "" : serial)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "\"" + serial + "\" is no serial number; give it in hexadecimal, in quotes"));
        }

        RevocationReason cause() {
            return RevocationReason.byName(reason == null ? "" : reason)
                    .filter(RevocationReason::isAskedFor)
                    .orElseThrow(() -> new IllegalArgumentException("\"" + reason
                            + "\" is no reason to revoke; give one of RFC 5280, such as cessationOfOperation"));
        }

        @Nullable
        Instant since() {
            String day = date;
            return day == null ? null : instant("date", day);
        }
    }

    /**
     * A CRL made elsewhere.
     *
     * @param authority whose CRL it is, or the one whose issuer, outside, made it
     * @param file a file beside the ceremony file, PEM or DER
     */
    public record ImportEntry(
            @JsonProperty("authority") String authority,
            @JsonProperty("file") String file) {}

    private static Instant instant(String name, String text) {
        try {
            return Instant.parse(text);
        } catch (java.time.format.DateTimeParseException e) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "%s \"%s\" is no time; write it as 2027-06-30T00:00:00Z", name, text),
                    e);
        }
    }
}
