package id.segel.ca.status;

import id.segel.ca.authority.Authority;
import id.segel.ca.store.SqlArrays;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** The statements about CRLs. Every one runs on the handle it is given. */
final class CrlDao {
    private CrlDao() {}

    /** The next number, taken under the lock of the authority's row. Numbers are burned, never given twice. */
    static long takeNumber(Handle transaction, int authorityId) {
        return transaction
                .createQuery("UPDATE authority SET last_crl_number = last_crl_number + 1 WHERE id = :id RETURNING"
                        + " last_crl_number")
                .bind("id", authorityId)
                .mapTo(Long.class)
                .one();
    }

    /** The highest number stored for a scope, also one that was burned; 0 for none. */
    static long highestNumber(Handle handle, int authorityId, @Nullable Integer shard) {
        return handle.createQuery("""
                        SELECT coalesce(max(number), 0) FROM crl
                         WHERE authority_id = :authority AND shard IS NOT DISTINCT FROM CAST(:shard AS int)
                        """)
                .bind("authority", authorityId)
                .bind("shard", shard)
                .mapTo(Long.class)
                .one();
    }

    /** The counter is at least at this number: the next one drawn is above that of a CRL made elsewhere. */
    static void raiseNumber(Handle transaction, int authorityId, long number) {
        transaction
                .createUpdate(
                        "UPDATE authority SET last_crl_number = :number WHERE id = :id AND last_crl_number < :number")
                .bind("number", number)
                .bind("id", authorityId)
                .execute();
    }

    /** Whether the newest published CRLs of all scopes, complete and shards, have this number. */
    static boolean areAllOfNumber(Handle handle, Authority authority, long number) {
        return CrlScope.of(authority).stream()
                .allMatch(scope -> newest(handle, authority.id(), scope.shard())
                        .filter(crl -> crl.number() == number)
                        .isPresent());
    }

    /** Since when a CRL is asked for, or nothing. */
    static Optional<OffsetDateTime> requestedAt(Handle handle, int authorityId) {
        return handle.createQuery(
                        "SELECT crl_requested_at FROM authority WHERE id = :id AND crl_requested_at IS NOT NULL")
                .bind("id", authorityId)
                .mapTo(OffsetDateTime.class)
                .findOne();
    }

    /** Takes the request back if none came since it was seen. */
    static void clearRequest(Handle handle, int authorityId, OffsetDateTime seen) {
        handle.createUpdate("UPDATE authority SET crl_requested_at = NULL WHERE id = :id AND crl_requested_at = :seen")
                .bind("id", authorityId)
                .bind("seen", seen)
                .execute();
    }

    /**
     * What stands on a CRL, by state. Left out is only what expired before {@code shownSince}: a CRL made after its expiry
     * has shown it (RFC 5280 3.3). The hour keeps a change that was being committed while that CRL was made.
     */
    static List<CrlEntry> entries(Handle handle, int authorityId, Instant shownSince) {
        return handle.createQuery("""
            SELECT serial, revoked_at, revocation_reason, crl_shard, not_after
              FROM certificate
             WHERE issuer_id = :authority AND state IN ('HELD', 'REVOKED', 'ORPHANED')
               AND (not_after >= :since OR revoked_at >= CAST(:since AS timestamptz) - interval '1 hour')
             ORDER BY crl_shard, serial
            """)
                .bind("authority", authorityId)
                .bind("since", shownSince)
                .map(CrlDao::entry)
                .list();
    }

    /** Stores a CRL about to be signed and returns the row's id. */
    static long insertIntent(Handle transaction, CrlIntent intent, CrlOrigin origin) {
        return transaction
                .createQuery("""
                        INSERT INTO crl (authority_id, shard, number, this_update, next_update, entries, tbs_sha256, origin)
                        VALUES (:authority, :shard, :number, :thisUpdate, :nextUpdate, :entries, sha256(:tbs), :origin)
                        RETURNING id
                        """)
                .bind("authority", intent.scope().authority().id())
                .bind("shard", intent.scope().shard())
                .bind("number", intent.number())
                .bind("thisUpdate", intent.thisUpdate())
                .bind("nextUpdate", intent.nextUpdate())
                .bind("entries", intent.entries())
                .bind("tbs", intent.tbs())
                .bind("origin", origin.name())
                .mapTo(Long.class)
                .one();
    }

    /**
     * Publishes unless a CRL other than the one it was compared with became the newest meanwhile.
     *
     * @return whether it is published now
     */
    static boolean publish(Handle transaction, CrlIntent intent, byte[] der, long previousNumber) {
        return transaction
                        .createUpdate("""
                            UPDATE crl c SET state = 'PUBLISHED', der = :der, published_at = clock_timestamp()
                             WHERE c.id = :id AND c.state = 'INTENT' AND c.tbs_sha256 = sha256(:tbs)
                               AND NOT EXISTS (SELECT FROM crl p
                                                WHERE p.authority_id = c.authority_id AND p.shard IS NOT DISTINCT FROM c.shard
                                                  AND p.state = 'PUBLISHED' AND p.number > :previous)
                            """)
                        .bind("der", der)
                        .bind("id", intent.id())
                        .bind("tbs", intent.tbs())
                        .bind("previous", previousNumber)
                        .execute()
                == 1;
    }

    /** The newest published CRL of a scope. */
    static Optional<PublishedCrl> newest(Handle handle, int authorityId, @Nullable Integer shard) {
        return handle.createQuery("""
            SELECT number, this_update, next_update, der FROM crl
             WHERE authority_id = :authority AND %s AND state = 'PUBLISHED'
             ORDER BY number DESC LIMIT 1
            """.formatted(shard == null ? "shard IS NULL" : "shard = " + shard))
                .bind("authority", authorityId)
                .map(CrlDao::published)
                .findOne();
    }

    /** As {@link #newest}, by the authority's name in URLs. */
    static Optional<PublishedCrl> newest(Handle handle, String authority, @Nullable Integer shard) {
        return handle.createQuery("SELECT id FROM authority WHERE name = :name")
                .bind("name", authority)
                .mapTo(Integer.class)
                .findOne()
                .flatMap(id -> newest(handle, id, shard));
    }

    /** See {@link CrlGate.Departures#unexplained}. */
    static Set<BigInteger> unexplained(Handle handle, int authorityId, PublishedCrl previous, Set<BigInteger> left) {
        byte[][] serials = left.stream().map(CrlDao::octets).toArray(byte[][]::new);
        List<byte[]> lost = handle.createQuery("""
            SELECT l.serial
              FROM unnest(:left) AS l (serial)
             WHERE NOT EXISTS (SELECT FROM certificate c
                                WHERE c.issuer_id = :authority AND c.serial = l.serial AND c.not_after < :shown)
               AND NOT EXISTS (SELECT FROM (SELECT s.change, s.at, row_number() OVER (ORDER BY s.id DESC) AS age
                                              FROM status_change s
                                             WHERE s.issuer_id = :authority AND s.serial = l.serial) AS h
                                WHERE h.change = 'RELEASE'
                                  AND (h.age = 1 OR h.at >= CAST(:shown AS timestamptz) - interval '10 seconds'))
            """)
                .bind("left", SqlArrays.of("bytea", serials))
                .bind("authority", authorityId)
                .bind("shown", previous.thisUpdate())
                .mapTo(byte[].class)
                .list();
        return lost.stream().map(serial -> new BigInteger(1, serial)).collect(Collectors.toSet());
    }

    /**
     * How the CRLs of every authority that still signs stand. The oldest of its CRLs counts; null where one is missing.
     */
    static List<CrlStanding> standings(Handle handle) {
        return handle.createQuery("""
                        SELECT a.id, a.name, a.key_token = 'CA' AS online, a.crl_requested_at,
                               clock_timestamp() AS now,
                               coalesce((SELECT origin FROM crl
                                          WHERE authority_id = a.id AND shard IS NULL AND state = 'PUBLISHED'
                                          ORDER BY number DESC LIMIT 1), 'SERVICE') AS origin,
                               CASE WHEN count(n.this_update) = a.crl_shards + 1 THEN min(n.this_update) END AS this_update,
                               CASE WHEN count(n.this_update) = a.crl_shards + 1 THEN min(n.next_update) END AS next_update
                          FROM authority a
                         CROSS JOIN LATERAL (
                               (SELECT this_update, next_update FROM crl
                                 WHERE authority_id = a.id AND shard IS NULL AND state = 'PUBLISHED'
                                 ORDER BY number DESC LIMIT 1)
                               UNION ALL
                               SELECT newest.this_update, newest.next_update
                                 FROM generate_series(0, a.crl_shards - 1) AS s (shard)
                                 LEFT JOIN LATERAL (SELECT this_update, next_update FROM crl
                                                     WHERE authority_id = a.id AND crl.shard = s.shard AND state = 'PUBLISHED'
                                                     ORDER BY number DESC LIMIT 1) AS newest ON true
                               ) AS n
                         WHERE a.state NOT IN ('PENDING', 'ABANDONED') AND a.not_after > now()
                         GROUP BY a.id
                         ORDER BY a.id
                        """).map(CrlDao::standing).list();
    }

    private static byte[] octets(BigInteger serial) {
        byte[] octets = serial.toByteArray();
        return octets.length > 1 && octets[0] == 0 ? java.util.Arrays.copyOfRange(octets, 1, octets.length) : octets;
    }

    private static CrlEntry entry(ResultSet row, StatementContext context) throws SQLException {
        return new CrlEntry(
                row.getBytes("serial"),
                row.getObject("revoked_at", OffsetDateTime.class).toInstant(),
                row.getInt("revocation_reason"),
                row.getInt("crl_shard"),
                row.getObject("not_after", OffsetDateTime.class).toInstant());
    }

    private static PublishedCrl published(ResultSet row, StatementContext context) throws SQLException {
        return new PublishedCrl(
                row.getLong("number"),
                row.getObject("this_update", OffsetDateTime.class).toInstant(),
                row.getObject("next_update", OffsetDateTime.class).toInstant(),
                row.getBytes("der"));
    }

    private static CrlStanding standing(ResultSet row, StatementContext context) throws SQLException {
        return new CrlStanding(
                row.getInt("id"),
                row.getString("name"),
                row.getBoolean("online"),
                CrlOrigin.valueOf(row.getString("origin")),
                row.getObject("now", OffsetDateTime.class).toInstant(),
                instant(row, "crl_requested_at"),
                instant(row, "this_update"),
                instant(row, "next_update"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
