package id.segel.ca.issuance;

import id.segel.ca.procedure.ClockedFile;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An approved application this worker holds a lease on, with everything the certificate is made from, as the database had
 * it at the claim.
 *
 * @param clock the file as its timeline knows it
 * @param leaseToken proves the lease
 * @param csr the request, DER
 * @param challenge of the application, 32 bytes
 * @param databaseTime the database's clock at the claim; becomes notBefore
 */
record Claimed(
        long applicationId,
        String number,
        ClockedFile clock,
        int attempt,
        UUID leaseToken,
        Instant databaseTime,
        long personId,
        String personState,
        String accountState,
        String agencyState,
        Map<String, String> fields,
        String email,
        String productCode,
        byte[] profileHash,
        int authorityId,
        long authorisationId,
        Evidence approved,
        Evidence present,
        byte[] csr,
        byte[] challenge,
        byte[] spki,
        @Nullable Instant keyBlockedAt,
        @Nullable Long keyOwner) {

    /** What an approval was bound to, and what is there now. Equal means nothing changed since. */
    record Evidence(byte[] letterSha256, byte[] csrSha256, byte[] spkiSha256, byte[] profileHash) {
        boolean sameAs(Evidence other) {
            return Arrays.equals(letterSha256, other.letterSha256)
                    && Arrays.equals(csrSha256, other.csrSha256)
                    && Arrays.equals(spkiSha256, other.spkiSha256)
                    && Arrays.equals(profileHash, other.profileHash);
        }
    }

    /** A field that every account has. */
    String field(String name) {
        return Objects.requireNonNull(fields.get(name), name);
    }

    static Map<String, String> fields(
            String fullName,
            String agency,
            @Nullable String unit,
            @Nullable String position,
            String subscriberNumber,
            String email) {
        Map<String, String> fields = new HashMap<>();
        fields.put("fullName", fullName);
        fields.put("agency", agency);
        fields.put("subscriberNumber", subscriberNumber);
        fields.put("email", email);
        if (unit != null) {
            fields.put("unit", unit);
        }
        if (position != null) {
            fields.put("position", position);
        }
        return Map.copyOf(fields);
    }
}
