package id.segel.api.office;

import id.segel.api.access.Caller;
import id.segel.api.access.Operation;
import id.segel.api.access.Permit;
import id.segel.ca.subjectkey.KeyRecords;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;

/** Who has a key. */
@Path("/admin/v1/keys/{spkiSha256}")
@Tag(name = "office")
@Produces(MediaType.APPLICATION_JSON)
public final class KeyResource {
    private final KeyRecords keys;

    public KeyResource(KeyRecords keys) {
        this.keys = keys;
    }

    @GET
    @Permit(Operation.SHOW_KEY)
    @io.swagger.v3.oas.annotations.Operation(
            summary = "Who has a key, in which files and certificates, and whether it is blocked; asking is logged")
    public KeyBody showKey(@PathParam("spkiSha256") String spkiSha256, @Context ContainerRequestContext request) {
        return KeyBody.of(keys.find(Caller.actor(request), KeyHash.parse("/spkiSha256", spkiSha256)));
    }
}
