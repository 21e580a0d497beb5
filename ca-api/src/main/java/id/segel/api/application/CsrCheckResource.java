package id.segel.api.application;

import id.segel.api.access.Caller;
import id.segel.api.access.Operation;
import id.segel.api.access.Permit;
import id.segel.api.http.BodyLimit;
import id.segel.api.http.RateLimit;
import id.segel.api.http.Reader;
import id.segel.ca.person.People;
import id.segel.ca.person.PersonSubject;
import id.segel.ca.refusal.Fault;
import id.segel.ca.refusal.Problem;
import id.segel.ca.refusal.RefusedException;
import id.segel.ca.refusal.Sentence;
import id.segel.csr.CsrChecker;
import id.segel.csr.CsrContext;
import id.segel.csr.ExpectedSubject;
import id.segel.csr.KeyRules;
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
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Checks a CSR without keeping it: the very checks of the upload, but for the history of its key. */
@Path("/api/v1/csr-checks")
@Tag(name = "applications")
@Produces(MediaType.APPLICATION_JSON)
public final class CsrCheckResource {
    /** Media type of a request (RFC 5967); PEM and DER alike. */
    public static final String PKCS10 = "application/pkcs10";

    private final CsrChecker checker;
    private final People people;
    private final ProductDao products;
    private final RateLimit byAccount;

    public CsrCheckResource(CsrChecker checker, People people, ProductDao products, RateLimit byAccount) {
        this.checker = checker;
        this.people = people;
        this.products = products;
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
            @Parameter(description = "Code of the product whose rules apply; else the ordinary ones")
                    @QueryParam("product")
                    @Nullable
                    String product,
            @Context ContainerRequestContext request) {
        Caller.Person caller = Caller.person(request);
        byAccount.take(Long.toString(caller.session().accountId()));
        PersonSubject person = people.subject(caller.session().accountId())
                .orElseThrow(() -> RefusedException.because(Problem.ACCOUNT_NOT_ACTIVE));
        ExpectedSubject subject = new ExpectedSubject(
                person.fullName(), person.agencyName(), "ID", person.email(), person.subscriberNumber());
        Locale language = Reader.language(request);
        return new CsrCheckBody(
                checker.check(file, new CsrContext(rules(product), subject, null, null)).findings().stream()
                        .map(finding -> FindingBody.of(finding, language))
                        .toList());
    }

    private KeyRules rules(@Nullable String product) {
        if (product == null) {
            return KeyRules.standard();
        }
        return products.offered(product)
                .map(offered -> offered.profile().keyRules())
                .orElseThrow(() -> RefusedException.because(
                        Problem.INVALID,
                        List.of(new Fault(
                                "/product",
                                "product.unknown",
                                new Sentence(
                                        "Produk ini tidak ditawarkan. Pilih salah satu dari daftar produk.",
                                        "This product is not offered. Choose one from the list of products.")))));
    }
}
