package id.segel.ca.ceremony;

import id.segel.ca.audit.AuditAction;
import id.segel.ca.audit.AuditEvent;
import id.segel.ca.audit.AuditLog;
import id.segel.ca.authority.Authority;
import id.segel.ca.store.Database;
import java.util.List;

/** What changes hands when an authority gets a new generation, and its retirement. */
final class Moves {
    private final Database database;
    private final AuditLog audit;

    Moves(Database database, AuditLog audit) {
        this.database = database;
        this.audit = audit;
    }

    /** A product as it is offered now. */
    record Offered(String code, int version) {}

    /** Products offered now that this authority issues. */
    List<Offered> products(int authorityId) {
        return database.read(handle -> handle.createQuery(
                        "SELECT code, version FROM product WHERE authority_id = :authority AND active ORDER BY code")
                .bind("authority", authorityId)
                .map((row, context) -> new Offered(row.getString("code"), row.getInt("version")))
                .list());
    }

    /** Keys of the service that this authority certifies again and another could as well. */
    List<StandingPolicies.Definition> serviceKeys(String authority) {
        return database.read(StandingPolicies::definitions).stream()
                .filter(policy -> policy.authority().equals(authority) && !policy.isResponder())
                .toList();
    }

    /** Applications that would be issued by this authority and are not at their end. */
    int openApplications(int authorityId) {
        return database.read(handle -> handle.createQuery("""
            SELECT count(*) FROM application a JOIN product p ON p.code = a.product_code AND p.version = a.product_version
             WHERE p.authority_id = :authority AND a.state NOT IN ('ISSUED', 'COMPLETED', 'REJECTED', 'WITHDRAWN', 'EXPIRED')
            """)
                .bind("authority", authorityId)
                .mapTo(Integer.class)
                .one());
    }

    void move(CeremonyDao.Begun begun, String step, Authority old, Authority successor) {
        List<StandingPolicies.Definition> policies = serviceKeys(old.name());
        List<Offered> products = products(old.id());
        database.useTransaction(transaction -> {
            for (Offered product : products) {
                transaction
                        .createUpdate("UPDATE product SET active = false WHERE code = :code AND version = :version AND"
                                + " active")
                        .bind("code", product.code())
                        .bind("version", product.version())
                        .execute();
                transaction
                        .createUpdate("""
                            INSERT INTO product (code, version, name_id, name_en, service_type, procedure, profile_hash, authority_id, checklist, second_approver)
                            SELECT code, (SELECT max(version) + 1 FROM product WHERE code = :code), name_id, name_en, service_type, procedure, profile_hash,
                                   :authority, checklist, second_approver
                              FROM product WHERE code = :code AND version = :version
                            """)
                        .bind("code", product.code())
                        .bind("version", product.version())
                        .bind("authority", successor.id())
                        .execute();
                audit.append(
                        transaction,
                        AuditEvent.of(AuditAction.PRODUCT_MOVED, CeremonyDao.CEREMONY, "product", product.code())
                                .with("ceremony", begun.ceremonyId())
                                .with("from", old.name())
                                .with("to", successor.name()));
            }
            policies.forEach(policy ->
                    StandingPolicies.store(transaction, begun.ceremonyId(), policy.issuedBy(successor.name())));
            CeremonyDao.stepDone(transaction, begun.ceremonyId(), step);
        });
    }

    void retire(CeremonyDao.Begun begun, String step, Authority old) {
        database.useTransaction(transaction -> {
            int changed = transaction
                    .createUpdate(
                            "UPDATE authority SET state = 'RETIRED', retired_at = now() WHERE id = :id AND state ="
                                    + " 'ACTIVE'")
                    .bind("id", old.id())
                    .execute();
            if (changed != 1) {
                throw new IllegalStateException(
                        "authority " + old.name() + " is not ACTIVE any more; nothing was changed");
            }
            CeremonyDao.stepDone(transaction, begun.ceremonyId(), step);
            audit.append(
                    transaction,
                    AuditEvent.of(AuditAction.AUTHORITY_RETIRED, CeremonyDao.CEREMONY, "authority", old.name())
                            .with("ceremony", begun.ceremonyId()));
        });
    }
}
