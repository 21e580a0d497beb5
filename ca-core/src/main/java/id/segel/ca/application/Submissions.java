package id.segel.ca.application;

import id.segel.ca.audit.Actor;
import id.segel.ca.audit.AuditAction;
import id.segel.ca.audit.AuditEvent;
import id.segel.ca.notice.NoticeKind;
import id.segel.ca.procedure.ProcedureEvent;
import id.segel.ca.refusal.Fault;
import id.segel.ca.refusal.Problem;
import id.segel.ca.refusal.RefusedException;
import id.segel.ca.refusal.Sentence;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What the applicant does with the file as a whole: hand it in, take it back, withdraw it. */
final class Submissions {
    private final Registration registration;

    Submissions(Registration registration) {
        this.registration = registration;
    }

    ApplicationView submit(Actor actor, String number, @Nullable Integer version) {
        return registration.web().inTransaction(transaction -> {
            Dossier dossier = locked(transaction, actor, number, version, Trigger.SUBMIT);
            dossier.requireActiveApplicant();
            requireComplete(dossier);
            Instant now = now();
            boolean again = dossier.state() == ApplicationState.RETURNED;
            Transitions.apply(
                    transaction,
                    StateChange.of(dossier.id(), Trigger.SUBMIT, version, now).submitted(again));
            registration
                    .timeline()
                    .handOver(
                            transaction,
                            again ? dossier.clockedInNextRound() : dossier.clocked(),
                            List.of(ProcedureEvent.SUBMIT),
                            now,
                            null);
            registration
                    .notices()
                    .queue(
                            transaction,
                            NoticeKind.SUBMITTED,
                            dossier.applicant().personId(),
                            dossier.id(),
                            null,
                            null);
            return told(transaction, actor, dossier, AuditAction.APPLICATION_SUBMITTED);
        });
    }

    ApplicationView recall(Actor actor, String number, @Nullable Integer version) {
        return registration.web().inTransaction(transaction -> {
            Dossier dossier = locked(transaction, actor, number, version, Trigger.RECALL);
            Instant now = now();
            Transitions.apply(
                    transaction,
                    StateChange.of(dossier.id(), Trigger.RECALL, version, now)
                            .lapsing(now.plus(registration.configuration().draftLife())));
            // The applicant holds the file again: step 5, which ends with handing it in, goes on.
            registration
                    .timeline()
                    .handOver(transaction, dossier.clocked(), List.of(ProcedureEvent.CSR), now, actor.accountId());
            return told(transaction, actor, dossier, AuditAction.APPLICATION_RECALLED);
        });
    }

    ApplicationView withdraw(Actor actor, String number, @Nullable Integer version) {
        return registration.web().inTransaction(transaction -> {
            Dossier dossier = locked(transaction, actor, number, version, Trigger.WITHDRAW);
            Instant now = now();
            Transitions.apply(transaction, StateChange.of(dossier.id(), Trigger.WITHDRAW, version, now));
            registration.timeline().handOver(transaction, dossier.clocked(), List.of(), now, null);
            return told(transaction, actor, dossier, AuditAction.APPLICATION_WITHDRAWN);
        });
    }

    private Dossier locked(Handle transaction, Actor actor, String number, @Nullable Integer version, Trigger trigger) {
        Dossier dossier = Dossiers.locked(
                transaction,
                Dossiers.ofPerson(transaction, number, actor.requirePersonId()).id());
        dossier.requireVersion(version);
        dossier.require(trigger);
        return dossier;
    }

    private ApplicationView told(Handle transaction, Actor actor, Dossier before, AuditAction action) {
        Dossier after = Dossiers.byId(transaction, before.id());
        AuditEvent event = AuditEvent.of(action, actor, "application", after.number())
                .with("from", before.state().name())
                .with("to", after.state().name())
                .with("version", after.version());
        LetterSummary letter = after.view().letter();
        CsrSummary csr = after.view().csr();
        if (letter != null) {
            event = event.with("letterSha256", letter.sha256());
        }
        if (csr != null) {
            event = event.with("csrSha256", csr.sha256());
        }
        registration.audit().append(transaction, event);
        return after.view();
    }

    /** R5.7. */
    private static void requireComplete(Dossier dossier) {
        List<Fault> missing = new ArrayList<>();
        if (dossier.letter() == null) {
            missing.add(new Fault(
                    "/letter",
                    "application.letter-missing",
                    new Sentence(
                            "Surat rekomendasi belum diunggah. Unggah surat dalam bentuk PDF.",
                            "The recommendation letter is missing. Upload it as PDF.")));
        }
        if (dossier.csr() == null) {
            missing.add(new Fault(
                    "/csr",
                    "application.csr-missing",
                    new Sentence(
                            "CSR belum dikirim. Buat CSR dengan LOCK lalu kirim.",
                            "The CSR is missing. Make one with LOCK and send it.")));
        }
        if (!missing.isEmpty()) {
            throw RefusedException.because(Problem.INCOMPLETE, missing);
        }
    }

    private Instant now() {
        return registration.clock().instant().truncatedTo(ChronoUnit.MICROS);
    }
}
