package id.segel.api.application;

import id.segel.ca.profile.CertificateProfile;
import id.segel.ca.profile.Profiles;
import id.segel.ca.refusal.Sentence;
import id.segel.ca.store.Database;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Products that are offered. Thread-safe. */
public final class ProductDao {
    private static final String OFFERED = """
            SELECT p.code, p.version, p.name_id, p.name_en, p.service_type, p.profile_hash, a.name AS authority
              FROM product p
              JOIN authority a ON a.id = p.authority_id
             WHERE p.active
            """;

    private final Database database;
    private final Profiles profiles;

    /** A product and the profile of its certificates. */
    public record Product(
            String code,
            int version,
            Sentence name,
            String serviceType,
            String authority,
            CertificateProfile profile) {}

    private record Row(String code, int version, Sentence name, String serviceType, String authority, byte[] profile) {}

    public ProductDao(Database database, Profiles profiles) {
        this.database = database;
        this.profiles = profiles;
    }

    /** All that are offered, by code. */
    public List<Product> offered() {
        return database.read(handle -> rows(handle, OFFERED + " ORDER BY p.code", null)).stream()
                .map(this::product)
                .toList();
    }

    /** The version of a product that is offered now. */
    public Optional<Product> offered(String code) {
        return database.read(handle -> rows(handle, OFFERED + " AND p.code = :code", code)).stream()
                .map(this::product)
                .findFirst();
    }

    private Product product(Row row) {
        return new Product(
                row.code(),
                row.version(),
                row.name(),
                row.serviceType(),
                row.authority(),
                profiles.byHash(row.profile()));
    }

    private static List<Row> rows(Handle handle, String sql, @org.jspecify.annotations.Nullable String code) {
        Query query = handle.createQuery(sql);
        if (code != null) {
            query.bind("code", code);
        }
        return query.map((row, context) -> new Row(
                        row.getString("code"),
                        row.getInt("version"),
                        new Sentence(row.getString("name_id"), row.getString("name_en")),
                        row.getString("service_type"),
                        row.getString("authority"),
                        row.getBytes("profile_hash")))
                .list();
    }
}
