package id.segel.ca.application;

import id.segel.ca.request.StoredCsrReport;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An accepted CSR.
 *
 * @param report what the checks said when it was first accepted
 * @param sha256 of its DER, lower-case hex
 * @param spkiSha256 of its SubjectPublicKeyInfo, lower-case hex
 * @param created true when a record was made; false when the same bytes were there already
 * @param application the file afterwards
 * @param receipt the read-only token for state and certificate, when the upload token of LOCK was used; the same
 *     upload gives the same receipt
 */
public record CsrUpload(
        StoredCsrReport report,
        String sha256,
        String spkiSha256,
        boolean created,
        ApplicationView application,
        @Nullable Receipt receipt) {

    /**
     * The right to read this file's state and certificate.
     *
     * @param token a secret, shown to nobody but LOCK
     * @param expiresAt when it ends at the latest
     */
    public record Receipt(String token, Instant expiresAt) {
        /** Without the token. */
        @Override
        public String toString() {
            return "Receipt[expiresAt=" + expiresAt + "]";
        }
    }
}
