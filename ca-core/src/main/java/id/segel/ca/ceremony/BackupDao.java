package id.segel.ca.ceremony;

import id.segel.ca.audit.Actor;
import id.segel.ca.audit.AuditAction;
import id.segel.ca.audit.AuditEvent;
import id.segel.ca.audit.AuditLog;
import id.segel.ca.authority.KeyBackups;
import id.segel.ca.store.Database;
import id.segel.hsm.TokenPurpose;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** What ceremonies write of backups. Each method is one transaction with its audit event. */
final class BackupDao {
    private static final Actor CEREMONY = Actor.system("ceremony");

    private final Database database;
    private final AuditLog audit;

    BackupDao(Database database, AuditLog audit) {
        this.database = database;
        this.audit = audit;
    }

    /**
     * A key that should exist twice.
     *
     * @param name the authority's name, or the label of a data key
     * @param authorityId null for a data key
     * @param purpose the token the original lives in
     */
    record Target(
            KeyBackups.Kind kind,
            String name,
            String keyLabel,
            @Nullable Integer authorityId,
            TokenPurpose purpose) {}

    /** The keys known by this name: an authority's, or one with this label. */
    List<Target> find(String name) {
        return database.read(handle -> handle.createQuery("""
                        SELECT 'AUTHORITY' AS kind, name, key_label, id, key_token AS purpose
                          FROM authority
                         WHERE (name = :name OR key_label = :name) AND state IN ('PENDING', 'ACTIVE', 'RETIRED')
                        UNION ALL
                        SELECT kind, key_label, key_label, NULL, 'DATA'
                          FROM key_backup WHERE authority_id IS NULL AND key_label = :name
                        """)
                .bind("name", name)
                .map(BackupDao::target)
                .list());
    }

    private static Target target(ResultSet row, StatementContext context) throws SQLException {
        return new Target(
                KeyBackups.Kind.valueOf(row.getString("kind")),
                row.getString("name"),
                row.getString("key_label"),
                row.getObject("id", Integer.class),
                TokenPurpose.valueOf(row.getString("purpose")));
    }

    /** How a key stands; nothing where nothing was declared. */
    Optional<KeyBackups.State> state(int authorityId) {
        return database.read(handle -> handle.createQuery("SELECT state FROM key_backup WHERE authority_id = :id")
                .bind("id", authorityId)
                .mapTo(String.class)
                .findOne()
                .map(KeyBackups.State::valueOf));
    }

    /** A data key was made; nothing is known of a copy. */
    void expect(KeyBackups.Kind kind, String label) {
        database.useTransaction(transaction -> transaction
                .createUpdate("""
                        INSERT INTO key_backup (kind, key_label, state) VALUES (:kind, :label, 'MISSING')
                        ON CONFLICT (kind, key_label) WHERE authority_id IS NULL DO NOTHING
                        """)
                .bind("kind", kind.name())
                .bind("label", label)
                .execute());
    }

    /** There is no backup, for a reason. */
    void decline(long ceremonyId, Target target, String reason) {
        database.useTransaction(transaction -> {
            store(transaction, target, KeyBackups.State.NONE, reason, null);
            audit.append(
                    transaction,
                    event(AuditAction.KEY_BACKUP_DECLINED, ceremonyId, target).with("reason", reason));
        });
    }

    /** Copies did what their originals do; all of them, or none is stored. */
    void verified(long ceremonyId, List<Target> targets, String where) {
        database.useTransaction(transaction -> {
            for (Target target : targets) {
                store(transaction, target, KeyBackups.State.VERIFIED, null, where);
                audit.append(
                        transaction,
                        event(AuditAction.KEY_BACKUP_VERIFIED, ceremonyId, target)
                                .with("in", where));
            }
        });
    }

    /** A copy did not do what its original does. What was known before stays. */
    void refused(long ceremonyId, Target target, String why) {
        database.useTransaction(transaction -> audit.append(
                transaction,
                event(AuditAction.KEY_BACKUP_REFUSED, ceremonyId, target).with("why", why)));
    }

    private static void store(
            Handle transaction,
            Target target,
            KeyBackups.State state,
            @Nullable String reason,
            @Nullable String where) {
        transaction
                .createUpdate("""
                        INSERT INTO key_backup (kind, key_label, authority_id, state, reason, verified_in)
                        VALUES (:kind, :label, :authority, :state, :reason, :where)
                        ON CONFLICT %s DO UPDATE
                           SET state = excluded.state, reason = excluded.reason, verified_in = excluded.verified_in,
                               changed_at = now()
                        """.formatted(
                                target.authorityId() == null
                                        ? "(kind, key_label) WHERE authority_id IS NULL"
                                        : "(authority_id)"))
                .bind("kind", target.kind().name())
                .bind("label", target.keyLabel())
                .bind("authority", target.authorityId())
                .bind("state", state.name())
                .bind("reason", reason)
                .bind("where", where)
                .execute();
    }

    private static AuditEvent event(AuditAction action, long ceremonyId, Target target) {
        return AuditEvent.of(action, CEREMONY, "key", target.keyLabel())
                .with("ceremony", ceremonyId)
                .with("kind", target.kind().name())
                .with("of", target.name());
    }
}
