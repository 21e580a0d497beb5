package id.segel.api.application;

import id.segel.api.access.Caller;
import id.segel.api.access.Operation;
import id.segel.api.access.Permit;
import id.segel.api.http.BodyLimit;
import id.segel.api.http.Idempotency;
import id.segel.api.http.Page;
import id.segel.api.http.Reader;
import id.segel.api.http.Version;
import id.segel.ca.access.AuthenticatedSession;
import id.segel.ca.application.ApplicationView;
import id.segel.ca.application.Applications;
import id.segel.ca.application.CsrUpload;
import id.segel.ca.refusal.Problem;
import id.segel.ca.refusal.RefusedException;
import id.segel.ca.refusal.Sentence;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An applicant's own applications, and what LOCK may do with its tokens. */
@Path("/api/v1/applications")
@Tag(name = "applications")
@Produces(MediaType.APPLICATION_JSON)
public final class ApplicationResource {
    private static final String ROOT = "/api/v1/applications/";

    private final Applications applications;
    private final Idempotency idempotency;
    private final ReceiptDao receipts;

    public ApplicationResource(Applications applications, Idempotency idempotency, ReceiptDao receipts) {
        this.applications = applications;
        this.idempotency = idempotency;
        this.receipts = receipts;
    }

    @GET
    @Permit(Operation.LIST_APPLICATIONS)
    @io.swagger.v3.oas.annotations.Operation(summary = "My applications, newest first")
    public ApplicationPage listApplications(
            @Parameter(description = "At most so many, 1 to 100") @QueryParam("limit") @Nullable String limit,
            @Parameter(description = "The `next` of the page before") @QueryParam("after") @Nullable String after,
            @Context ContainerRequestContext request) {
        int most = Page.limit(limit);
        List<ApplicationView> all = applications.list(Caller.actor(request));
        int from = 0;
        if (after != null) {
            while (from < all.size() && !all.get(from).number().equals(after)) {
                from++;
            }
            from++;
        }
        List<ApplicationView> page = all.subList(Math.min(from, all.size()), Math.min(from + most, all.size()));
        boolean more = from + most < all.size();
        return new ApplicationPage(
                page.stream()
                        .map(view -> ApplicationBody.forApplicant(view, Reader.language(request)))
                        .toList(),
                more ? page.get(page.size() - 1).number() : null);
    }

    @POST
    @Permit(Operation.START_APPLICATION)
    @Consumes(MediaType.APPLICATION_JSON)
    @io.swagger.v3.oas.annotations.Operation(
            summary = "Start an application",
            description = "A second open one for the product is 409 with its number in Location.")
    @ApiResponse(
            responseCode = "201",
            description = "The application; Location names it",
            content = @Content(schema = @Schema(implementation = ApplicationBody.class)))
    public Response startApplication(
            StartBody body,
            @Parameter(description = "The same key gives the same answer") @HeaderParam(Idempotency.HEADER) @Nullable
                    String key,
            @Context ContainerRequestContext request) {
        AuthenticatedSession session = Caller.person(request).session();
        requireAgreement(session);
        return idempotency.once(session.accountId(), key, "/api/v1/applications", body, () -> {
            ApplicationView started =
                    applications.start(session.actor(), body.product(), session.createdAt(), session.productsSeenAt());
            return new Idempotency.Created(
                    ROOT + started.number(), ApplicationBody.forApplicant(started, Reader.language(request)));
        });
    }

    private static void requireAgreement(AuthenticatedSession session) {
        if (!session.agreementAccepted()) {
            throw RefusedException.because(
                            Problem.WRONG_STATE,
                            new Sentence(
                                    "Perjanjian yang berlaku belum Anda setujui. Baca dan setujui, lalu ajukan lagi.",
                                    "You have not accepted the agreement in force. Read and accept it, then apply again."))
                    .at("/api/v1/agreements/current");
        }
    }

    @GET
    @Path("/{number}")
    @Permit(Operation.SHOW_APPLICATION)
    @io.swagger.v3.oas.annotations.Operation(summary = "One of my applications")
    @ApiResponse(
            responseCode = "200",
            description = "The application; ETag is its version",
            content = @Content(schema = @Schema(implementation = ApplicationBody.class)))
    public Response showApplication(@PathParam("number") String number, @Context ContainerRequestContext request) {
        return answer(applications.find(Caller.actor(request), number), request);
    }

    @PUT
    @Path("/{number}/letter")
    @Permit(Operation.UPLOAD_LETTER)
    @BodyLimit(BodyLimit.LETTER)
    @Consumes("application/pdf")
    @io.swagger.v3.oas.annotations.Operation(summary = "Upload the letter of recommendation (SOP step 3)")
    @RequestBody(
            required = true,
            content = @Content(mediaType = "application/pdf", schema = @Schema(type = "string", format = "binary")))
    @ApiResponse(
            responseCode = "200",
            description = "The application with its letter",
            content = @Content(schema = @Schema(implementation = ApplicationBody.class)))
    public Response uploadLetter(
            byte[] file, @PathParam("number") String number, @Context ContainerRequestContext request) {
        return answer(applications.putLetter(Caller.actor(request), number, file), request);
    }

    @PUT
    @Path("/{number}/csr")
    @Permit(Operation.UPLOAD_CSR)
    @BodyLimit(BodyLimit.CSR)
    @Consumes(CsrCheckResource.PKCS10)
    @io.swagger.v3.oas.annotations.Operation(
            summary = "Upload the CSR (SOP step 5)",
            description = "With a session, or with the upload token of an enrolment file as bearer token.")
    @RequestBody(
            required = true,
            content =
                    @Content(mediaType = CsrCheckResource.PKCS10, schema = @Schema(type = "string", format = "binary")))
    @ApiResponse(
            responseCode = "200",
            description = "Accepted",
            content = @Content(schema = @Schema(implementation = CsrUploadBody.class)))
    public Response uploadCsr(
            byte[] file, @PathParam("number") String number, @Context ContainerRequestContext request) {
        if (Caller.of(request) instanceof Caller.Lock lock) {
            CsrUpload upload = applications.putCsrByToken(lock.token(), number, file);
            CsrUpload.Receipt given =
                    Objects.requireNonNull(upload.receipt(), "an upload with a token gives a receipt");
            return Response.ok(CsrUploadBody.forLock(upload, receipts.receipt(number, given), Reader.language(request)))
                    .build();
        }
        CsrUploadBody body = CsrUploadBody.forApplicant(
                applications.putCsr(Caller.actor(request), number, file), Reader.language(request));
        ApplicationBody application = Objects.requireNonNull(body.application());
        return Response.ok(body).tag(Version.tag(application.version())).build();
    }

    @GET
    @Path("/{number}/enrolment")
    @Permit(Operation.DOWNLOAD_ENROLMENT)
    @Produces("application/jose")
    @io.swagger.v3.oas.annotations.Operation(
            summary = "The enrolment file for LOCK (SOP step 4)",
            description = "A JWS with what LOCK needs to make the CSR; voids the upload token of the one before.")
    @ApiResponse(
            responseCode = "200",
            description = "The enrolment file",
            content = @Content(mediaType = "application/jose", schema = @Schema(type = "string")))
    public Response downloadEnrolment(@PathParam("number") String number, @Context ContainerRequestContext request) {
        String file = applications.enrolment(Caller.actor(request), number);
        return Response.ok(file)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + fileName(number) + ".enrolment\"")
                .build();
    }

    @POST
    @Path("/{number}/submit")
    @Permit(Operation.SUBMIT_APPLICATION)
    @io.swagger.v3.oas.annotations.Operation(summary = "Hand the application to the office")
    @ApiResponse(
            responseCode = "200",
            description = "The application",
            content = @Content(schema = @Schema(implementation = ApplicationBody.class)))
    public Response submitApplication(
            @PathParam("number") String number,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @Context ContainerRequestContext request) {
        return answer(applications.submit(Caller.actor(request), number, Version.optional(ifMatch)), request);
    }

    @POST
    @Path("/{number}/recall")
    @Permit(Operation.RECALL_APPLICATION)
    @io.swagger.v3.oas.annotations.Operation(summary = "Take it back before an officer claimed it")
    @ApiResponse(
            responseCode = "200",
            description = "The application",
            content = @Content(schema = @Schema(implementation = ApplicationBody.class)))
    public Response recallApplication(
            @PathParam("number") String number,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @Context ContainerRequestContext request) {
        return answer(applications.recall(Caller.actor(request), number, Version.optional(ifMatch)), request);
    }

    @POST
    @Path("/{number}/withdraw")
    @Permit(Operation.WITHDRAW_APPLICATION)
    @io.swagger.v3.oas.annotations.Operation(summary = "Withdraw it for good")
    @ApiResponse(
            responseCode = "200",
            description = "The application",
            content = @Content(schema = @Schema(implementation = ApplicationBody.class)))
    public Response withdrawApplication(
            @PathParam("number") String number,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @Context ContainerRequestContext request) {
        return answer(applications.withdraw(Caller.actor(request), number, Version.optional(ifMatch)), request);
    }

    @GET
    @Path("/{number}/csr-checks")
    @Permit(Operation.LIST_CSR_CHECKS)
    @io.swagger.v3.oas.annotations.Operation(
            summary = "What the checks said of its CSRs each time, newest first, refused ones too")
    public List<CsrCheckedBody> listCsrChecks(
            @PathParam("number") String number, @Context ContainerRequestContext request) {
        Locale language = Reader.language(request);
        return applications.csrChecks(Caller.actor(request), number).stream()
                .map(check -> CsrCheckedBody.of(check, language))
                .toList();
    }

    @GET
    @Path("/{number}/timeline")
    @Permit(Operation.SHOW_TIMELINE)
    @io.swagger.v3.oas.annotations.Operation(summary = "Its steps and their clocks")
    public TimelineBody showTimeline(@PathParam("number") String number, @Context ContainerRequestContext request) {
        return TimelineBody.of(applications.timeline(Caller.actor(request), number), Reader.language(request));
    }

    @GET
    @Path("/{number}/state")
    @Permit(Operation.SHOW_STATE)
    @io.swagger.v3.oas.annotations.Operation(
            summary = "Where it stands",
            description = "With a session, or with the receipt token of LOCK as bearer token.")
    public StateBody showState(@PathParam("number") String number, @Context ContainerRequestContext request) {
        if (Caller.of(request) instanceof Caller.Lock lock) {
            return StateBody.of(applications.state(lock.token(), number), Reader.language(request));
        }
        return StateBody.of(applications.find(Caller.actor(request), number), Reader.language(request));
    }

    @GET
    @Path("/{number}/certificate")
    @Permit(Operation.DOWNLOAD_CERTIFICATE)
    @Produces({Delivery.PEM, Delivery.DER, Delivery.PKCS7})
    @io.swagger.v3.oas.annotations.Operation(
            summary = "Download the certificate (SOP step 8)",
            description =
                    "PEM with the issuing CA's certificate, DER, or CMS with the chain, by Accept. With a session,"
                            + " or with the receipt token of LOCK as bearer token.")
    @ApiResponse(
            responseCode = "200",
            description = "The certificate",
            content = {
                @Content(mediaType = Delivery.PEM, schema = @Schema(type = "string")),
                @Content(mediaType = Delivery.DER, schema = @Schema(type = "string", format = "binary")),
                @Content(mediaType = Delivery.PKCS7, schema = @Schema(type = "string", format = "binary"))
            })
    public Response downloadCertificate(
            @PathParam("number") String number, @Context ContainerRequestContext request, @Context Request choice) {
        if (Caller.of(request) instanceof Caller.Lock lock) {
            return Delivery.answer(choice, () -> applications.certificateByReceipt(lock.token(), number));
        }
        return Delivery.answer(choice, () -> applications.certificate(Caller.actor(request), number));
    }

    private static Response answer(ApplicationView view, ContainerRequestContext request) {
        return Response.ok(ApplicationBody.forApplicant(view, Reader.language(request)))
                .tag(Version.tag(view.version()))
                .build();
    }

    /** A number that the authority found has this shape; any other never comes so far. */
    private static String fileName(String number) {
        return number.matches("[A-Z0-9-]{1,40}") ? number : "application";
    }
}
