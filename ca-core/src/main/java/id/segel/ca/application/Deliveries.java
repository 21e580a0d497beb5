package id.segel.ca.application;

import id.segel.ca.audit.Actor;
import id.segel.ca.audit.AuditAction;
import id.segel.ca.audit.AuditEvent;
import id.segel.ca.procedure.ProcedureEvent;
import id.segel.ca.refusal.Problem;
import id.segel.ca.refusal.RefusedException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** SOP step 8: handing the certificate over. No other code reads a certificate's bytes for a person. */
final class Deliveries {
    private final Registration registration;

    Deliveries(Registration registration) {
        this.registration = registration;
    }

    CertificateFile toOwner(Actor actor, String number) {
        Dossier dossier = registration.web().read(handle -> Dossiers.ofPerson(handle, number, actor.requirePersonId()));
        return deliver(actor, dossier, "owner", true);
    }

    CertificateFile toReceipt(Actor lock, String receipt, String number) {
        return deliver(lock, byReceipt(receipt, number), "receipt", true);
    }

    /** The office may look at it (R8.1); that completes nothing. */
    CertificateFile toOfficer(Actor officer, String number) {
        return deliver(officer, registration.web().read(handle -> Dossiers.byNumber(handle, number)), "officer", false);
    }

    /** The application of a receipt that is still good: until some days after the issue. */
    Dossier byReceipt(String receipt, String number) {
        Instant now = registration.clock().instant();
        return registration.web().read(handle -> {
            Dossier dossier = UploadTokens.byReceipt(handle, receipt, number, now);
            Optional<Stored> stored = stored(handle, dossier.id());
            if (stored.isPresent()
                    && stored.get()
                            .issuedAt()
                            .plus(registration.configuration().receiptAfterIssue())
                            .isBefore(now)) {
                throw Refusals.receiptSpent();
            }
            return dossier;
        });
    }

    private CertificateFile deliver(Actor actor, Dossier seen, String as, boolean completes) {
        Stored stored = registration.web().inTransaction(transaction -> {
            Dossier dossier = Dossiers.locked(transaction, seen.id());
            Stored found = stored(transaction, dossier.id())
                    .orElseThrow(() -> RefusedException.because(Problem.NOT_YET_DELIVERABLE));
            registration
                    .audit()
                    .append(
                            transaction,
                            AuditEvent.of(AuditAction.CERTIFICATE_DOWNLOADED, actor, "certificate", found.serial())
                                    .with("application", dossier.number())
                                    .with("as", as));
            if (completes && dossier.state() == ApplicationState.ISSUED) {
                complete(transaction, actor, dossier);
            }
            return found;
        });
        return new CertificateFile(
                seen.number(),
                stored.serial(),
                stored.sha256(),
                stored.state(),
                stored.der(),
                registration.authorities().chain(stored.issuerId()));
    }

    private void complete(Handle transaction, Actor actor, Dossier dossier) {
        Instant now = registration.clock().instant().truncatedTo(ChronoUnit.MICROS);
        Transitions.apply(transaction, StateChange.of(dossier.id(), Trigger.COMPLETE, dossier.version(), now));
        registration
                .timeline()
                .happened(
                        transaction,
                        dossier.clocked(),
                        ProcedureEvent.DOWNLOAD,
                        now,
                        dossier.applicant().accountId());
        registration
                .audit()
                .append(
                        transaction,
                        AuditEvent.of(AuditAction.APPLICATION_COMPLETED, actor, "application", dossier.number()));
    }

    private static Optional<Stored> stored(Handle handle, long applicationId) {
        return handle.createQuery("""
                        SELECT issuer_id, serial, sha256, state, der, issued_at FROM certificate
                         WHERE application_id = :application AND state IN ('ISSUED', 'HELD', 'REVOKED')
                           AND deliverable_at IS NOT NULL
                        """)
                .bind("application", applicationId)
                .map((row, context) -> new Stored(
                        row.getInt("issuer_id"),
                        HexFormat.of().formatHex(row.getBytes("serial")),
                        HexFormat.of().formatHex(row.getBytes("sha256")),
                        row.getString("state"),
                        row.getBytes("der"),
                        Dossiers.instant(row, "issued_at")))
                .findOne();
    }

    @SuppressWarnings("ArrayRecordComponent") // Read and handed over.
    private record Stored(int issuerId, String serial, String sha256, String state, byte[] der, Instant issuedAt) {}
}
