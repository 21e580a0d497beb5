package id.segel.ca.status;

import id.segel.ca.audit.Actor;
import id.segel.ca.audit.AuditAction;
import id.segel.ca.audit.AuditEvent;
import id.segel.ca.audit.AuditLog;
import id.segel.ca.authority.Authorities;
import id.segel.ca.authority.Authority;
import id.segel.ca.store.Database;
import id.segel.ca.store.Sha256;
import java.math.BigInteger;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.x509.Certificate;
import org.jspecify.annotations.Nullable;

/**
 * Takes in CRLs that were made elsewhere (DESIGN 6): of an authority here whose key is kept apart, which is then served like
 * every other, or of an issuer outside that certified an authority here, which is kept and watched. What such a CRL revokes
 * is revoked here too, by the one path of status changes. Thread-safe.
 */
public final class CrlImport {
    private static final Actor ACTOR = Actor.system("crl-import");

    private final Database database;
    private final Authorities authorities;
    private final StatusChanges changes;
    private final AuditLog audit;
    private final CrlGate gate;

    /**
     * @param database as {@code segel_issuer}
     * @param changes on the same database
     */
    public CrlImport(Database database, StatusChanges changes, AuditLog audit, PkiLocations locations) {
        this.database = database;
        this.authorities = new Authorities(database);
        this.changes = changes;
        this.audit = audit;
        this.gate = new CrlGate(
                locations,
                (scope, previous, left) -> database.read(
                        handle -> CrlDao.unexplained(handle, scope.authority().id(), previous, left)));
    }

    /**
     * What was taken in.
     *
     * @param issuer whose CRL it is: an authority's name, or the distinguished name of an issuer outside
     * @param served where it is served now, as "name" or "name/shard"; null for one of an issuer outside
     * @param sha256 hex
     * @param revoked serials that became revoked or suspended here because they stand on it
     */
    public record Imported(
            String issuer,
            @Nullable String served,
            BigInteger number,
            Instant thisUpdate,
            Instant nextUpdate,
            int entries,
            String sha256,
            List<String> revoked) {
        public Imported {
            revoked = List.copyOf(revoked);
        }
    }

    /**
     * Takes a CRL in, whole or not at all.
     *
     * @param authority name of the authority whose CRL it is, or of the one that its maker, outside, certified
     * @param file PEM or DER
     * @throws IllegalArgumentException with everything that forbids it; the refusal is audited
     * @throws IllegalStateException while somebody else makes this authority's CRLs
     */
    public Imported take(String authority, byte[] file) {
        Authority known = known(authority);
        try {
            CrlFile crl = CrlFile.read(file);
            Optional<Certificate> outside = OutsideCrls.issuerOf(database, known.id(), crl);
            return outside.isPresent() ? takeOutside(known, outside.get(), crl) : takeOwn(known, crl);
        } catch (IllegalArgumentException e) {
            audit.refused(
                    database.jdbi(),
                    AuditEvent.of(AuditAction.CRL_REFUSED, ACTOR, "crl", authority)
                            .with("fileSha256", Sha256.hex(file))
                            .with("why", String.valueOf(e.getMessage())));
            throw e;
        }
    }

    /**
     * Looks whether {@link #take} would take it in now, and changes nothing.
     *
     * @throws IllegalArgumentException with everything that forbids it
     */
    public void examine(String authority, byte[] file) {
        Authority known = known(authority);
        CrlFile crl = CrlFile.read(file);
        Optional<Certificate> outside = OutsideCrls.issuerOf(database, known.id(), crl);
        if (outside.isEmpty()) {
            judge(known, crl);
            return;
        }
        List<String> faults = database.read(handle -> OutsideCrls.faults(
                crl,
                outside.get(),
                known,
                OutsideCrls.newest(handle, known.id(), OutsideCrls.hash(outside.get()))
                        .orElse(null),
                CertificateStatusDao.now(handle)));
        if (!faults.isEmpty()) {
            throw refused(faults);
        }
    }

    private Authority known(String authority) {
        return authorities
                .byName(authority)
                .orElseThrow(() -> new IllegalArgumentException("there is no authority " + authority));
    }

    private Imported takeOwn(Authority authority, CrlFile crl) {
        try (CrlLock lock = CrlLock.tryTake(database, authority.id())
                .orElseThrow(() -> new IllegalStateException(
                        "the CRLs of " + authority.name() + " are being made just now; try again in a minute"))) {
            return takeOwnLocked(authority, crl);
        }
    }

    private Imported takeOwnLocked(Authority authority, CrlFile crl) {
        Judged judged = judge(authority, crl);
        List<String> became = follow(authority, crl);
        publish(judged.scope(), crl, judged.previousNumber());
        return imported(crl, authority.name(), judged.scope().toString(), became);
    }

    /** One that may be published in the place of another. */
    private record Judged(CrlScope scope, long previousNumber) {}

    private Judged judge(Authority authority, CrlFile crl) {
        List<String> makerFaults = CrlGate.faultsOfMaker(crl, authority.requireCertificate());
        CrlScope scope = gate.scopeOf(authority, crl);
        if (scope == null) {
            List<String> faults = new ArrayList<>(makerFaults);
            faults.add("its distribution point is none of " + authority.name() + "'s");
            throw refused(faults);
        }
        PublishedCrl previous = database.read(handle -> CrlDao.newest(handle, authority.id(), scope.shard()))
                .orElse(null);
        Instant shownSince = previous == null ? Instant.EPOCH : previous.thisUpdate();
        Set<BigInteger> revoked = database.read(handle -> CrlDao.entries(handle, authority.id(), shownSince)).stream()
                .filter(scope::holds)
                .map(entry -> new BigInteger(1, entry.serial()))
                .collect(Collectors.toSet());
        long highest = database.read(handle -> CrlDao.highestNumber(handle, authority.id(), scope.shard()));
        Instant now = database.read(CertificateStatusDao::now);
        List<String> faults = gate.faultsOfFile(crl, scope, highest, previous, revoked, now);
        if (!faults.isEmpty()) {
            throw refused(faults);
        }
        return new Judged(scope, previous == null ? 0 : previous.number());
    }

    /** What stands on the CRL and is good here is revoked here, before the CRL is served. */
    private List<String> follow(Authority authority, CrlFile crl) {
        List<String> became = new ArrayList<>();
        for (CrlFile.Entry entry : crl.entries()) {
            Serials.fromHex(entry.serial().toString(16))
                    .flatMap(serial ->
                            database.read(handle -> CertificateStatusDao.find(handle, authority.id(), serial).stream()
                                    .findFirst()))
                    .filter(certificate -> isNewsTo(certificate.state(), entry.reason()))
                    .ifPresent(certificate -> {
                        change(authority, certificate, entry);
                        became.add(certificate.serial());
                    });
        }
        return became;
    }

    private static boolean isNewsTo(CertificateState state, int reason) {
        return state == CertificateState.ISSUED
                || state == CertificateState.HELD && reason != RevocationReason.CERTIFICATE_HOLD.code();
    }

    private void change(Authority authority, CertificateView certificate, CrlFile.Entry entry) {
        StatusRequest request = new StatusRequest(
                ACTOR,
                Party.MANAGEMENT,
                authority.id(),
                Serials.fromHex(certificate.serial()).orElseThrow(),
                null);
        if (entry.reason() == RevocationReason.CERTIFICATE_HOLD.code()) {
            changes.suspend(request);
            return;
        }
        Instant since =
                entry.revokedAt().isBefore(certificate.notBefore()) ? certificate.notBefore() : entry.revokedAt();
        Instant now = database.read(CertificateStatusDao::now);
        changes.revoke(request, reason(entry.reason()), since.isAfter(now) ? null : since);
    }

    private static RevocationReason reason(int code) {
        try {
            RevocationReason reason = RevocationReason.byCode(code);
            return reason.isAskedFor() ? reason : RevocationReason.UNSPECIFIED;
        } catch (IllegalArgumentException e) {
            return RevocationReason.UNSPECIFIED;
        }
    }

    private void publish(CrlScope scope, CrlFile crl, long previousNumber) {
        int authority = scope.authority().id();
        database.useTransaction(transaction -> {
            CertificateStatusDao.lockIssuer(transaction, authority);
            Optional<OffsetDateTime> request = CrlDao.requestedAt(transaction, authority);
            CrlIntent intent = new CrlIntent(
                    0,
                    scope,
                    crl.number().longValueExact(),
                    crl.thisUpdate(),
                    crl.nextUpdate(),
                    crl.entries().size(),
                    encoded(crl));
            CrlIntent stored = intent.withId(CrlDao.insertIntent(transaction, intent, CrlOrigin.IMPORT));
            if (!CrlDao.publish(transaction, stored, crl.der(), previousNumber)) {
                throw refused(List.of("another CRL of " + scope + " was published meanwhile"));
            }
            CrlDao.raiseNumber(transaction, authority, stored.number());
            if (CrlDao.areAllOfNumber(transaction, scope.authority(), stored.number())) {
                request.ifPresent(seen -> CrlDao.clearRequest(transaction, authority, seen));
            }
            audit.append(transaction, event(scope.toString(), crl));
        });
    }

    private Imported takeOutside(Authority authority, Certificate issuer, CrlFile crl) {
        String name = issuer.getSubject().toString();
        byte[] issuerHash = OutsideCrls.hash(issuer);
        List<String> became = new ArrayList<>();
        database.useTransaction(transaction -> {
            CertificateStatusDao.lockIssuers(transaction);
            Optional<OutsideCrls.Kept> previous = OutsideCrls.newest(transaction, authority.id(), issuerHash);
            List<String> faults = OutsideCrls.faults(
                    crl, issuer, authority, previous.orElse(null), CertificateStatusDao.now(transaction));
            if (!faults.isEmpty()) {
                throw refused(faults);
            }
            OutsideCrls.insert(transaction, authority.id(), issuerHash, crl);
            audit.append(transaction, event(authority.name(), crl).with("issuer", name));
            CrlFile.Entry entry = crl.entry(OutsideCrls.serialOf(authority));
            if (entry != null && changes.endOutside(transaction, ACTOR, authority.id(), reason(entry.reason()))) {
                became.add(OutsideCrls.serialOf(authority).toString(16));
            }
        });
        return imported(crl, name, null, became);
    }

    private static Imported imported(CrlFile crl, String issuer, @Nullable String served, List<String> became) {
        return new Imported(
                issuer,
                served,
                crl.number(),
                crl.thisUpdate(),
                crl.nextUpdate(),
                crl.entries().size(),
                Sha256.hex(crl.der()),
                became);
    }

    private static AuditEvent event(String object, CrlFile crl) {
        return AuditEvent.of(AuditAction.CRL_IMPORTED, ACTOR, "crl", object)
                .with("number", crl.number().toString())
                .with("entries", crl.entries().size())
                .with("thisUpdate", crl.thisUpdate().toString())
                .with("nextUpdate", crl.nextUpdate().toString())
                .with("sha256", Sha256.hex(crl.der()));
    }

    private static IllegalArgumentException refused(List<String> faults) {
        return new IllegalArgumentException("the CRL is not taken in: " + String.join("; ", faults));
    }

    private static byte[] encoded(CrlFile crl) {
        try {
            return crl.tbs().getEncoded();
        } catch (java.io.IOException e) {
            throw new IllegalStateException("a parsed CRL cannot be encoded again: " + e.getMessage(), e);
        }
    }
}
