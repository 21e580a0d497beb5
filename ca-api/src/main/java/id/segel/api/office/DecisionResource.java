package id.segel.api.office;

import id.segel.api.access.Caller;
import id.segel.api.access.Operation;
import id.segel.api.access.Permit;
import id.segel.api.http.ProblemBody;
import id.segel.api.http.Reader;
import id.segel.api.http.RequestId;
import id.segel.ca.application.BulkResult;
import id.segel.ca.application.DecisionResult;
import id.segel.ca.application.Reviews;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Locale;

/** Decisions on many files at once; one that is refused keeps none of the others. */
@Path("/admin/v1/decisions")
@Tag(name = "office")
@Produces(MediaType.APPLICATION_JSON)
public final class DecisionResource {
    private final Reviews reviews;

    public DecisionResource(Reviews reviews) {
        this.reviews = reviews;
    }

    @POST
    @Permit(Operation.DECIDE_APPLICATIONS)
    @Consumes(MediaType.APPLICATION_JSON)
    @io.swagger.v3.oas.annotations.Operation(summary = "Decide on many files; one result for each, in order")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            array = @ArraySchema(schema = @Schema(implementation = DecisionsBody.Item.class))))
    @ApiResponse(
            responseCode = "200",
            description = "One result per decision",
            content = @Content(array = @ArraySchema(schema = @Schema(implementation = DecidedBody.class))))
    public List<DecidedBody> decideApplications(DecisionsBody body, @Context ContainerRequestContext request) {
        Locale language = Reader.language(request);
        return reviews
                .decideAll(
                        Caller.actor(request),
                        body.items().stream().map(DecisionsBody.Item::toBulk).toList())
                .stream()
                .map(result -> decided(result, language))
                .toList();
    }

    private static DecidedBody decided(BulkResult result, Locale language) {
        if (result instanceof BulkResult.Decided decided) {
            DecisionResult made = decided.result();
            return new DecidedBody(
                    made.number(), made.state(), made.state().label().in(language), made.version(), null, null);
        }
        BulkResult.NotDecided refused = (BulkResult.NotDecided) result;
        return new DecidedBody(
                refused.number(),
                null,
                null,
                null,
                null,
                ProblemBody.of(refused.refusal(), language, RequestId.current()));
    }
}
