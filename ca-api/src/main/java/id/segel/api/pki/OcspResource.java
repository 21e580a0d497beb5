package id.segel.api.pki;

import id.segel.api.access.Operation;
import id.segel.api.access.Permit;
import id.segel.api.http.BodyLimit;
import id.segel.ca.refusal.Problem;
import id.segel.ca.refusal.RefusedException;
import id.segel.ca.status.OcspAnswer;
import id.segel.ca.status.OcspResponder;
import id.segel.ca.store.Sha256;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;

/** OCSP over HTTP (RFC 6960 appendix A, RFC 5019 5 and 6). */
@Path("/pki/ocsp")
@Tag(name = "pki")
public final class OcspResource {
    private static final String REQUEST = "application/ocsp-request";
    private static final String RESPONSE = "application/ocsp-response";
    private static final int LONGEST_GET = 8_192;

    private final OcspResponder responder;

    public OcspResource(OcspResponder responder) {
        this.responder = responder;
    }

    @POST
    @Permit(Operation.ASK_OCSP)
    @BodyLimit(BodyLimit.OCSP)
    @Consumes(REQUEST)
    @Produces(RESPONSE)
    @io.swagger.v3.oas.annotations.Operation(summary = "The status of a certificate")
    @RequestBody(
            required = true,
            content = @Content(mediaType = REQUEST, schema = @Schema(type = "string", format = "binary")))
    @ApiResponse(
            responseCode = "200",
            description = "OCSPResponse, DER",
            content = @Content(mediaType = RESPONSE, schema = @Schema(type = "string", format = "binary")))
    public Response askOcsp(byte[] request) {
        return answer(responder.answer(request));
    }

    @GET
    @Path("/{request: .+}")
    @Permit(Operation.ASK_OCSP_BY_GET)
    @Produces(RESPONSE)
    @io.swagger.v3.oas.annotations.Operation(summary = "The status of a certificate, cacheable")
    @ApiResponse(
            responseCode = "200",
            description = "OCSPResponse, DER",
            content = @Content(mediaType = RESPONSE, schema = @Schema(type = "string", format = "binary")))
    public Response askOcspByGet(@PathParam("request") String base64) {
        if (base64.length() > LONGEST_GET) {
            throw RefusedException.because(Problem.TOO_LARGE);
        }
        byte[] request;
        try {
            request = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            // Not even base64: answered as the malformed request it is.
            request = new byte[0];
        }
        return answer(responder.answer(request));
    }

    private static Response answer(OcspAnswer answer) {
        Response.ResponseBuilder response = Response.ok(answer.der(), RESPONSE);
        Instant thisUpdate = answer.thisUpdate();
        Instant nextUpdate = answer.nextUpdate();
        if (!answer.mayBeCached() || thisUpdate == null || nextUpdate == null) {
            return response.header(HttpHeaders.CACHE_CONTROL, "no-store").build();
        }
        return response.header(
                        HttpHeaders.CACHE_CONTROL,
                        "max-age=" + answer.maxAge().toSeconds() + ", public, no-transform, must-revalidate")
                .lastModified(Date.from(thisUpdate))
                .expires(Date.from(thisUpdate.plus(answer.maxAge())))
                .tag(new EntityTag(sha256(answer.der())))
                .build();
    }

    private static String sha256(byte[] bytes) {
        return Sha256.hex(bytes);
    }
}
