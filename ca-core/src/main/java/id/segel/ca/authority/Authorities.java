package id.segel.ca.authority;

import id.segel.ca.store.Database;
import id.segel.hsm.SignatureScheme;
import id.segel.hsm.TokenPurpose;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** Reads authorities. Every call but {@link #recent} asks the database. Thread-safe. */
public final class Authorities {
    private static final String COLUMNS = """
        SELECT id, name, subject, CASE WHEN external_issuer THEN 0 ELSE coalesce(issuer_id, id) END AS issuer_id, key_label, key_token, spki,
               signature_scheme, certificate, not_after, state, crl_shards
          FROM authority
        """;

    private static final long RECENT_NANOS = 1_000_000_000L;

    private final Database database;
    private final Map<Integer, Recent> recent = new ConcurrentHashMap<>();

    public Authorities(Database database) {
        this.database = database;
    }

    public Authority get(int id) {
        return database.read(handle -> get(handle, id));
    }

    /**
     * The authority as it was at most a second ago: for the issuer, which asks for the same one thousands of times a second
     * and has the state checked again under a lock when the intent is stored.
     */
    public Authority recent(int id) {
        Recent known = recent.get(id);
        if (known == null || System.nanoTime() - known.readAt() > RECENT_NANOS) {
            known = new Recent(get(id), System.nanoTime());
            recent.put(id, known);
        }
        return known.authority();
    }

    private record Recent(Authority authority, long readAt) {}

    static Authority get(Handle handle, int id) {
        return handle.createQuery(COLUMNS + " WHERE id = :id")
                .bind("id", id)
                .map(Authorities::read)
                .one();
    }

    /** The authority of this name; one that was abandoned has lost it. */
    public Optional<Authority> byName(String name) {
        return database.read(handle -> handle.createQuery(COLUMNS + " WHERE name = :name AND state <> 'ABANDONED'")
                .bind("name", name)
                .map(Authorities::read)
                .findOne());
    }

    /** All that have a certificate, oldest first. */
    public List<Authority> all() {
        return database.read(
                handle -> handle.createQuery(COLUMNS + " WHERE state NOT IN ('PENDING', 'ABANDONED') ORDER BY id")
                        .map(Authorities::read)
                        .list());
    }

    /** The authority and its issuers up to the root, certificates DER; also where the root is an external one. */
    public List<byte[]> chain(int id) {
        List<byte[]> chain = new ArrayList<>();
        Authority authority = get(id);
        chain.add(authority.requireCertificate());
        while (!authority.isRoot() && !authority.isIssuedOutside() && chain.size() < 8) {
            authority = get(authority.issuerId());
            chain.add(authority.requireCertificate());
        }
        if (authority.isIssuedOutside()) {
            chain.addAll(issuersOutside(authority.id()));
        }
        return List.copyOf(chain);
    }

    private List<byte[]> issuersOutside(int id) {
        return database.read(handle ->
                handle.createQuery("""
                    SELECT c FROM authority CROSS JOIN LATERAL unnest(issuer_chain) WITH ORDINALITY AS k (c, n)
                     WHERE id = :id ORDER BY n
                    """).bind("id", id).mapTo(byte[].class).list());
    }

    static Authority read(ResultSet row, StatementContext context) throws SQLException {
        OffsetDateTime notAfter = row.getObject("not_after", OffsetDateTime.class);
        return new Authority(
                row.getInt("id"),
                row.getString("name"),
                row.getBytes("subject"),
                row.getInt("issuer_id"),
                row.getString("key_label"),
                TokenPurpose.valueOf(row.getString("key_token")),
                row.getBytes("spki"),
                SignatureScheme.valueOf(row.getString("signature_scheme")),
                row.getBytes("certificate"),
                notAfter == null ? null : notAfter.toInstant(),
                Authority.State.valueOf(row.getString("state")),
                row.getInt("crl_shards"));
    }
}
