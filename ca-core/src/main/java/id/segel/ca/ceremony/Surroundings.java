package id.segel.ca.ceremony;

import id.segel.ca.audit.AuditLog;
import id.segel.ca.custody.Desk;
import id.segel.ca.status.StatusChanges;
import id.segel.ca.status.StatusNotices;
import id.segel.ca.store.Database;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a ceremony has around it besides tokens and database.
 *
 * @param status for revocations, on the ceremony's database
 * @param desk where custodians type; null where nobody can
 * @param custody who put together the PINs of the tokens, said at the beginning of the transcript
 * @param secretVariables environment variables that no child process is given
 */
public record Surroundings(
        StatusChanges status, @Nullable Desk desk, List<String> custody, Set<String> secretVariables) {
    public Surroundings {
        custody = List.copyOf(custody);
        secretVariables = Set.copyOf(secretVariables);
    }

    /** Certificates of authorities have no holder to be told. */
    private static final StatusNotices NO_HOLDER = (transaction, change, person, application, issuer, serial) -> {
        throw new IllegalStateException("a ceremony changes the status of no person's certificate");
    };

    /** Nobody types here. */
    static Surroundings withoutPeople(Database database, AuditLog audit) {
        return new Surroundings(new StatusChanges(database, audit, NO_HOLDER), null, List.of(), Set.of());
    }
}
