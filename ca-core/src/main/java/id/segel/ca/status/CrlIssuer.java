package id.segel.ca.status;

import id.segel.ca.audit.Actor;
import id.segel.ca.audit.AuditAction;
import id.segel.ca.audit.AuditEvent;
import id.segel.ca.audit.AuditLog;
import id.segel.ca.authority.Authorities;
import id.segel.ca.authority.Authority;
import id.segel.ca.authority.AuthorityKey;
import id.segel.ca.authority.AuthorityKeys;
import id.segel.ca.store.Database;
import id.segel.ca.store.Sha256;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Makes the CRLs of an authority: the complete one and every shard. Number and bytes are stored and committed, then signed
 * once, outside any transaction, then published if they pass {@link CrlGate}. A CRL that fails anywhere is never tried
 * again; the next one has the next number. Exists on issuer nodes. Thread-safe.
 */
public final class CrlIssuer {
    private static final Actor ACTOR = Actor.system("crl-issuer");

    private final Database database;
    private final Authorities authorities;
    private final AuthorityKeys keys;
    private final AuditLog audit;
    private final PkiLocations locations;
    private final CrlSettings settings;
    private final MeterRegistry meters;
    private final CrlGate gate;

    /**
     * @param database as {@code segel_issuer}
     */
    public CrlIssuer(
            Database database,
            AuthorityKeys keys,
            AuditLog audit,
            PkiLocations locations,
            CrlSettings settings,
            MeterRegistry meters) {
        this.database = database;
        this.authorities = new Authorities(database);
        this.keys = keys;
        this.audit = audit;
        this.locations = locations;
        this.settings = settings;
        this.meters = meters;
        this.gate = new CrlGate(
                locations,
                (scope, previous, left) -> database.read(
                        handle -> CrlDao.unexplained(handle, scope.authority().id(), previous, left)));
    }

    /**
     * Makes and publishes the authority's CRLs. A refused one is audited and named in the result, and the request for a
     * CRL stays.
     *
     * @throws id.segel.hsm.TokenException when the token does not sign; nothing is published
     * @throws id.segel.ca.refusal.RefusedException DATABASE_AWAY
     * @throws IllegalStateException while the authority has no certificate
     */
    public CrlResult issue(int authorityId) {
        return issue(authorityId, thisUpdate -> thisUpdate.plus(settings.validity()), CrlOrigin.SERVICE);
    }

    /**
     * As {@link #issue}, at a ceremony: with the nextUpdate the ceremony file says.
     *
     * @throws IllegalArgumentException when nextUpdate does not fit thisUpdate; a number is burned, nothing is signed
     */
    public CrlResult issueAtCeremony(int authorityId, CrlTerm term) {
        return issue(authorityId, term::nextUpdate, CrlOrigin.CEREMONY);
    }

    private CrlResult issue(int authorityId, UnaryOperator<Instant> nextUpdate, CrlOrigin origin) {
        Authority authority = authorities.get(authorityId);
        Optional<CrlLock> lock = CrlLock.tryTake(database, authorityId);
        if (lock.isEmpty()) {
            return CrlResult.BUSY;
        }
        try (CrlLock held = lock.get()) {
            return issueLocked(authority, nextUpdate, origin);
        } catch (RuntimeException e) {
            count(authority.name(), "failed");
            throw e;
        }
    }

    private CrlResult issueLocked(Authority authority, UnaryOperator<Instant> nextUpdate, CrlOrigin origin) {
        // Seen before the entries are read: a request that comes later is not taken back below.
        Optional<OffsetDateTime> request = database.read(handle -> CrlDao.requestedAt(handle, authority.id()));
        AuthorityKey key = keys.of(authority);
        long number = database.inTransaction(transaction -> CrlDao.takeNumber(transaction, authority.id()));
        Map<CrlScope, PublishedCrl> previous = new HashMap<>();
        for (CrlScope scope : CrlScope.of(authority)) {
            database.read(handle -> CrlDao.newest(handle, authority.id(), scope.shard()))
                    .ifPresent(crl -> previous.put(scope, crl));
        }
        List<CrlIntent> intents = store(built(authority, key, number, previous, nextUpdate), origin);
        Map<CrlIntent, byte[]> passed = new HashMap<>();
        List<String> refused = new ArrayList<>();
        for (CrlIntent intent : intents) {
            byte[] signature = key.sign(new CrlPermit(intent));
            byte[] der = CrlEncoder.signed(intent.tbs(), key.algorithm(), signature);
            List<String> faults = gate.faults(der, intent, key, previous.get(intent.scope()));
            if (faults.isEmpty()) {
                passed.put(intent, der);
            } else {
                refused.add(refuse(intent, String.join("; ", faults)));
            }
        }
        List<String> published = new ArrayList<>();
        for (CrlIntent intent : intents) {
            byte[] der = passed.get(intent);
            if (der == null) {
                continue;
            }
            if (publish(intent, der, previous.get(intent.scope()))) {
                published.add(intent.scope().toString());
            } else {
                refused.add(refuse(intent, "another CRL of its scope was published meanwhile"));
            }
        }
        if (refused.isEmpty() && request.isPresent()) {
            database.useTransaction(handle -> CrlDao.clearRequest(handle, authority.id(), request.get()));
        }
        return new CrlResult(number, published, refused);
    }

    private List<CrlIntent> built(
            Authority authority,
            AuthorityKey key,
            long number,
            Map<CrlScope, PublishedCrl> previous,
            UnaryOperator<Instant> nextUpdateOf) {
        return Timer.builder("segel.crl.build")
                .description("reading the entries of an authority's CRLs and encoding them")
                .tag("authority", authority.name())
                .register(meters)
                .record(() -> build(authority, key, number, previous, nextUpdateOf));
    }

    private List<CrlIntent> build(
            Authority authority,
            AuthorityKey key,
            long number,
            Map<CrlScope, PublishedCrl> previous,
            UnaryOperator<Instant> nextUpdateOf) {
        List<CrlScope> scopes = CrlScope.of(authority);
        Instant earliest = scopes.stream()
                .map(scope -> shownSince(previous.get(scope)))
                .min(Instant::compareTo)
                .orElse(Instant.EPOCH);
        List<CrlEntry> entries = database.read(handle -> CrlDao.entries(handle, authority.id(), earliest));
        for (CrlEntry entry : entries) {
            if (entry.shard() >= authority.crlShards()) {
                throw new IllegalStateException("the certificate " + Serials.toHex(entry.serial()) + " names CRL shard "
                        + entry.shard() + ", but " + authority.name() + " has only " + authority.crlShards()
                        + "; the number of shards may only grow");
            }
        }
        // Read after the entries, so that no entry is later than the CRL says it is.
        Instant thisUpdate = database.read(CertificateStatusDao::now).truncatedTo(ChronoUnit.SECONDS);
        Instant nextUpdate = nextUpdateOf.apply(thisUpdate);
        List<CrlIntent> intents = new ArrayList<>();
        for (CrlScope scope : scopes) {
            Instant since = shownSince(previous.get(scope));
            List<CrlEntry> shown = entries.stream()
                    .filter(entry -> scope.holds(entry) && isShown(entry, since))
                    .toList();
            byte[] tbs = CrlEncoder.tbs(
                    authority,
                    key.algorithm(),
                    number,
                    thisUpdate,
                    nextUpdate,
                    scope.distributionPoint(locations),
                    shown);
            intents.add(new CrlIntent(0, scope, number, thisUpdate, nextUpdate, shown.size(), tbs));
        }
        return intents;
    }

    /** The same condition as in {@link CrlDao#entries}, for scopes whose newest CRLs are not equally old. */
    private static boolean isShown(CrlEntry entry, Instant since) {
        return !entry.notAfter().isBefore(since) || !entry.revokedAt().isBefore(since.minus(1, ChronoUnit.HOURS));
    }

    private static Instant shownSince(@Nullable PublishedCrl previous) {
        return previous == null ? Instant.EPOCH : previous.thisUpdate();
    }

    private List<CrlIntent> store(List<CrlIntent> intents, CrlOrigin origin) {
        return database.inTransaction(transaction -> {
            List<CrlIntent> stored = new ArrayList<>();
            for (CrlIntent intent : intents) {
                stored.add(intent.withId(CrlDao.insertIntent(transaction, intent, origin)));
                audit.append(transaction, event(AuditAction.CRL_NUMBER_STORED, intent));
            }
            return stored;
        });
    }

    private boolean publish(CrlIntent intent, byte[] der, @Nullable PublishedCrl previous) {
        boolean published = database.inTransaction(transaction -> {
            boolean newest = CrlDao.publish(transaction, intent, der, previous == null ? 0 : previous.number());
            if (newest) {
                audit.append(
                        transaction, event(AuditAction.CRL_PUBLISHED, intent).with("sha256", Sha256.hex(der)));
            }
            return newest;
        });
        if (published) {
            count(intent.scope().authority().name(), "published");
        }
        return published;
    }

    private String refuse(CrlIntent intent, String why) {
        audit.refused(database.jdbi(), event(AuditAction.CRL_REFUSED, intent).with("why", why));
        count(intent.scope().authority().name(), "refused");
        return intent.scope() + " number " + intent.number() + " is not published: " + why;
    }

    private void count(String authority, String outcome) {
        meters.counter("segel.crl.issued", "authority", authority, "outcome", outcome)
                .increment();
    }

    private static AuditEvent event(AuditAction action, CrlIntent intent) {
        Integer shard = intent.scope().shard();
        AuditEvent event = AuditEvent.of(action, ACTOR, "crl", intent.scope().toString())
                .with("number", intent.number())
                .with("entries", intent.entries())
                .with("thisUpdate", intent.thisUpdate().toString())
                .with("nextUpdate", intent.nextUpdate().toString())
                .with("tbsSha256", Sha256.hex(intent.tbs()));
        return shard == null ? event : event.with("shard", shard);
    }
}
