package id.segel.ca.status;

import id.segel.ca.audit.Actor;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request to change the status of one certificate.
 *
 * @param actor who asks
 * @param party in whose right; the caller knows that the actor may act so
 * @param issuerId the certificate's issuer, or null where the serial number alone says which
 * @param serial octets of {@link Serials#fromHex}
 * @param note what the office should remember, at most 2,000 characters; may be personal data and is only committed to in
 *     the audit log
 */
public record StatusRequest(
        Actor actor,
        Party party,
        @Nullable Integer issuerId,
        byte[] serial,
        @Nullable String note) {
    public StatusRequest {
        Objects.requireNonNull(actor);
        Objects.requireNonNull(party);
        Objects.requireNonNull(serial);
    }
}
