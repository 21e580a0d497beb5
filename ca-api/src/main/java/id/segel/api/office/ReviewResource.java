package id.segel.api.office;

import id.segel.api.access.Caller;
import id.segel.api.access.Operation;
import id.segel.api.access.Permit;
import id.segel.api.application.TimelineBody;
import id.segel.api.http.Page;
import id.segel.api.http.Reader;
import id.segel.api.http.Version;
import id.segel.ca.application.ApplicationState;
import id.segel.ca.application.DecisionResult;
import id.segel.ca.application.ReviewView;
import id.segel.ca.application.Reviews;
import id.segel.ca.refusal.Fault;
import id.segel.ca.refusal.Problem;
import id.segel.ca.refusal.RefusedException;
import id.segel.ca.refusal.Sentence;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The queue and one file at a time (SOP step 6). */
@Path("/admin/v1/applications")
@Tag(name = "office")
@Produces(MediaType.APPLICATION_JSON)
public final class ReviewResource {
    private static final Set<ApplicationState> WAITING = EnumSet.of(
            ApplicationState.SUBMITTED,
            ApplicationState.IN_REVIEW,
            ApplicationState.AWAITING_SECOND,
            ApplicationState.ISSUE_FAILED);

    private final Reviews reviews;
    private final IssueWatch watch;

    public ReviewResource(Reviews reviews, IssueWatch watch) {
        this.reviews = reviews;
        this.watch = watch;
    }

    @GET
    @Permit(Operation.LIST_QUEUE)
    @io.swagger.v3.oas.annotations.Operation(summary = "The queue, oldest first")
    public QueueBody listQueue(
            @Parameter(description = "States, with commas between; else those that wait for the office")
                    @QueryParam("state")
                    @Nullable
                    String states,
            @Parameter(description = "At most so many, 1 to 100") @QueryParam("limit") @Nullable String limit,
            @Parameter(description = "The `next` of the page before") @QueryParam("after") @Nullable String after,
            @Context ContainerRequestContext request) {
        return QueueBody.of(
                reviews.queue(states == null ? WAITING : states(states), after, Page.limit(limit)),
                Reader.language(request));
    }

    private static Set<ApplicationState> states(String text) {
        EnumSet<ApplicationState> states = EnumSet.noneOf(ApplicationState.class);
        List<Fault> faults = new ArrayList<>();
        for (String name : text.split(",", 20)) {
            Optional<ApplicationState> known = Arrays.stream(ApplicationState.values())
                    .filter(state -> state.name().equals(name.strip()))
                    .findFirst();
            known.ifPresentOrElse(
                    states::add,
                    () -> faults.add(new Fault(
                            "/state",
                            "query.state",
                            new Sentence(
                                    "Keadaan tidak dikenal. Pilih dari: " + Arrays.toString(ApplicationState.values())
                                            + ".",
                                    "The state is not known. Choose from: " + Arrays.toString(ApplicationState.values())
                                            + "."))));
        }
        if (!faults.isEmpty()) {
            throw RefusedException.because(Problem.INVALID, faults.subList(0, 1));
        }
        return states;
    }

    @GET
    @Path("/{number}")
    @Permit(Operation.REVIEW_APPLICATION)
    @io.swagger.v3.oas.annotations.Operation(summary = "Letter, account and CSR side by side")
    @ApiResponse(
            responseCode = "200",
            description = "The file; ETag is its version",
            content = @Content(schema = @Schema(implementation = ReviewBody.class)))
    public Response reviewApplication(@PathParam("number") String number, @Context ContainerRequestContext request) {
        return answer(reviews.view(Caller.actor(request), number), request);
    }

    @GET
    @Path("/{number}/letter")
    @Permit(Operation.READ_LETTER)
    @Produces("application/pdf")
    @io.swagger.v3.oas.annotations.Operation(summary = "The letter itself; reading it is logged")
    @ApiResponse(
            responseCode = "200",
            description = "The file as it was uploaded",
            content = @Content(mediaType = "application/pdf", schema = @Schema(type = "string", format = "binary")))
    public Response readLetter(@PathParam("number") String number, @Context ContainerRequestContext request) {
        byte[] letter = reviews.letter(Caller.actor(request), number);
        return Response.ok(letter)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"letter.pdf\"")
                .header("Content-Security-Policy", "sandbox; default-src 'none'")
                .build();
    }

    @GET
    @Path("/{number}/timeline")
    @Permit(Operation.REVIEW_TIMELINE)
    @io.swagger.v3.oas.annotations.Operation(summary = "The file's steps and their clocks")
    public TimelineBody reviewTimeline(@PathParam("number") String number, @Context ContainerRequestContext request) {
        return TimelineBody.of(reviews.timeline(Caller.actor(request), number), Reader.language(request));
    }

    @POST
    @Path("/{number}/claim")
    @Permit(Operation.CLAIM_APPLICATION)
    @io.swagger.v3.oas.annotations.Operation(summary = "Take a file for review")
    @ApiResponse(
            responseCode = "200",
            description = "The file, claimed",
            content = @Content(schema = @Schema(implementation = ReviewBody.class)))
    public Response claimApplication(
            @PathParam("number") String number,
            @Parameter(description = "The version seen, such as \"7\"", required = true)
                    @HeaderParam(HttpHeaders.IF_MATCH)
                    @Nullable
                    String ifMatch,
            @Context ContainerRequestContext request) {
        return answer(reviews.claim(Caller.actor(request), number, Version.required(ifMatch)), request);
    }

    @POST
    @Path("/{number}/release")
    @Permit(Operation.RELEASE_APPLICATION)
    @io.swagger.v3.oas.annotations.Operation(summary = "Give a claimed file back to the queue")
    @ApiResponse(
            responseCode = "200",
            description = "The file, released",
            content = @Content(schema = @Schema(implementation = ReviewBody.class)))
    public Response releaseApplication(
            @PathParam("number") String number,
            @Parameter(description = "The version seen, such as \"7\"", required = true)
                    @HeaderParam(HttpHeaders.IF_MATCH)
                    @Nullable
                    String ifMatch,
            @Context ContainerRequestContext request) {
        return answer(reviews.release(Caller.actor(request), number, Version.required(ifMatch)), request);
    }

    @POST
    @Path("/{number}/decision")
    @Permit(Operation.DECIDE_APPLICATION)
    @Consumes(MediaType.APPLICATION_JSON)
    @io.swagger.v3.oas.annotations.Operation(
            summary = "Approve, return or reject",
            description = "Approving does not wait for the certificate, unless Prefer: wait=10 asks for it.")
    @ApiResponse(
            responseCode = "200",
            description = "The application after it",
            content = @Content(schema = @Schema(implementation = DecidedBody.class)))
    public Response decideApplication(
            DecisionBody body,
            @PathParam("number") String number,
            @Parameter(description = "The version seen, such as \"7\"", required = true)
                    @HeaderParam(HttpHeaders.IF_MATCH)
                    @Nullable
                    String ifMatch,
            @Parameter(description = "wait=10: answer after the certificate is issued or has failed")
                    @HeaderParam("Prefer")
                    @Nullable
                    String prefer,
            @Context ContainerRequestContext request) {
        DecisionResult result =
                reviews.decide(Caller.actor(request), number, Version.required(ifMatch), body.toRequest());
        Duration most = Prefer.waiting(prefer);
        boolean waits = result.state() == ApplicationState.APPROVED && !most.isZero();
        IssueWatch.Seen seen = new IssueWatch.Seen(result.state(), result.version(), null);
        if (waits) {
            seen = watch.await(result.applicationId(), most).orElse(seen);
        }
        Locale language = Reader.language(request);
        Response.ResponseBuilder answer = Response.ok(new DecidedBody(
                        result.number(),
                        seen.state(),
                        seen.state().label().in(language),
                        seen.version(),
                        seen.certificate(),
                        null))
                .tag(Version.tag(seen.version()));
        return waits ? answer.header("Preference-Applied", "wait").build() : answer.build();
    }

    private static Response answer(ReviewView view, ContainerRequestContext request) {
        return Response.ok(ReviewBody.of(view, Reader.language(request)))
                .tag(Version.tag(view.application().version()))
                .build();
    }
}
