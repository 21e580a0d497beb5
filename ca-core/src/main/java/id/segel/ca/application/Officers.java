package id.segel.ca.application;

import id.segel.ca.audit.Actor;
import id.segel.ca.refusal.Problem;
import id.segel.ca.refusal.RefusedException;
import org.jdbi.v3.core.Handle;

/**
 * Who may act for the office, and on whose file (domain.md 1.4). The permission table of {@code access} answers for
 * requests; this asks again where it counts, because roles change while a file is open. Stateless.
 */
final class Officers {
    private Officers() {}

    /**
     * @throws RefusedException NOT_PERMITTED unless the account is active and an officer or supervisor
     */
    static void require(Handle handle, Actor actor) {
        if (!has(handle, actor, "OFFICER") && !has(handle, actor, "SUPERVISOR")) {
            throw RefusedException.because(Problem.NOT_PERMITTED);
        }
    }

    static boolean isSupervisor(Handle handle, Actor actor) {
        return has(handle, actor, "SUPERVISOR");
    }

    /**
     * The person's own file, one they created or changed, and that of an account they made are for others.
     *
     * @throws RefusedException DECISION_NOT_YOURS
     */
    static void requireStranger(Handle handle, Actor actor, Dossier dossier) {
        Long madeBy = dossier.applicant().accountMadeBy();
        long person = actor.requirePersonId();
        if (person == dossier.applicant().personId()
                || (madeBy != null && madeBy == person)
                || contributed(handle, dossier.id(), person)) {
            throw RefusedException.because(Problem.DECISION_NOT_YOURS);
        }
    }

    private static boolean contributed(Handle handle, long applicationId, long personId) {
        return handle.createQuery("""
                        SELECT EXISTS (SELECT FROM application_contributor
                                        WHERE application_id = :application AND person_id = :person)
                        """)
                .bind("application", applicationId)
                .bind("person", personId)
                .mapTo(Boolean.class)
                .one();
    }

    private static boolean has(Handle handle, Actor actor, String role) {
        return handle.createQuery("""
                        SELECT EXISTS (SELECT FROM account u JOIN account_role r ON r.account_id = u.id
                                        WHERE u.id = :account AND u.state = 'ACTIVE' AND r.role = :role)
                        """)
                .bind("account", actor.requireAccountId())
                .bind("role", role)
                .mapTo(Boolean.class)
                .one();
    }
}
