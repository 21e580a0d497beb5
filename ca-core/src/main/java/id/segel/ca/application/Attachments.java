package id.segel.ca.application;

import java.util.Arrays;
import org.jdbi.v3.core.Handle;

/** Gives an application another letter or CSR: a new version of the file, in the states where it may change. Stateless. */
final class Attachments {
    private static final String[] CHANGEABLE =
            ApplicationState.changeable().stream().map(Enum::name).toArray(String[]::new);

    private Attachments() {}

    static void attachLetter(Handle transaction, long applicationId, long letterId) {
        attach(transaction, """
                UPDATE application SET letter_id = :attached, version = version + 1
                 WHERE id = :id AND state = ANY (:changeable)
                """, applicationId, letterId);
    }

    static void attachCsr(Handle transaction, long applicationId, long csrId) {
        attach(transaction, """
                UPDATE application SET csr_id = :attached, version = version + 1
                 WHERE id = :id AND state = ANY (:changeable)
                """, applicationId, csrId);
    }

    private static void attach(Handle transaction, String sql, long applicationId, long attached) {
        int rows = transaction
                .createUpdate(sql)
                .bind("attached", attached)
                .bind("id", applicationId)
                .bindArray("changeable", String.class, Arrays.asList(CHANGEABLE))
                .execute();
        if (rows != 1) {
            // The caller holds the row's lock and looked at its state.
            throw new IllegalStateException("application " + applicationId + " did not take what was attached to it");
        }
    }
}
