package id.segel.ca.person;

import id.segel.ca.refusal.Problem;
import id.segel.ca.refusal.RefusedException;
import org.jdbi.v3.core.Handle;

/** Suspending and releasing: the one compare-and-set that agencies, people and accounts share. */
enum StateChange {
    SUSPEND("ACTIVE", "SUSPENDED"),
    RELEASE("SUSPENDED", "ACTIVE");

    /** The tables whose rows can be suspended; their names stand in SQL, so they come from here alone. */
    enum Table {
        AGENCY("agency"),
        PERSON("person"),
        ACCOUNT("account");

        private final String sql;

        Table(String sql) {
            this.sql = sql;
        }
    }

    private record Seen(int version, String state) {}

    private final String from;
    private final String to;

    StateChange(String from, String to) {
        this.from = from;
        this.to = to;
    }

    /**
     * Changes the state of the row if it still has the version seen.
     *
     * @throws RefusedException NOT_FOUND, STALE_VERSION or WRONG_STATE
     */
    void apply(Handle transaction, Table table, long id, int version) {
        int changed = transaction
                .createUpdate("UPDATE " + table.sql + " SET state = :to, version = version + 1"
                        + " WHERE id = :id AND version = :version AND state = :from")
                .bind("to", to)
                .bind("from", from)
                .bind("id", id)
                .bind("version", version)
                .execute();
        if (changed == 0) {
            throw why(transaction, table, id, version);
        }
    }

    private static RefusedException why(Handle transaction, Table table, long id, int version) {
        Seen seen = transaction
                .createQuery("SELECT version, state FROM " + table.sql + " WHERE id = :id")
                .bind("id", id)
                .map((row, context) -> new Seen(row.getInt("version"), row.getString("state")))
                .findOne()
                .orElseThrow(() -> RefusedException.because(Problem.NOT_FOUND));
        return RefusedException.because(seen.version() == version ? Problem.WRONG_STATE : Problem.STALE_VERSION);
    }
}
