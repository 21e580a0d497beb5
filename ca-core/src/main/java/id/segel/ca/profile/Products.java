package id.segel.ca.profile;

import id.segel.ca.audit.Actor;
import id.segel.ca.audit.AuditAction;
import id.segel.ca.audit.AuditEvent;
import id.segel.ca.audit.AuditLog;
import id.segel.ca.refusal.Fault;
import id.segel.ca.refusal.Problem;
import id.segel.ca.refusal.RefusedException;
import id.segel.ca.refusal.Sentence;
import id.segel.ca.store.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Products and their versions. A version never changes but that it is no longer offered. Thread-safe. */
public final class Products {
    private static final String SELECT = """
            SELECT p.code, p.version, p.name_id, p.name_en, a.name AS authority, p.active, p.created_at, f.definition
              FROM product p JOIN authority a ON a.id = p.authority_id JOIN profile f ON f.hash = p.profile_hash
            """;

    private final Database database;
    private final AuditLog audit;

    /**
     * @param database as a role that may read products; as the issuer's where they are changed
     */
    public Products(Database database, AuditLog audit) {
        this.database = database;
        this.audit = audit;
    }

    /** Every version of every product, newest version first. */
    public List<ProductVersion> all() {
        return database.read(handle -> handle.createQuery(SELECT + " ORDER BY p.code, p.version DESC")
                .map((row, context) -> version(row))
                .list());
    }

    /**
     * The version that is offered now.
     *
     * @throws RefusedException INVALID when no product of this code is offered
     */
    public ProductVersion offered(String code) {
        return database.read(handle -> active(handle, code)).orElseThrow(() -> unknown(code));
    }

    /**
     * Offers a product with another profile: its next version. Applications begun before keep the version they have. The
     * profile is stored, under a name and version that no other text has.
     *
     * @param profile of kind SUBSCRIBER
     * @throws RefusedException INVALID saying what is in the way; nothing was changed
     */
    public ProductVersion change(Actor actor, String code, CertificateProfile profile) {
        return database.inTransaction(transaction -> {
            // Two changes at once: the second waits here, and then builds upon the first.
            transaction
                    .createQuery("SELECT version FROM product WHERE code = :code AND active FOR UPDATE")
                    .bind("code", code)
                    .mapTo(Integer.class)
                    .list();
            ProductVersion present = active(transaction, code).orElseThrow(() -> unknown(code));
            requireChange(transaction, present, profile);
            Profiles.store(transaction, profile);
            replace(transaction, present, profile);
            audit.append(
                    transaction,
                    AuditEvent.of(AuditAction.PRODUCT_CHANGED, actor, "product", code)
                            .with("version", present.version() + 1)
                            .with(
                                    "profileBefore",
                                    HexFormat.of().formatHex(present.profile().hash()))
                            .with("profile", HexFormat.of().formatHex(profile.hash())));
            return active(transaction, code).orElseThrow();
        });
    }

    private static void requireChange(Handle transaction, ProductVersion present, CertificateProfile profile) {
        if (profile.kind() != CertificateKind.SUBSCRIBER) {
            throw refused(
                    "profile.kind",
                    "Produk memerlukan profil jenis SUBSCRIBER, bukan " + profile.kind() + ".",
                    "A product needs a profile of kind SUBSCRIBER, not " + profile.kind() + ".");
        }
        if (Arrays.equals(present.profile().hash(), profile.hash())) {
            throw refused(
                    "profile.same",
                    "Produk " + present.code() + " sudah memakai profil ini. Tidak ada yang diubah.",
                    "The product " + present.code() + " has this very profile already. Nothing was changed.");
        }
        boolean nameTaken = transaction
                .createQuery(
                        "SELECT EXISTS (SELECT FROM profile WHERE name = :name AND version = :version AND hash <> :hash)")
                .bind("name", profile.name())
                .bind("version", profile.version())
                .bind("hash", profile.hash())
                .mapTo(Boolean.class)
                .one();
        if (nameTaken) {
            throw refused(
                    "profile.version-taken",
                    "Profil " + profile.name() + " versi " + profile.version()
                            + " sudah ada dengan isi lain. Naikkan nomor versinya.",
                    "There is a profile " + profile.name() + " version " + profile.version()
                            + " with another text already. Raise its version.");
        }
    }

    private static void replace(Handle transaction, ProductVersion present, CertificateProfile profile) {
        transaction
                .createUpdate("UPDATE product SET active = false WHERE code = :code AND version = :version AND active")
                .bind("code", present.code())
                .bind("version", present.version())
                .execute();
        transaction
                .createUpdate("""
                        INSERT INTO product (code, version, name_id, name_en, service_type, procedure, profile_hash, authority_id, checklist, second_approver)
                        SELECT code, (SELECT max(version) + 1 FROM product WHERE code = :code), name_id, name_en, service_type, procedure,
                               :profile, authority_id, checklist, second_approver
                          FROM product WHERE code = :code AND version = :version
                        """)
                .bind("code", present.code())
                .bind("version", present.version())
                .bind("profile", profile.hash())
                .execute();
    }

    private static Optional<ProductVersion> active(Handle handle, String code) {
        return handle.createQuery(SELECT + " WHERE p.code = :code AND p.active")
                .bind("code", code)
                .map((row, context) -> version(row))
                .findOne();
    }

    private static ProductVersion version(ResultSet row) throws SQLException {
        return new ProductVersion(
                row.getString("code"),
                row.getInt("version"),
                new Sentence(row.getString("name_id"), row.getString("name_en")),
                row.getString("authority"),
                CertificateProfile.parse(row.getString("definition")),
                row.getBoolean("active"),
                row.getObject("created_at", OffsetDateTime.class).toInstant());
    }

    private static RefusedException unknown(String code) {
        return refused(
                "product.unknown",
                "Produk " + code + " tidak ditawarkan. Pilih salah satu dari daftar produk.",
                "The product " + code + " is not offered. Choose one from the list of products.");
    }

    private static RefusedException refused(String id, String indonesian, String english) {
        return RefusedException.because(Problem.INVALID, List.of(new Fault("", id, new Sentence(indonesian, english))));
    }
}
