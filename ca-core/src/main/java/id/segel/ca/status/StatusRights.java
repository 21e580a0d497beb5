package id.segel.ca.status;

import id.segel.ca.audit.Actor;
import id.segel.ca.profile.CertificateKind;
import id.segel.ca.refusal.Fault;
import id.segel.ca.refusal.Problem;
import id.segel.ca.refusal.RefusedException;
import id.segel.ca.refusal.Sentence;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Who may change which status (domain notes 1.3), apart from what the database has to be asked for. */
final class StatusRights {
    private static final int NOTE_LIMIT = 2_000;

    private StatusRights() {}

    static void requireShortNote(@Nullable String note) {
        if (note != null && note.codePointCount(0, note.length()) > NOTE_LIMIT) {
            throw RefusedException.because(
                    Problem.INVALID,
                    List.of(new Fault(
                            "/note",
                            "status.note-long",
                            new Sentence(
                                    "Catatan lebih dari 2.000 karakter. Persingkat.",
                                    "The note has more than 2,000 characters. Shorten it."))));
        }
    }

    /** Holders see their own certificates only; the authority's own certificates are the management's business. */
    static void requireMayTouch(StatusRequest request, CertificateView certificate) {
        switch (request.party()) {
            case SUBSCRIBER -> {
                Long person = request.actor().personId();
                if (person == null || !person.equals(certificate.personId())) {
                    throw RefusedException.because(Problem.NOT_FOUND);
                }
            }
            case OFFICER -> {
                if (certificate.kind() != CertificateKind.SUBSCRIBER) {
                    throw RefusedException.because(
                            Problem.NOT_PERMITTED,
                            new Sentence(
                                    "Ini sertifikat milik layanan sendiri. Minta pengelola otoritas untuk mengubah statusnya.",
                                    "This is a certificate of the service itself. Ask the authority's management to change its status."));
                }
            }
            case MANAGEMENT -> {
                // May touch every certificate.
            }
        }
    }

    static void requireReason(Party party, RevocationReason reason) {
        if (!reason.isAskedFor()) {
            throw RefusedException.because(
                    Problem.INVALID, List.of(new Fault("/reason", "status.reason", unasked(reason))));
        }
        if (!reason.mayBeAskedForBy(party)) {
            throw RefusedException.because(
                    Problem.NOT_PERMITTED,
                    new Sentence(
                            "Alasan " + reason.rfcName()
                                    + " tidak dapat Anda ajukan. Pilih alasan lain atau minta petugas.",
                            "The reason " + reason.rfcName()
                                    + " is not yours to give. Choose another or ask an officer."));
        }
    }

    /** A time of the revocation other than now is the management's to say, and lies in the certificate's past. */
    static void requireSince(Party party, CertificateView certificate, @Nullable Instant since, Instant now) {
        if (since == null) {
            return;
        }
        if (party != Party.MANAGEMENT || since.isAfter(now) || since.isBefore(certificate.notBefore())) {
            throw RefusedException.because(
                    Problem.INVALID,
                    List.of(new Fault(
                            "/since",
                            "status.since",
                            new Sentence(
                                    "Waktu pencabutan " + since + " harus di antara " + certificate.notBefore()
                                            + " dan sekarang.",
                                    "The time of the revocation, " + since + ", must lie between "
                                            + certificate.notBefore() + " and now."))));
        }
    }

    private static Sentence unasked(RevocationReason reason) {
        return switch (reason) {
            case CERTIFICATE_HOLD ->
                new Sentence(
                        "certificateHold bukan pencabutan. Pakai penangguhan.",
                        "certificateHold is no revocation. Use suspend.");
            case REMOVE_FROM_CRL ->
                new Sentence(
                        "removeFromCRL tidak dapat diminta. Pakai pelepasan penangguhan.",
                        "removeFromCRL cannot be asked for. Use release.");
            default ->
                new Sentence(
                        "Alasan " + reason.rfcName() + " tidak dipakai di sini. Pilih alasan lain.",
                        "The reason " + reason.rfcName() + " is not used here. Choose another.");
        };
    }

    /** Only an officer who neither suspended nor holds the certificate gives it back. */
    static void requireMayRelease(StatusRequest request, StatusRow row) {
        if (request.party() == Party.SUBSCRIBER) {
            throw RefusedException.because(
                    Problem.NOT_PERMITTED,
                    new Sentence(
                            "Penangguhan dilepas oleh petugas. Hubungi Seksi Pelayanan.",
                            "An officer releases a suspension. Ask the service section."));
        }
        Actor actor = request.actor();
        boolean suspendedIt = actor.accountId() != null && actor.accountId().equals(row.heldBy());
        if (suspendedIt || holdsIt(actor, row)) {
            throw RefusedException.because(
                    Problem.DECISION_NOT_YOURS,
                    new Sentence(
                            "Yang menangguhkan dan pemilik sertifikat tidak dapat melepas penangguhan. Petugas lain yang melepasnya.",
                            "Who suspended the certificate or holds it cannot release it. Another officer does."));
        }
    }

    /** privilegeWithdrawn takes two officers: one suspended, another revokes (domain notes 1.3). */
    static void requireSecondOfficer(Actor actor, StatusRow row, boolean suspendedByHolder) {
        if (row.state() != CertificateState.HELD || row.heldBy() == null || suspendedByHolder) {
            throw RefusedException.because(
                    Problem.WRONG_STATE,
                    new Sentence(
                            "privilegeWithdrawn memerlukan dua petugas. Tangguhkan dahulu; petugas lain kemudian mencabut.",
                            "privilegeWithdrawn takes two officers. Suspend the certificate first; another officer then revokes it."));
        }
        if (Objects.equals(actor.accountId(), row.heldBy())) {
            throw RefusedException.because(
                    Problem.DECISION_NOT_YOURS,
                    new Sentence(
                            "Anda yang menangguhkan sertifikat ini. Petugas lain yang mencabutnya.",
                            "You suspended this certificate. Another officer revokes it."));
        }
    }

    private static boolean holdsIt(Actor actor, StatusRow row) {
        return actor.personId() != null && actor.personId().equals(row.personId());
    }
}
