package id.segel.ca.person;

import id.segel.ca.refusal.Problem;
import id.segel.ca.refusal.RefusedException;
import id.segel.ca.refusal.Sentence;
import org.jdbi.v3.core.Handle;

/** Keeps the service from losing its last administrator. */
final class Administrators {
    /** Any number nobody else locks with. */
    private static final long LOCK = 0x5345_4745_4c41_444dL;

    private Administrators() {}

    /**
     * Runs a change of states or roles and refuses it when it would leave nobody who can administer.
     *
     * @throws RefusedException WRONG_STATE
     */
    static void keepOne(Handle transaction, Runnable change) {
        // Two administrators suspending each other at once would both see the other one left.
        transaction
                .createQuery("SELECT 1 FROM (SELECT pg_advisory_xact_lock(:lock)) locked")
                .bind("lock", LOCK)
                .mapTo(Integer.class)
                .one();
        int before = count(transaction);
        change.run();
        if (before > 0 && count(transaction) == 0) {
            throw RefusedException.because(
                    Problem.WRONG_STATE,
                    new Sentence(
                            "Ini administrator terakhir yang aktif. Tunjuk administrator lain dahulu.",
                            "This is the last active administrator. Appoint another one first."));
        }
    }

    /** How many can sign in as administrator. */
    static int count(Handle handle) {
        return handle.createQuery("""
                        SELECT count(*)
                          FROM account_role r
                          JOIN account a ON a.id = r.account_id
                          JOIN person p ON p.id = a.person_id
                         WHERE r.role = 'ADMIN' AND a.state = 'ACTIVE' AND p.state = 'ACTIVE'
                        """).mapTo(Integer.class).one();
    }
}
