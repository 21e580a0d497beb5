package id.segel.api.application;

import id.segel.api.access.Caller;
import id.segel.api.access.Operation;
import id.segel.api.access.Permit;
import id.segel.api.http.BodyLimit;
import id.segel.api.http.RateLimit;
import id.segel.api.http.Reader;
import id.segel.ca.application.Applications;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Checks a CSR without keeping it: the very checks of the upload. */
@Path("/api/v1/csr-checks")
@Tag(name = "applications")
@Produces(MediaType.APPLICATION_JSON)
public final class CsrCheckResource {
    /** Media type of a request (RFC 5967); PEM and DER alike. */
    public static final String PKCS10 = "application/pkcs10";

    private final Applications applications;
    private final RateLimit byAccount;

    public CsrCheckResource(Applications applications, RateLimit byAccount) {
        this.applications = applications;
        this.byAccount = byAccount;
    }

    @POST
    @Permit(Operation.CHECK_CSR)
    @BodyLimit(BodyLimit.CSR)
    @Consumes(PKCS10)
    @io.swagger.v3.oas.annotations.Operation(
            summary = "Check a CSR",
            description = "Says everything the checks notice about any bytes up to 64 KiB; keeps nothing.")
    @RequestBody(
            required = true,
            content = @Content(mediaType = PKCS10, schema = @Schema(type = "string", format = "binary")))
    public CsrCheckBody checkCsr(
            byte[] file,
            @Parameter(
                            description =
                                    "Code of the product; with an open application for it, or only one open at all, the file is judged as if it were uploaded there")
                    @QueryParam("product")
                    @Nullable
                    String product,
            @Context ContainerRequestContext request) {
        Caller.Person caller = Caller.person(request);
        byAccount.take(Long.toString(caller.session().accountId()));
        Locale language = Reader.language(request);
        return new CsrCheckBody(applications.checkCsr(Caller.actor(request), file, product).findings().stream()
                .map(finding -> FindingBody.of(finding, language))
                .toList());
    }
}
