package id.segel.ca.person;

import id.segel.ca.audit.Actor;
import id.segel.ca.audit.AuditAction;
import id.segel.ca.audit.AuditEvent;
import id.segel.ca.audit.AuditLog;
import id.segel.ca.refusal.Problem;
import id.segel.ca.refusal.RefusedException;
import id.segel.ca.store.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jspecify.annotations.Nullable;

/** Agencies: made once, suspended and released. Who may do so is decided before a call. Thread-safe. */
public final class Agencies {
    private static final int LONGEST_PAGE = 200;

    private final Database database;
    private final AuditLog audit;

    public Agencies(Database database, AuditLog audit) {
        this.database = database;
        this.audit = audit;
    }

    /**
     * Registers an agency.
     *
     * @param name 1 to 64 characters, as it will stand in O
     * @throws RefusedException INVALID when the name does not fit or is taken
     */
    public Agency create(Actor by, String name) {
        String tidy = Text.tidy(name);
        Faults faults = new Faults();
        Text.check(faults, "/name", "agency.name", tidy);
        faults.refuseIfAny();
        try {
            return database.inTransaction(handle -> {
                Agency agency = handle.createQuery("""
                                INSERT INTO agency (name) VALUES (:name)
                                RETURNING id, name, state, version, created_at
                                """)
                        .bind("name", tidy)
                        .map((row, context) -> agency(row))
                        .one();
                audit.append(handle, event(AuditAction.AGENCY_CREATED, by, agency));
                return agency;
            });
        } catch (UnableToExecuteStatementException e) {
            if ("agency_name_unique".equals(Database.violatedConstraint(e))) {
                throw Faults.one(
                        "/name",
                        "agency.name.taken",
                        "Instansi dengan nama ini sudah terdaftar. Pakai yang sudah ada.",
                        "An agency of this name is registered already. Use that one.");
            }
            throw e;
        }
    }

    public Optional<Agency> find(long id) {
        return database.read(handle -> find(handle, id));
    }

    /**
     * Agencies by id, ascending.
     *
     * @param afterId the last id of the page before; null for the first page
     * @param limit at most 200
     */
    public List<Agency> list(@Nullable Long afterId, int limit) {
        return database.read(handle -> handle.createQuery("""
                        SELECT id, name, state, version, created_at
                          FROM agency
                         WHERE id > :after
                         ORDER BY id
                         LIMIT :limit
                        """)
                .bind("after", afterId == null ? 0 : afterId)
                .bind("limit", Math.max(1, Math.min(limit, LONGEST_PAGE)))
                .map((row, context) -> agency(row))
                .list());
    }

    /**
     * Suspends an agency: its people are issued nothing any more.
     *
     * @param version the version seen
     * @param reason 10 to 500 characters
     * @throws RefusedException INVALID (reason), NOT_FOUND, STALE_VERSION, WRONG_STATE
     */
    public Agency suspend(Actor by, long id, int version, String reason) {
        return change(StateChange.SUSPEND, AuditAction.AGENCY_SUSPENDED, by, id, version, reason);
    }

    /** Undoes {@link #suspend}; the same errors. */
    public Agency release(Actor by, long id, int version, String reason) {
        return change(StateChange.RELEASE, AuditAction.AGENCY_RELEASED, by, id, version, reason);
    }

    private Agency change(StateChange change, AuditAction action, Actor by, long id, int version, String reason) {
        String checked = Reason.checked(reason);
        return database.inTransaction(handle -> {
            change.apply(handle, StateChange.Table.AGENCY, id, version);
            Agency agency = find(handle, id).orElseThrow(() -> RefusedException.because(Problem.NOT_FOUND));
            audit.append(handle, event(action, by, agency).with("reason", checked));
            return agency;
        });
    }

    private static AuditEvent event(AuditAction action, Actor by, Agency agency) {
        return AuditEvent.of(action, by, "agency", Long.toString(agency.id())).with("name", agency.name());
    }

    private static Optional<Agency> find(Handle handle, long id) {
        return handle.createQuery("SELECT id, name, state, version, created_at FROM agency WHERE id = :id")
                .bind("id", id)
                .map((row, context) -> agency(row))
                .findOne();
    }

    private static Agency agency(ResultSet row) throws SQLException {
        return new Agency(
                row.getLong("id"),
                row.getString("name"),
                AgencyState.valueOf(row.getString("state")),
                row.getInt("version"),
                row.getTimestamp("created_at").toInstant());
    }
}
