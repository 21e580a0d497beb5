package id.segel.ca.notice;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Queues notices inside the transaction of the change they tell of. Stateless and thread-safe. */
public final class NoticeOutbox {
    /**
     * Queues one notice.
     *
     * @param transaction the caller's, as the web or the issuer role
     * @param personId who is told
     * @param applicationId the application it is about; needed by kinds that tell of one
     * @param issuerId the certificate's issuer, with its serial or not at all
     * @param serial the certificate's serial; ISSUED and REVOKED need it
     * @return the notice's id
     * @throws IllegalArgumentException when a reference the kind needs is missing
     * @throws IllegalStateException outside a transaction
     */
    public long queue(
            Handle transaction,
            NoticeKind kind,
            long personId,
            @Nullable Long applicationId,
            @Nullable Integer issuerId,
            byte @Nullable [] serial) {
        if (!transaction.isInTransaction()) {
            throw new IllegalStateException(
                    "notices are queued only inside the transaction of the change they tell of");
        }
        if ((issuerId == null) != (serial == null)) {
            throw new IllegalArgumentException("a notice names a certificate by issuer and serial or not at all");
        }
        kind.require(applicationId, serial != null);
        return transaction
                .createQuery("""
                        INSERT INTO notice (kind, person_id, application_id, issuer_id, serial)
                        VALUES (:kind, :person, :application, :issuer, :serial)
                        RETURNING id
                        """)
                .bind("kind", kind)
                .bind("person", personId)
                .bind("application", applicationId)
                .bind("issuer", issuerId)
                .bind("serial", serial)
                .mapTo(Long.class)
                .one();
    }
}
