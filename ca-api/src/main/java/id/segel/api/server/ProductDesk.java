package id.segel.api.server;

import id.segel.api.config.ServiceConfiguration;
import id.segel.ca.audit.Actor;
import id.segel.ca.issuance.ProfilePreview;
import id.segel.ca.profile.CertificateProfile;
import id.segel.ca.profile.ProductVersion;
import id.segel.ca.profile.Products;
import id.segel.ca.status.PkiLocations;
import id.segel.ca.store.DatabaseRole;
import java.security.SecureRandom;
import java.util.List;

/** Where products get another profile. Needs the database of an issuer node and no token. */
public final class ProductDesk {
    private static final Actor ACTOR = Actor.system("product-command");

    private final ServiceConfiguration configuration;

    public ProductDesk(ServiceConfiguration configuration) {
        this.configuration = configuration;
    }

    /** Every version of every product. */
    public List<ProductVersion> all() {
        return DatabaseDesk.with(
                configuration, DatabaseRole.ISSUER, (database, audit) -> new Products(database, audit).all());
    }

    /** The version that is offered now. */
    public ProductVersion offered(String code) {
        return DatabaseDesk.with(
                configuration, DatabaseRole.ISSUER, (database, audit) -> new Products(database, audit).offered(code));
    }

    /** What the profile would make of the product's certificates; changes nothing. */
    public ProfilePreview.Preview preview(String code, CertificateProfile profile) {
        return DatabaseDesk.with(
                configuration,
                DatabaseRole.ISSUER,
                (database, audit) -> new ProfilePreview(
                                database,
                                new Products(database, audit),
                                new PkiLocations(configuration.pkiBase()),
                                new SecureRandom())
                        .of(code, profile));
    }

    /** Offers the product with the profile. */
    public ProductVersion change(String code, CertificateProfile profile) {
        return DatabaseDesk.with(
                configuration,
                DatabaseRole.ISSUER,
                (database, audit) -> new Products(database, audit).change(ACTOR, code, profile));
    }
}
