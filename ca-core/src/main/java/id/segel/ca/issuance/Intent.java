package id.segel.ca.issuance;

import id.segel.ca.profile.CertificateKind;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A certificate that is prepared and linted, to be stored before it is signed. Immutable; one object for the whole life of an issuance,
 * so that nothing of two applications can mix.
 *
 * @param serial 20 octets
 * @param tbs the exact bytes to be signed
 * @param application the application it is for, absent for certificates of the service and of authorities
 */
record Intent(
        int issuerId,
        byte[] serial,
        CertificateKind kind,
        long authorisationId,
        byte[] tbs,
        byte[] spkiSha256,
        byte[] profileHash,
        int crlShard,
        ValidityPeriod validity,
        Instant renewableFrom,
        UUID leaseToken,
        @Nullable Claimed application) {

    /** Serial as people write it: lower-case hex of even length. */
    String serialHex() {
        return HexFormat.of().formatHex(serial);
    }

    /** The object id of its audit events. */
    String objectId() {
        return issuerId + "/" + serialHex();
    }
}
