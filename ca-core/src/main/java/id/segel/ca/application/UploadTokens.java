package id.segel.ca.application;

import id.segel.ca.refusal.Problem;
import id.segel.ca.refusal.RefusedException;
import id.segel.ca.store.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of LOCK (R5.4): 256 bits at the applicant, their SHA-256 in {@code enrolment_token}. Stateless.
 *
 * <p>A receipt is derived from the upload token and the CSR it was used for (HMAC-SHA256, RFC 2104). So the same upload can
 * get the same answer again although only hashes are kept here, and nobody without the upload token can make one.
 */
final class UploadTokens {
    private static final int LENGTH = 32;
    private static final byte[] RECEIPT = "segel-receipt-v1\0".getBytes(StandardCharsets.US_ASCII);

    private UploadTokens() {}

    /**
     * A live upload token.
     *
     * @param token its 32 octets
     * @param dossier the application it is for
     * @param usedFor SHA-256 of the CSR it was used for; null when it was not
     */
    @SuppressWarnings("ArrayRecordComponent") // Compared by their hashes in the database.
    record Upload(byte[] token, Dossier dossier, byte @Nullable [] usedFor) {}

    static byte[] fresh(SecureRandom random) {
        byte[] token = new byte[LENGTH];
        random.nextBytes(token);
        return token;
    }

    static String written(byte[] token) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }

    /**
     * @throws RefusedException SIGN_IN_REQUIRED when the token is unknown, expired or voided; NOT_FOUND when it is for
     *     another application
     */
    static Upload upload(Handle handle, String written, String number, Instant now) {
        byte[] token = read(written).orElseThrow(Refusals::tokenSpent);
        return handle.createQuery("""
                        SELECT application_id, used_for FROM enrolment_token
                         WHERE token_sha256 = :hash AND kind = 'UPLOAD' AND voided_at IS NULL AND expires_at > :now
                        """)
                .bind("hash", Sha256.of(token))
                .bind("now", now)
                .map((row, context) -> new Upload(
                        token, named(handle, row.getLong("application_id"), number), row.getBytes("used_for")))
                .findOne()
                .orElseThrow(Refusals::tokenSpent);
    }

    /** Under the application's lock: that no new download voided the token and no other CSR used it up meanwhile. */
    static void recheck(Handle transaction, Upload upload, byte[] csrSha256) {
        boolean live = transaction
                .createQuery("""
                        SELECT EXISTS (SELECT FROM enrolment_token
                                        WHERE token_sha256 = :hash AND voided_at IS NULL
                                          AND (used_for IS NULL OR used_for = :csr))
                        """)
                .bind("hash", Sha256.of(upload.token()))
                .bind("csr", csrSha256)
                .mapTo(Boolean.class)
                .one();
        if (!live) {
            throw Refusals.tokenSpent();
        }
    }

    /** A CSR was accepted, by whatever channel: the application's upload token is good for these bytes only. */
    static void markUsed(Handle transaction, long applicationId, byte[] csrSha256) {
        transaction
                .createUpdate("""
                        UPDATE enrolment_token SET used_for = :csr
                         WHERE application_id = :application AND kind = 'UPLOAD' AND voided_at IS NULL
                           AND used_for IS NULL
                        """)
                .bind("csr", csrSha256)
                .bind("application", applicationId)
                .execute();
    }

    /** Stores an upload token; the one before it is void. */
    static void replace(Handle transaction, long applicationId, byte[] token, Instant now, Instant expiresAt) {
        transaction
                .createUpdate("""
                        UPDATE enrolment_token SET voided_at = :now
                         WHERE application_id = :application AND kind = 'UPLOAD' AND voided_at IS NULL
                        """)
                .bind("now", now)
                .bind("application", applicationId)
                .execute();
        insert(transaction, "UPLOAD", applicationId, token, expiresAt);
    }

    /** The receipt of an upload, made if it is not there yet. */
    static CsrUpload.Receipt receipt(Handle transaction, Upload upload, byte[] csrSha256, Instant expiresAt) {
        byte[] token = derived(upload.token(), csrSha256);
        insert(transaction, "RECEIPT", upload.dossier().id(), token, expiresAt);
        Instant stored = transaction
                .createQuery("SELECT expires_at FROM enrolment_token WHERE token_sha256 = :hash")
                .bind("hash", Sha256.of(token))
                .mapTo(Instant.class)
                .one();
        return new CsrUpload.Receipt(written(token), stored);
    }

    /**
     * The application a receipt is for.
     *
     * @throws RefusedException SIGN_IN_REQUIRED when the receipt is unknown or expired; NOT_FOUND when it is for another
     *     application
     */
    static Dossier byReceipt(Handle handle, String written, String number, Instant now) {
        byte[] token = read(written).orElseThrow(Refusals::receiptSpent);
        return handle.createQuery("""
                        SELECT application_id FROM enrolment_token
                         WHERE token_sha256 = :hash AND kind = 'RECEIPT' AND voided_at IS NULL AND expires_at > :now
                        """)
                .bind("hash", Sha256.of(token))
                .bind("now", now)
                .mapTo(Long.class)
                .findOne()
                .map(id -> named(handle, id, number))
                .orElseThrow(Refusals::receiptSpent);
    }

    private static Dossier named(Handle handle, long id, String number) {
        Dossier dossier = Dossiers.byId(handle, id);
        if (!dossier.number().equals(number)) {
            throw RefusedException.because(Problem.NOT_FOUND);
        }
        return dossier;
    }

    private static void insert(Handle transaction, String kind, long applicationId, byte[] token, Instant expiresAt) {
        transaction
                .createUpdate("""
                        INSERT INTO enrolment_token (token_sha256, kind, application_id, expires_at)
                        VALUES (:hash, :kind, :application, :expires)
                        ON CONFLICT (token_sha256) DO NOTHING
                        """)
                .bind("hash", Sha256.of(token))
                .bind("kind", kind)
                .bind("application", applicationId)
                .bind("expires", expiresAt)
                .execute();
    }

    private static byte[] derived(byte[] uploadToken, byte[] csrSha256) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(uploadToken, "HmacSHA256"));
            mac.update(RECEIPT);
            return mac.doFinal(csrSha256);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HMAC-SHA256", e);
        }
    }

    private static Optional<byte[]> read(String written) {
        if (written.length() > 64) {
            return Optional.empty();
        }
        try {
            byte[] token = Base64.getUrlDecoder().decode(written);
            // One way to write a token, so that what is compared is what was sent.
            return token.length == LENGTH
                            && Arrays.equals(
                                    written(token).getBytes(StandardCharsets.US_ASCII),
                                    written.getBytes(StandardCharsets.UTF_8))
                    ? Optional.of(token)
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
