package id.segel.api.page;

import id.segel.api.access.Operation;
import id.segel.api.access.Permit;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** The API's description, the very file that is committed. */
@Path("/openapi.json")
@Hidden
public final class OpenApiResource {
    private final byte[] document = Template.bytes("/openapi.json");

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Permit(Operation.SHOW_OPEN_API)
    public Response showOpenApi() {
        return Response.ok(document, MediaType.APPLICATION_JSON_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, "max-age=300")
                .build();
    }
}
