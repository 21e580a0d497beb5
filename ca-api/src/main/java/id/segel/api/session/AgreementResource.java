package id.segel.api.session;

import id.segel.api.access.Caller;
import id.segel.api.access.Operation;
import id.segel.api.access.Permit;
import id.segel.api.http.Reader;
import id.segel.ca.person.Agreement;
import id.segel.ca.person.Agreements;
import id.segel.ca.refusal.Problem;
import id.segel.ca.refusal.RefusedException;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** The agreement people accept before they apply (R2.4). */
@Path("/api/v1/agreements")
@Tag(name = "session")
@Produces(MediaType.APPLICATION_JSON)
public final class AgreementResource {
    private final Agreements agreements;

    public AgreementResource(Agreements agreements) {
        this.agreements = agreements;
    }

    @GET
    @Path("/current")
    @Permit(Operation.SHOW_AGREEMENT)
    @io.swagger.v3.oas.annotations.Operation(summary = "The agreement in force")
    public AgreementView showAgreement(@Context ContainerRequestContext request) {
        Agreement agreement = agreements.current();
        return new AgreementView(
                agreement.version(), agreement.text().in(Reader.language(request)), agreement.publishedAt());
    }

    @POST
    @Path("/{version}/acceptance")
    @Permit(Operation.ACCEPT_AGREEMENT)
    @io.swagger.v3.oas.annotations.Operation(summary = "Accept the agreement in force")
    @ApiResponse(responseCode = "204", description = "Accepted, now or before")
    public Response acceptAgreement(@PathParam("version") String version, @Context ContainerRequestContext request) {
        if (!version.matches("[1-9][0-9]{0,8}")) {
            throw RefusedException.because(Problem.NOT_FOUND);
        }
        agreements.accept(Caller.actor(request), Integer.parseInt(version));
        return Response.noContent().build();
    }
}
