package id.segel.api.server;

import id.segel.api.config.TokenSettings;
import id.segel.api.job.ApprovalEar;
import id.segel.api.job.Repeating;
import id.segel.ca.ceremony.StandingPolicies;
import id.segel.ca.issuance.Issuance;
import id.segel.ca.issuance.IssuerWorker;
import id.segel.ca.issuance.Reconciler;
import id.segel.ca.procedure.Timeline;
import id.segel.ca.status.CrlIssuer;
import id.segel.ca.status.CrlSchedule;
import id.segel.ca.status.PkiLocations;
import id.segel.ca.status.StatusChanges;
import id.segel.ca.store.Database;
import id.segel.ca.store.DatabaseRole;
import id.segel.hsm.Token;
import id.segel.hsm.TokenPurpose;
import io.dropwizard.lifecycle.Managed;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** What a node with the role issuer does: issues, reconciles, makes CRLs, renews the certificates of its own keys. */
final class IssuerNode {
    private static final Duration CRL_TICK = Duration.ofMillis(250);
    private static final Duration RECONCILE = Duration.ofMinutes(1);
    private static final Duration RENEW = Duration.ofHours(1);
    private static final Duration STOP = Duration.ofSeconds(15);

    private final Basis basis;
    private final Database database;
    private final IssuerWorker worker;
    private final Reconciler reconciler;
    private final CrlSchedule schedule;
    private final StandingPolicies policies;

    IssuerNode(Basis basis) {
        this.basis = basis;
        this.database = basis.database(
                DatabaseRole.ISSUER,
                basis.configuration().database().poolSizes().issuer());
        Token caToken = basis.requireToken(TokenPurpose.CA);
        TokenSettings ca = Objects.requireNonNull(basis.configuration().tokens().ca());
        StatusChanges status = new StatusChanges(database, basis.audit(), basis.statusNotices());
        Issuance issuance = new Issuance(
                database,
                basis.audit(),
                basis.outbox(),
                new Timeline(database, basis.meters()),
                status,
                caToken,
                new PkiLocations(basis.configuration().pkiBase()),
                basis.configuration().issuer().linter(),
                basis.configuration().issuer().forIssuance(ca.longestSignature()),
                basis.clock(),
                basis.random(),
                basis.meters());
        this.worker = issuance.worker();
        this.reconciler = issuance.reconciler();
        this.policies = new StandingPolicies(database, basis.audit(), issuance.direct(), basis.tokens(), basis.clock());
        CrlIssuer crls = new CrlIssuer(
                database,
                issuance.keys(),
                basis.audit(),
                new PkiLocations(basis.configuration().pkiBase()),
                basis.configuration().status().crl(),
                basis.meters());
        this.schedule =
                new CrlSchedule(database, crls, basis.configuration().status().crl(), basis.meters(), basis.clock());
    }

    Database database() {
        return database;
    }

    /** Wakes the worker. */
    void wake() {
        worker.wake();
    }

    List<String> crlComplaints() {
        return schedule.complaints();
    }

    /** In the order they start; they stop in the opposite one. */
    List<Managed> managed() {
        return List.of(
                new Repeating("crl-schedule", CRL_TICK, STOP, schedule::tick),
                new Repeating("reconciler", RECONCILE, STOP, reconciler::run),
                new Repeating("standing-policies", RENEW, STOP, policies::renewDue),
                new ApprovalEar(
                        basis.configuration().database().url(),
                        DatabaseRole.ISSUER,
                        basis.password(DatabaseRole.ISSUER),
                        this::wake),
                new Working());
    }

    /** The worker takes no more and comes to the end of what it has. */
    private final class Working implements Managed {
        @Override
        public void start() {
            worker.start();
        }

        @Override
        public void stop() {
            worker.close();
        }
    }
}
