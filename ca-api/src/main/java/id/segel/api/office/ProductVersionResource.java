package id.segel.api.office;

import id.segel.api.access.Operation;
import id.segel.api.access.Permit;
import id.segel.api.http.Reader;
import id.segel.ca.issuance.ProfilePreview;
import id.segel.ca.profile.CertificateProfile;
import id.segel.ca.profile.InvalidProfileException;
import id.segel.ca.profile.Products;
import id.segel.ca.profile.ProfileFault;
import id.segel.ca.refusal.Fault;
import id.segel.ca.refusal.Problem;
import id.segel.ca.refusal.RefusedException;
import id.segel.ca.refusal.Sentence;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Locale;

/** Products with their profiles, and what a change of profile would do. Changes are made by command on an issuer node. */
@Path("/admin/v1/products")
@Tag(name = "office")
@Produces(MediaType.APPLICATION_JSON)
public final class ProductVersionResource {
    private final Products products;
    private final ProfilePreview previews;

    public ProductVersionResource(Products products, ProfilePreview previews) {
        this.products = products;
        this.previews = previews;
    }

    @GET
    @Permit(Operation.LIST_PRODUCT_VERSIONS)
    @io.swagger.v3.oas.annotations.Operation(summary = "Every version of every product, with its profile's text")
    public List<ProductVersionBody> listProductVersions(@Context ContainerRequestContext request) {
        Locale language = Reader.language(request);
        return products.all().stream()
                .map(version -> ProductVersionBody.of(version, language))
                .toList();
    }

    @POST
    @Path("/{code}/profile-previews")
    @Permit(Operation.PREVIEW_PROFILE)
    @Consumes(MediaType.APPLICATION_JSON)
    @io.swagger.v3.oas.annotations.Operation(
            summary = "What a profile would make of a product's certificates",
            description =
                    "The exact TBSCertificate of a made-up person before and after, and the difference. Nothing is stored.")
    public ProfilePreviewBody previewProfile(ProfilePreviewAskedBody body, @PathParam("code") String code) {
        CertificateProfile profile;
        try {
            profile = CertificateProfile.parse(body.definition() == null ? "" : body.definition());
        } catch (InvalidProfileException e) {
            throw RefusedException.because(
                    Problem.INVALID,
                    e.faults().stream().map(ProductVersionResource::fault).toList());
        }
        return ProfilePreviewBody.of(previews.of(code, profile));
    }

    /** Profiles are written by technicians: what is wrong with one is said in English in both languages. */
    private static Fault fault(ProfileFault fault) {
        return new Fault(
                "/definition" + fault.pointer(),
                "profile.invalid",
                new Sentence("Profil tidak sah: " + fault.message(), "The profile is not valid: " + fault.message()));
    }
}
