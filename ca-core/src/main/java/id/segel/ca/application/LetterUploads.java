package id.segel.ca.application;

import id.segel.ca.audit.Actor;
import id.segel.ca.audit.AuditAction;
import id.segel.ca.audit.AuditEvent;
import id.segel.ca.document.Letters;
import id.segel.ca.document.SealedLetter;
import id.segel.ca.procedure.ProcedureEvent;
import id.segel.ca.refusal.Problem;
import id.segel.ca.refusal.RefusedException;
import id.segel.ca.store.Sha256;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HexFormat;
import org.jdbi.v3.core.Handle;

/** SOP step 3: the letter. A replacement is the next version; the old one is kept (R3.4). */
final class LetterUploads {
    private final Registration registration;
    private final Letters letters;

    LetterUploads(Registration registration, Letters letters) {
        this.registration = registration;
        this.letters = letters;
    }

    ApplicationView put(Actor actor, String number, byte[] file) {
        Seen seen = registration
                .web()
                .read(handle -> Seen.of(handle, Dossiers.ofPerson(handle, number, actor.requirePersonId())));
        seen.dossier().requireChangeable("letter");
        int pages = letters.inspect(file);
        Dossier.LetterEvidence present = seen.dossier().letter();
        if (present != null && Arrays.equals(present.sha256(), Sha256.of(file))) {
            return seen.dossier().view();
        }
        SealedLetter letter = letters.seal(file, pages, seen.lastVersion() + 1);
        return registration.web().inTransaction(transaction -> store(transaction, actor, seen, letter));
    }

    private ApplicationView store(Handle transaction, Actor actor, Seen seen, SealedLetter letter) {
        Instant now = registration.clock().instant().truncatedTo(ChronoUnit.MICROS);
        Dossier dossier = Dossiers.locked(transaction, seen.dossier().id());
        dossier.requireChangeable("letter");
        if (Seen.of(transaction, dossier).lastVersion() != seen.lastVersion()) {
            // Encryption is bound to the version; another upload took it meanwhile.
            throw RefusedException.because(Problem.STALE_VERSION);
        }
        letters.store(transaction, letter, dossier.id(), actor.requireAccountId(), now);
        Attachments.attachLetter(transaction, dossier.id(), letter.id());
        registration.timeline().happened(transaction, dossier.clocked(), ProcedureEvent.LETTER, now, actor.accountId());
        registration
                .audit()
                .append(
                        transaction,
                        AuditEvent.of(AuditAction.LETTER_UPLOADED, actor, "application", dossier.number())
                                .with("letterVersion", letter.version())
                                .with("sha256", HexFormat.of().formatHex(letter.sha256()))
                                .with("pages", letter.pages()));
        return Dossiers.byId(transaction, dossier.id()).view();
    }

    /** The file and the number of letters it has had. */
    private record Seen(Dossier dossier, int lastVersion) {
        static Seen of(Handle handle, Dossier dossier) {
            return new Seen(
                    dossier,
                    handle.createQuery("SELECT coalesce(max(version), 0) FROM letter WHERE application_id = :id")
                            .bind("id", dossier.id())
                            .mapTo(Integer.class)
                            .one());
        }
    }
}
