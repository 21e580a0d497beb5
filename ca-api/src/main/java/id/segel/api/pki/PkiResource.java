package id.segel.api.pki;

import id.segel.api.access.Operation;
import id.segel.api.access.Permit;
import id.segel.ca.authority.Authorities;
import id.segel.ca.authority.Authority;
import id.segel.ca.refusal.Problem;
import id.segel.ca.refusal.RefusedException;
import id.segel.ca.status.CrlStore;
import id.segel.ca.status.PublishedCrl;
import id.segel.ca.store.Sha256;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.CacheControl;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;

/** CA certificates and CRLs at the addresses that stand in certificates (DESIGN 6). */
@Path("/pki")
@Tag(name = "pki")
public final class PkiResource {
    private static final String CA = "{ca: [a-z0-9][a-z0-9-]{1,62}}";
    private static final String CERTIFICATE = "application/pkix-cert";
    private static final String CRL = "application/pkix-crl";
    /** A CRL is made at once after a revocation, so nobody should keep an older one for long. */
    private static final Duration CRL_AGE = Duration.ofMinutes(5);

    private static final Duration CERTIFICATE_AGE = Duration.ofDays(1);

    private final Authorities authorities;
    private final CrlStore crls;
    private final Clock clock;

    public PkiResource(Authorities authorities, CrlStore crls, Clock clock) {
        this.authorities = authorities;
        this.crls = crls;
        this.clock = clock;
    }

    @GET
    @Path("/" + CA + ".crt")
    @Produces(CERTIFICATE)
    @Permit(Operation.FETCH_AUTHORITY_CERTIFICATE)
    @io.swagger.v3.oas.annotations.Operation(summary = "The certificate of a CA")
    @ApiResponse(
            responseCode = "200",
            description = "DER",
            content = @Content(mediaType = CERTIFICATE, schema = @Schema(type = "string", format = "binary")))
    public Response fetchAuthorityCertificate(@PathParam("ca") String ca, @Context Request request) {
        byte[] der = authorities
                .byName(ca)
                .filter(authority -> authority.state() != Authority.State.PENDING)
                .orElseThrow(PkiResource::notFound)
                .requireCertificate();
        EntityTag tag = tag(der);
        Response.ResponseBuilder unchanged = request.evaluatePreconditions(tag);
        return (unchanged == null ? Response.ok(der, CERTIFICATE) : unchanged)
                .tag(tag)
                .cacheControl(age(CERTIFICATE_AGE))
                .build();
    }

    @GET
    @Path("/" + CA + ".crl")
    @Produces(CRL)
    @Permit(Operation.FETCH_CRL)
    @io.swagger.v3.oas.annotations.Operation(summary = "The complete CRL of a CA")
    @ApiResponse(
            responseCode = "200",
            description = "DER",
            content = @Content(mediaType = CRL, schema = @Schema(type = "string", format = "binary")))
    public Response fetchCrl(@PathParam("ca") String ca, @Context Request request) {
        return answer(crls.complete(ca).orElseThrow(PkiResource::notFound), request);
    }

    @GET
    @Path("/{ca: [a-z0-9][a-z0-9-]{1,62}}/{shard: [0-9]{1,4}}.crl")
    @Produces(CRL)
    @Permit(Operation.FETCH_CRL_SHARD)
    @io.swagger.v3.oas.annotations.Operation(summary = "A shard of a CA's CRL, as certificates point to it")
    @ApiResponse(
            responseCode = "200",
            description = "DER",
            content = @Content(mediaType = CRL, schema = @Schema(type = "string", format = "binary")))
    public Response fetchCrlShard(
            @PathParam("ca") String ca, @PathParam("shard") String shard, @Context Request request) {
        return answer(crls.shard(ca, Integer.parseInt(shard)).orElseThrow(PkiResource::notFound), request);
    }

    private Response answer(PublishedCrl crl, Request request) {
        EntityTag tag = tag(crl.der());
        Date modified = Date.from(crl.thisUpdate());
        Response.ResponseBuilder unchanged = request.evaluatePreconditions(modified, tag);
        Duration left = Duration.between(clock.instant(), crl.nextUpdate());
        Duration age = left.isNegative() ? Duration.ZERO : left.compareTo(CRL_AGE) < 0 ? left : CRL_AGE;
        return (unchanged == null ? Response.ok(crl.der(), CRL) : unchanged)
                .tag(tag)
                .lastModified(modified)
                .expires(Date.from(clock.instant().plus(age)))
                .cacheControl(age(age))
                .build();
    }

    private static CacheControl age(Duration age) {
        CacheControl control = new CacheControl();
        control.setMaxAge((int) age.toSeconds());
        control.setNoTransform(true);
        return control;
    }

    private static EntityTag tag(byte[] bytes) {
        return new EntityTag(Sha256.hex(bytes));
    }

    private static RefusedException notFound() {
        return RefusedException.because(Problem.NOT_FOUND);
    }
}
