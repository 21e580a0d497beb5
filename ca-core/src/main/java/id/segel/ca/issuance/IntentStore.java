package id.segel.ca.issuance;

import id.segel.ca.audit.Actor;
import id.segel.ca.audit.AuditAction;
import id.segel.ca.audit.AuditEvent;
import id.segel.ca.audit.AuditLog;
import id.segel.ca.profile.CertificateKind;
import id.segel.ca.refusal.RefusedException;
import id.segel.ca.store.Database;
import id.segel.ca.store.SqlArrays;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * Transaction B: stores intents. Every constraint that can refuse an issuance is met here, before the token is asked;
 * what this returns is committed and carries the only permits there are. Thread-safe.
 */
final class IntentStore {
    private final Database database;
    private final AuditLog audit;
    private final Duration lease;

    IntentStore(Database database, AuditLog audit, Duration lease) {
        this.database = database;
        this.audit = audit;
        this.lease = lease;
    }

    /** An intent the database has committed, with the permit to sign its bytes once. */
    record Stored(Intent intent, CertificatePermit permit) {}

    /**
     * Stores a batch. Rows the database refused are simply not in the answer; why is asked by
     * {@link Outcomes#explainRefusal}. A fault of another kind than a refusal makes the batch be repeated member by
     * member, so one bad member never fails the others.
     */
    List<Stored> store(List<Intent> batch) {
        List<Intent> sorted = new ArrayList<>(batch);
        sorted.sort(Comparator.comparingLong(IntentStore::person));
        try {
            return storeTogether(sorted);
        } catch (RefusedException databaseAway) {
            throw databaseAway;
        } catch (RuntimeException e) {
            if (sorted.size() == 1) {
                throw e;
            }
            List<Stored> stored = new ArrayList<>();
            for (Intent member : sorted) {
                try {
                    stored.addAll(storeTogether(List.of(member)));
                } catch (RefusedException databaseAway) {
                    throw databaseAway;
                } catch (RuntimeException memberFault) {
                    org.slf4j.LoggerFactory.getLogger(IntentStore.class)
                            .error("the intent of {} cannot be stored", member.objectId(), memberFault);
                }
            }
            return stored;
        }
    }

    private List<Stored> storeTogether(List<Intent> batch) {
        return database.inTransaction(transaction -> {
            List<Intent> allowed = lockAndRecheck(transaction, batch);
            if (allowed.isEmpty()) {
                return List.of();
            }
            Set<String> kept = insert(transaction, allowed);
            List<Stored> stored = new ArrayList<>(kept.size());
            List<AuditEvent> events = new ArrayList<>(kept.size());
            for (Intent intent : allowed) {
                if (kept.contains(intent.serialHex())) {
                    stored.add(new Stored(intent, new CertificatePermit(intent.tbs())));
                    events.add(event(intent));
                }
            }
            audit.appendAll(transaction, events);
            return stored;
        });
    }

    /** Why the database did not keep an intent, asked after the fact for the people who wait. */
    IssueFault explainRefusal(Intent intent) {
        Claimed application = java.util.Objects.requireNonNull(intent.application());
        return database.read(handle -> handle.createQuery("""
                        SELECT CASE
                                 WHEN p.state <> 'ACTIVE' OR account.state <> 'ACTIVE' OR g.state <> 'ACTIVE' THEN 'ACCOUNT_NOT_ACTIVE'
                                 WHEN u.state <> 'ACTIVE' THEN 'AUTHORITY_NOT_USABLE'
                                 WHEN NOT EXISTS (SELECT FROM key_backup b WHERE b.authority_id = u.id AND b.state <> 'MISSING')
                                      THEN 'AUTHORITY_NOT_BACKED_UP'
                                 WHEN k.blocked_at IS NOT NULL OR k.person_id IS DISTINCT FROM a.person_id THEN 'KEY_NOT_USABLE'
                                 WHEN EXISTS (SELECT FROM certificate c
                                               WHERE c.person_id = a.person_id AND c.product_code = a.product_code
                                                 AND c.state IN ('INTENT', 'ISSUED', 'HELD') AND c.renewable_from > :notBefore)
                                      THEN 'CERTIFICATE_STILL_ACTIVE'
                                 ELSE 'EVIDENCE_CHANGED' END
                          FROM application a
                          JOIN person p ON p.id = a.person_id
                          JOIN account ON account.person_id = p.id
                          JOIN agency g ON g.id = p.agency_id
                          JOIN product ON product.code = a.product_code AND product.version = a.product_version
                          JOIN authority u ON u.id = product.authority_id
                          JOIN public_key k ON k.spki_sha256 = :spki
                         WHERE a.id = :id
                        """)
                .bind("id", application.applicationId())
                .bind("spki", intent.spkiSha256())
                .bind("notBefore", intent.validity().notBefore().atOffset(ZoneOffset.UTC))
                .mapTo(String.class)
                .map(IssueFault::valueOf)
                .one());
    }

    /** Why the database did not keep an intent of a ceremony or a standing policy. */
    IssueFault explainDirectRefusal(Intent intent) {
        return database.read(handle -> handle.createQuery("""
                        SELECT CASE WHEN state IN ('ACTIVE', 'RETIRED')
                                     AND NOT EXISTS (SELECT FROM key_backup b WHERE b.authority_id = a.id AND b.state <> 'MISSING')
                                    THEN 'AUTHORITY_NOT_BACKED_UP' ELSE 'AUTHORITY_NOT_USABLE' END
                          FROM authority a WHERE id = :id
                        """)
                .bind("id", intent.issuerId())
                .mapTo(String.class)
                .map(IssueFault::valueOf)
                .one());
    }

    private static long person(Intent intent) {
        return intent.application() == null ? 0 : intent.application().personId();
    }

    private AuditEvent event(Intent intent) {
        AuditEvent event = AuditEvent.of(
                        AuditAction.INTENT_STORED, Actor.system("issuer"), "certificate", intent.objectId())
                .with("kind", intent.kind().name())
                .with("authorisation", intent.authorisationId())
                .with("profileSha256", HexFormat.of().formatHex(intent.profileHash()))
                .with("spkiSha256", HexFormat.of().formatHex(intent.spkiSha256()));
        return intent.application() == null
                ? event
                : event.with("application", intent.application().number());
    }

    /** Locks what the issue depends on and keeps the members for which everything still holds. */
    private static List<Intent> lockAndRecheck(Handle transaction, List<Intent> batch) {
        List<Claimed> applications = batch.stream()
                .filter(intent -> intent.kind() == CertificateKind.SUBSCRIBER)
                .map(intent -> java.util.Objects.requireNonNull(intent.application()))
                .toList();
        Set<Long> holding = new HashSet<>();
        if (!applications.isEmpty()) {
            holding.addAll(transaction
                    .createQuery("""
                            SELECT a.id
                              FROM unnest(:ids, :leases, :spki) AS w (id, lease_token, spki_sha256)
                              JOIN application a ON a.id = w.id
                              JOIN person p ON p.id = a.person_id
                              JOIN account ON account.person_id = p.id
                              JOIN agency g ON g.id = p.agency_id
                              JOIN product ON product.code = a.product_code AND product.version = a.product_version
                              JOIN authority u ON u.id = product.authority_id
                              JOIN decision d ON d.id = a.approval_id
                              JOIN letter ON letter.id = a.letter_id
                              JOIN csr ON csr.id = a.csr_id
                              JOIN public_key k ON k.spki_sha256 = w.spki_sha256
                             WHERE a.state = 'ISSUING' AND a.lease_token = w.lease_token AND a.lease_expires_at > clock_timestamp()
                               AND p.state = 'ACTIVE' AND account.state = 'ACTIVE' AND g.state = 'ACTIVE' AND u.state = 'ACTIVE'
                               AND EXISTS (SELECT FROM key_backup b WHERE b.authority_id = u.id AND b.state <> 'MISSING')
                               AND k.blocked_at IS NULL AND k.person_id = a.person_id
                               AND d.outcome = 'APPROVE' AND d.letter_sha256 = letter.sha256 AND d.csr_sha256 = csr.sha256
                               AND d.spki_sha256 = w.spki_sha256 AND d.profile_hash = product.profile_hash
                             ORDER BY a.person_id, a.id
                               FOR UPDATE OF a FOR SHARE OF p, g, u, k
                            """)
                    .bind(
                            "ids",
                            SqlArrays.of(
                                    "bigint",
                                    applications.stream()
                                            .map(Claimed::applicationId)
                                            .toArray()))
                    .bind(
                            "leases",
                            SqlArrays.of(
                                    "uuid",
                                    applications.stream()
                                            .map(Claimed::leaseToken)
                                            .toArray()))
                    .bind(
                            "spki",
                            SqlArrays.of(
                                    "bytea",
                                    applications.stream()
                                            .map(a -> a.present().spkiSha256())
                                            .toArray(byte[][]::new)))
                    .mapTo(Long.class)
                    .list());
        }
        List<Intent> allowed = new ArrayList<>();
        for (Intent intent : batch) {
            Claimed application = intent.application();
            boolean holds = application == null
                    ? authorityUsable(transaction, intent)
                    : holding.contains(application.applicationId());
            if (holds) {
                allowed.add(intent);
            }
        }
        return allowed;
    }

    /**
     * An authority signs its own certificate while it is PENDING, and any other only when it is ACTIVE and its key exists
     * twice or was declared not to (incident 27); its responders' also when it is RETIRED.
     */
    private static boolean authorityUsable(Handle transaction, Intent intent) {
        return transaction
                .createQuery("""
                        SELECT (state = 'PENDING' AND spki_sha256 = :spki)
                            OR ((state = 'ACTIVE' OR (state = 'RETIRED' AND :kind = 'OCSP'))
                                AND EXISTS (SELECT FROM key_backup b WHERE b.authority_id = a.id AND b.state <> 'MISSING'))
                          FROM authority a WHERE id = :id FOR SHARE
                        """)
                .bind("kind", intent.kind().name())
                .bind("id", intent.issuerId())
                .bind("spki", intent.spkiSha256())
                .mapTo(Boolean.class)
                .findOne()
                .orElse(false);
    }

    private Set<String> insert(Handle transaction, List<Intent> batch) {
        int size = batch.size();
        Integer[] issuers = new Integer[size];
        byte[][] serials = new byte[size][];
        String[] kinds = new String[size];
        Long[] authorisations = new Long[size];
        Long[] applications = new Long[size];
        Long[] persons = new Long[size];
        String[] products = new String[size];
        byte[][] tbs = new byte[size][];
        byte[][] spki = new byte[size][];
        byte[][] profiles = new byte[size][];
        Integer[] shards = new Integer[size];
        OffsetDateTime[] notBefore = new OffsetDateTime[size];
        OffsetDateTime[] notAfter = new OffsetDateTime[size];
        OffsetDateTime[] renewable = new OffsetDateTime[size];
        Object[] leases = new Object[size];
        for (int i = 0; i < size; i++) {
            Intent intent = batch.get(i);
            Claimed application = intent.application();
            issuers[i] = intent.issuerId();
            serials[i] = intent.serial();
            kinds[i] = intent.kind().name();
            authorisations[i] = intent.authorisationId();
            applications[i] = application == null ? null : application.applicationId();
            persons[i] = application == null ? null : application.personId();
            products[i] = application == null ? null : application.productCode();
            tbs[i] = intent.tbs();
            spki[i] = intent.spkiSha256();
            profiles[i] = intent.profileHash();
            shards[i] = intent.crlShard();
            notBefore[i] = intent.validity().notBefore().atOffset(ZoneOffset.UTC);
            notAfter[i] = intent.validity().notAfter().atOffset(ZoneOffset.UTC);
            renewable[i] = intent.renewableFrom().atOffset(ZoneOffset.UTC);
            leases[i] = intent.leaseToken();
        }
        return new HashSet<>(transaction
                .createQuery("""
                    INSERT INTO certificate (issuer_id, serial, kind, authorisation_id, authorisation_kind, application_id, person_id,
                                             product_code, tbs, tbs_sha256, spki_sha256, profile_hash, crl_shard, not_before, not_after,
                                             renewable_from, lease_token, lease_expires_at)
                    SELECT w.issuer_id, w.serial, w.kind, w.authorisation_id, z.kind, w.application_id, w.person_id,
                           w.product_code, w.tbs, sha256(w.tbs), w.spki_sha256, w.profile_hash, w.crl_shard, w.not_before, w.not_after,
                           w.renewable_from, w.lease_token, coalesce(a.lease_expires_at, clock_timestamp() + :lease)
                      FROM unnest(:issuers, :serials, :kinds, :authorisations, :applications, :persons, :products, :tbs, :spki,
                                  :profiles, :shards, :notBefore, :notAfter, :renewable, :leases) WITH ORDINALITY
                        AS w (issuer_id, serial, kind, authorisation_id, application_id, person_id, product_code, tbs, spki_sha256,
                              profile_hash, crl_shard, not_before, not_after, renewable_from, lease_token, n)
                      JOIN authorisation z ON z.id = w.authorisation_id
                      LEFT JOIN application a ON a.id = w.application_id
                     ORDER BY w.n
                        ON CONFLICT DO NOTHING
                    RETURNING encode(serial, 'hex')
                    """)
                .bind("lease", lease)
                .bind("issuers", SqlArrays.of("integer", issuers))
                .bind("serials", SqlArrays.of("bytea", serials))
                .bind("kinds", SqlArrays.of("text", kinds))
                .bind("authorisations", SqlArrays.of("bigint", authorisations))
                .bind("applications", SqlArrays.of("bigint", applications))
                .bind("persons", SqlArrays.of("bigint", persons))
                .bind("products", SqlArrays.of("text", products))
                .bind("tbs", SqlArrays.of("bytea", tbs))
                .bind("spki", SqlArrays.of("bytea", spki))
                .bind("profiles", SqlArrays.of("bytea", profiles))
                .bind("shards", SqlArrays.of("integer", shards))
                .bind("notBefore", SqlArrays.of("timestamptz", notBefore))
                .bind("notAfter", SqlArrays.of("timestamptz", notAfter))
                .bind("renewable", SqlArrays.of("timestamptz", renewable))
                .bind("leases", SqlArrays.of("uuid", leases))
                .mapTo(String.class)
                .list());
    }
}
