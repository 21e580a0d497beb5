package id.segel.ca.status;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Where the holder's notice of a change is queued, inside the transaction of the change. */
@FunctionalInterface
public interface StatusNotices {
    /**
     * @param transaction the transaction of the change
     * @param change SUSPEND, RELEASE or REVOKE
     * @param personId the holder
     * @param applicationId the application the certificate came from
     */
    void queue(
            Handle transaction,
            StatusChange change,
            long personId,
            @Nullable Long applicationId,
            int issuerId,
            byte[] serial);
}
