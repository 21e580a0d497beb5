package id.segel.ca.subjectkey;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is known of one public key.
 *
 * @param spkiSha256 SHA-256 of its SubjectPublicKeyInfo, lower-case hex
 * @param firstSeenAt when it came up first, here or in a list
 * @param blocked its block, null where it is not blocked
 * @param holder whose it is; null for a key that only stands in a list
 * @param applications files it was uploaded to, oldest first, at most 100
 * @param certificates certificates with it, of whatever state, oldest first, at most 100
 */
public record KeyRecord(
        String spkiSha256,
        Instant firstSeenAt,
        @Nullable BlockedKey blocked,
        @Nullable Holder holder,
        List<Use> applications,
        List<Issued> certificates) {
    public KeyRecord {
        applications = List.copyOf(applications);
        certificates = List.copyOf(certificates);
    }

    /** The person a key belongs to. */
    public record Holder(String subscriberNumber, String fullName, String agency) {}

    /** A file the key was uploaded to, and its state. */
    public record Use(String number, String state) {}

    /**
     * A certificate with the key.
     *
     * @param issuer name of the authority
     * @param serial lower-case hex
     */
    public record Issued(String issuer, String serial, String state, Instant notAfter) {}
}
