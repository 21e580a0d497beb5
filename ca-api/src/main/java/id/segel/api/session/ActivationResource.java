package id.segel.api.session;

import id.segel.api.access.Operation;
import id.segel.api.access.Permit;
import id.segel.api.http.BodyLimit;
import id.segel.api.http.RateLimit;
import id.segel.ca.person.Activations;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;

/** Taking an account with the one-time link. */
@Path("/api/v1/activation")
@Tag(name = "session")
@Produces(MediaType.APPLICATION_JSON)
public final class ActivationResource {
    private final Activations activations;
    private final RateLimit byAddress;

    public ActivationResource(Activations activations, RateLimit byAddress) {
        this.activations = activations;
        this.byAddress = byAddress;
    }

    @POST
    @Permit(Operation.ACTIVATE_ACCOUNT)
    @BodyLimit(BodyLimit.CREDENTIALS)
    @Consumes(MediaType.APPLICATION_JSON)
    @io.swagger.v3.oas.annotations.Operation(
            summary = "Take an account",
            description = "Chooses the password and accepts the agreement; gives the secret of one-time codes where"
                    + " the role needs them.")
    public ActivatedView activateAccount(ActivationBody body, @Context HttpServletRequest request) {
        byAddress.take(request.getRemoteAddr());
        return ActivatedView.of(activations.activate(body.secret(), body.password(), body.agreementVersion()));
    }
}
