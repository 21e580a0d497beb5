package id.segel.ca.application;

import id.segel.ca.audit.Actor;
import id.segel.ca.audit.AuditAction;
import id.segel.ca.audit.AuditEvent;
import id.segel.ca.procedure.ClockedFile;
import id.segel.ca.procedure.ProcedureEvent;
import id.segel.ca.refusal.Fault;
import id.segel.ca.refusal.Problem;
import id.segel.ca.refusal.RefusedException;
import id.segel.ca.refusal.Sentence;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** SOP steps 1 and 2: starting an application. */
final class Starting {
    private static final int CHALLENGE_LENGTH = 32;

    private final Registration registration;

    Starting(Registration registration) {
        this.registration = registration;
    }

    ApplicationView start(Actor actor, String productCode, Instant sessionStartedAt, @Nullable Instant productsSeenAt) {
        Instant now = now();
        return registration.web().inTransaction(transaction -> {
            requireActive(transaction, actor);
            Product product = product(transaction, productCode);
            refuseSecondOpen(transaction, actor.requirePersonId(), productCode);
            refuseActiveCertificate(transaction, actor.requirePersonId(), productCode, now);
            long id = insert(transaction, actor, product, now);
            transaction.execute(
                    "INSERT INTO application_contributor (application_id, person_id) VALUES (?, ?)",
                    id,
                    actor.requirePersonId());
            Dossier dossier = Dossiers.byId(transaction, id);
            clocks(transaction, dossier.clocked(), actor, sessionStartedAt, productsSeenAt, now);
            registration
                    .audit()
                    .append(
                            transaction,
                            AuditEvent.of(AuditAction.APPLICATION_STARTED, actor, "application", dossier.number())
                                    .with("product", product.code())
                                    .with("productVersion", product.version()));
            return dossier.view();
        });
    }

    /** R1.2. */
    private static void requireActive(Handle transaction, Actor actor) {
        transaction
                .createQuery("""
                        SELECT u.state AS account_state, n.state AS person_state, g.state AS agency_state
                          FROM account u
                          JOIN person n ON n.id = u.person_id
                          JOIN agency g ON g.id = n.agency_id
                         WHERE u.id = :account AND u.person_id = :person
                        """)
                .bind("account", actor.requireAccountId())
                .bind("person", actor.requirePersonId())
                .map((row, context) -> new String[] {
                    row.getString("account_state"), row.getString("person_state"), row.getString("agency_state")
                })
                .findOne()
                .ifPresentOrElse(states -> Refusals.requireActive(states[0], states[1], states[2]), () -> {
                    throw RefusedException.because(Problem.ACCOUNT_NOT_ACTIVE);
                });
    }

    /** R2.1 and R2.2: only what is offered, in the version that is offered now. */
    private static Product product(Handle transaction, String code) {
        return transaction
                .createQuery("SELECT code, version FROM product WHERE code = :code AND active")
                .bind("code", code)
                .map((row, context) -> new Product(row.getString("code"), row.getInt("version")))
                .findOne()
                .orElseThrow(() -> Refusals.invalid(List.of(new Fault(
                        "/product",
                        "product.unknown",
                        new Sentence(
                                "Produk ini tidak ditawarkan. Pilih salah satu dari daftar produk.",
                                "This product is not offered. Choose one from the list of products.")))));
    }

    private static void refuseSecondOpen(Handle handle, long personId, String product) {
        Optional<String> open = Dossiers.openNumber(handle, personId, product);
        if (open.isPresent()) {
            throw RefusedException.because(Problem.APPLICATION_ALREADY_OPEN).at("/api/v1/applications/" + open.get());
        }
    }

    /** R1.4; the exclusion constraint on certificates holds the same rule at the intent. */
    private static void refuseActiveCertificate(Handle transaction, long personId, String product, Instant now) {
        boolean active = transaction
                .createQuery("""
                        SELECT EXISTS (SELECT FROM certificate
                                        WHERE person_id = :person AND product_code = :product AND kind = 'SUBSCRIBER'
                                          AND state IN ('INTENT', 'ISSUED', 'HELD') AND renewable_from > :now)
                        """)
                .bind("person", personId)
                .bind("product", product)
                .bind("now", now)
                .mapTo(Boolean.class)
                .one();
        if (active) {
            throw RefusedException.because(Problem.CERTIFICATE_STILL_ACTIVE);
        }
    }

    private long insert(Handle transaction, Actor actor, Product product, Instant now) {
        byte[] challenge = new byte[CHALLENGE_LENGTH];
        registration.random().nextBytes(challenge);
        long serial = transaction
                .createQuery("SELECT nextval('application_number')")
                .mapTo(Long.class)
                .one();
        String number = String.format(
                Locale.ROOT,
                "%s-%d-%06d",
                registration.configuration().numberPrefix(),
                now.atZone(registration.configuration().zone()).getYear(),
                serial);
        Optional<Long> id = transaction
                .createQuery("""
                        INSERT INTO application (number, person_id, product_code, product_version, challenge, expires_at,
                                                 created_at, state_since)
                        VALUES (:number, :person, :product, :version, :challenge, :expires, :now, :now)
                        ON CONFLICT DO NOTHING
                        RETURNING id
                        """)
                .bind("number", number)
                .bind("person", actor.requirePersonId())
                .bind("product", product.code())
                .bind("version", product.version())
                .bind("challenge", challenge)
                .bind("expires", now.plus(registration.configuration().draftLife()))
                .bind("now", now)
                .mapTo(Long.class)
                .findOne();
        if (id.isPresent()) {
            return id.get();
        }
        // Another request was faster: one_open_application_per_person_and_product waited for it and let it win (R1.3).
        refuseSecondOpen(transaction, actor.requirePersonId(), product.code());
        throw RefusedException.because(Problem.WRONG_STATE);
    }

    private void clocks(
            Handle transaction,
            ClockedFile file,
            Actor actor,
            Instant sessionStartedAt,
            @Nullable Instant productsSeenAt,
            Instant now) {
        long account = actor.requireAccountId();
        Instant session = earlier(sessionStartedAt, now);
        Instant seen = productsSeenAt == null || productsSeenAt.isBefore(session) ? now : earlier(productsSeenAt, now);
        registration.timeline().past(transaction, file, ProcedureEvent.SESSION, session, seen, account);
        registration.timeline().past(transaction, file, ProcedureEvent.PRODUCTS_SHOWN, seen, now, account);
        registration.timeline().happened(transaction, file, ProcedureEvent.APPLICATION, now, account);
    }

    private Instant now() {
        return registration.clock().instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private record Product(String code, int version) {}
}
