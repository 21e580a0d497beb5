package id.segel.ca.issuance;

import id.segel.ca.audit.AuditLog;
import id.segel.ca.authority.Authorities;
import id.segel.ca.authority.AuthorityKeys;
import id.segel.ca.lint.Linter;
import id.segel.ca.notice.NoticeOutbox;
import id.segel.ca.procedure.Timeline;
import id.segel.ca.profile.Profiles;
import id.segel.ca.request.CsrFindingMeters;
import id.segel.ca.request.RequestChecks;
import id.segel.ca.status.PkiLocations;
import id.segel.ca.status.StatusChanges;
import id.segel.ca.store.Database;
import id.segel.hsm.Token;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.time.Clock;

/**
 * Puts the issuance core together on an issuer node: the worker for approved applications, the direct way for ceremonies
 * and standing policies, and the reconciler, all over the same stages.
 */
public final class Issuance {
    private final Database database;
    private final AuditLog audit;
    private final StatusChanges status;
    private final AuthorityKeys keys;
    private final Token caToken;
    private final IssuanceConfiguration configuration;
    private final IssuanceParts parts;

    /**
     * @param database as the role issuer
     * @param caToken the token of the authorities' keys
     * @param status for orphans
     * @param linter what judges each certificate before it is signed
     */
    public Issuance(
            Database database,
            AuditLog audit,
            NoticeOutbox notices,
            Timeline timeline,
            StatusChanges status,
            Token caToken,
            PkiLocations urls,
            Linter linter,
            IssuanceConfiguration configuration,
            Clock clock,
            SecureRandom random,
            MeterRegistry meters) {
        this.database = database;
        this.audit = audit;
        this.status = status;
        this.keys = new AuthorityKeys(caToken);
        this.caToken = caToken;
        this.configuration = configuration;
        Authorities authorities = new Authorities(database);
        this.parts = new IssuanceParts(
                new ClaimDao(database),
                new Preparation(
                        authorities,
                        new Profiles(database),
                        new CsrRecheck(database, RequestChecks.standard(), new CsrFindingMeters(meters)),
                        new SerialNumbers(random),
                        linter,
                        urls),
                new IntentStore(database, audit, configuration.lease()),
                new Signing(keys, authorities),
                new Recorder(database, audit, notices, timeline, clock),
                new Outcomes(database, audit, notices, timeline, status, configuration, clock),
                new IssuanceMetrics(meters));
    }

    /** The authorities' keys of this node, for CRLs. */
    public AuthorityKeys keys() {
        return keys;
    }

    /** A worker; start it once. */
    public IssuerWorker worker() {
        return new IssuerWorker(parts, keys, caToken, configuration);
    }

    public DirectIssuance direct() {
        return new DirectIssuance(database, parts);
    }

    public Reconciler reconciler() {
        return new Reconciler(database, audit, status, parts, configuration);
    }
}
