package id.segel.api.office;

import id.segel.api.access.Caller;
import id.segel.api.access.Operation;
import id.segel.api.access.Permit;
import id.segel.ca.refusal.Fault;
import id.segel.ca.refusal.Problem;
import id.segel.ca.refusal.RefusedException;
import id.segel.ca.refusal.Sentence;
import id.segel.ca.status.Party;
import id.segel.ca.status.RevocationReason;
import id.segel.ca.status.Serials;
import id.segel.ca.status.StatusChanges;
import id.segel.ca.status.StatusRequest;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Certificates by serial number (hexadecimal, any case, leading zeros ignored) and their status. */
@Path("/admin/v1/certificates/{serial}")
@Tag(name = "office")
@Produces(MediaType.APPLICATION_JSON)
public final class CertificateResource {
    private final StatusChanges status;

    public CertificateResource(StatusChanges status) {
        this.status = status;
    }

    @GET
    @Permit(Operation.SHOW_CERTIFICATE)
    @io.swagger.v3.oas.annotations.Operation(summary = "A certificate and its status")
    public CertificateBody showCertificate(@PathParam("serial") String serial) {
        return CertificateBody.of(status.find(serial).orElseThrow(() -> RefusedException.because(Problem.NOT_FOUND)));
    }

    @POST
    @Path("/revoke")
    @Permit(Operation.REVOKE_CERTIFICATE)
    @Consumes(MediaType.APPLICATION_JSON)
    @io.swagger.v3.oas.annotations.Operation(summary = "Revoke for ever; again is no change")
    public CertificateBody revokeCertificate(
            StatusBody body, @PathParam("serial") String serial, @Context ContainerRequestContext request) {
        return CertificateBody.of(status.revoke(request(body, serial, request), reason(body.reason())));
    }

    @POST
    @Path("/suspend")
    @Permit(Operation.SUSPEND_CERTIFICATE)
    @Consumes(MediaType.APPLICATION_JSON)
    @io.swagger.v3.oas.annotations.Operation(summary = "Suspend at once; again is no change")
    public CertificateBody suspendCertificate(
            StatusBody body, @PathParam("serial") String serial, @Context ContainerRequestContext request) {
        requireOnly(body.reason(), RevocationReason.CERTIFICATE_HOLD);
        return CertificateBody.of(status.suspend(request(body, serial, request)));
    }

    @POST
    @Path("/release")
    @Permit(Operation.RELEASE_CERTIFICATE)
    @Consumes(MediaType.APPLICATION_JSON)
    @io.swagger.v3.oas.annotations.Operation(summary = "Give a suspended certificate back; again is no change")
    public CertificateBody releaseCertificate(
            StatusBody body, @PathParam("serial") String serial, @Context ContainerRequestContext request) {
        requireOnly(body.reason(), RevocationReason.REMOVE_FROM_CRL);
        return CertificateBody.of(status.release(request(body, serial, request)));
    }

    private static StatusRequest request(StatusBody body, String serial, ContainerRequestContext request) {
        byte[] octets = Serials.fromHex(serial).orElseThrow(() -> RefusedException.because(Problem.NOT_FOUND));
        return new StatusRequest(Caller.actor(request), Party.OFFICER, null, octets, body.note());
    }

    private static RevocationReason reason(@Nullable String name) {
        return RevocationReason.byName(name == null ? "" : name)
                .filter(RevocationReason::isAskedFor)
                .orElseThrow(() -> wrongReason(Arrays.stream(RevocationReason.values())
                        .filter(RevocationReason::isAskedFor)
                        .map(RevocationReason::rfcName)
                        .collect(Collectors.joining(", "))));
    }

    private static void requireOnly(@Nullable String name, RevocationReason only) {
        if (name != null && !name.equals(only.rfcName())) {
            throw wrongReason(only.rfcName());
        }
    }

    private static RefusedException wrongReason(String choices) {
        return RefusedException.because(
                Problem.INVALID,
                List.of(new Fault(
                        "/reason",
                        "status.reason",
                        new Sentence(
                                "Alasan ini tidak berlaku di sini. Pilih: " + choices + ".",
                                "This reason does not apply here. Choose: " + choices + "."))));
    }
}
