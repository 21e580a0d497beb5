package id.segel.ca.person;

import id.segel.ca.audit.Actor;
import id.segel.ca.audit.AuditAction;
import id.segel.ca.audit.AuditEvent;
import id.segel.ca.audit.AuditLog;
import id.segel.ca.refusal.Problem;
import id.segel.ca.refusal.RefusedException;
import id.segel.ca.refusal.Sentence;
import id.segel.ca.store.Database;
import org.jdbi.v3.core.Handle;

/** The subscriber agreement and who accepted which version when (domain.md R2.4). Thread-safe. */
public final class Agreements {
    private final Database database;
    private final AuditLog audit;

    public Agreements(Database database, AuditLog audit) {
        this.database = database;
        this.audit = audit;
    }

    /** The version in force: the highest one. */
    public Agreement current() {
        return database.read(handle -> handle.createQuery("""
                        SELECT version, text_id, text_en, published_at
                          FROM agreement
                         ORDER BY version DESC
                         LIMIT 1
                        """)
                .map((row, context) -> new Agreement(
                        row.getInt("version"),
                        new Sentence(row.getString("text_id"), row.getString("text_en")),
                        row.getTimestamp("published_at").toInstant()))
                .one());
    }

    /**
     * The actor's account accepts the version in force; again is no change and no event.
     *
     * @throws RefusedException NOT_FOUND when there is no such version, WRONG_STATE when a newer one is in force
     */
    public void accept(Actor by, int version) {
        database.useTransaction(handle -> accept(handle, audit, by, version));
    }

    static void accept(Handle transaction, AuditLog audit, Actor by, int version) {
        int current = transaction
                .createQuery("SELECT max(version) FROM agreement")
                .mapTo(Integer.class)
                .one();
        if (version < 1 || version > current) {
            throw RefusedException.because(Problem.NOT_FOUND);
        }
        if (version != current) {
            throw RefusedException.because(
                    Problem.WRONG_STATE,
                    new Sentence(
                            "Perjanjian versi " + version + " sudah diganti. Baca dan setujui versi " + current + ".",
                            "Agreement version " + version + " has been replaced. Read and accept version " + current
                                    + "."));
        }
        int added = transaction
                .createUpdate("""
                        INSERT INTO agreement_acceptance (account_id, version)
                        VALUES (:account, :version)
                        ON CONFLICT DO NOTHING
                        """)
                .bind("account", by.requireAccountId())
                .bind("version", version)
                .execute();
        if (added == 1) {
            audit.append(
                    transaction,
                    AuditEvent.of(AuditAction.AGREEMENT_ACCEPTED, by, "account", Long.toString(by.requireAccountId()))
                            .with("version", version));
        }
    }
}
