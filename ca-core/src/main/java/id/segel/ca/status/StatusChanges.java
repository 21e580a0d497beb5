package id.segel.ca.status;

import id.segel.ca.audit.Actor;
import id.segel.ca.audit.AuditAction;
import id.segel.ca.audit.AuditEvent;
import id.segel.ca.audit.AuditLog;
import id.segel.ca.profile.CertificateKind;
import id.segel.ca.refusal.Problem;
import id.segel.ca.refusal.RefusedException;
import id.segel.ca.refusal.Sentence;
import id.segel.ca.store.Database;
import id.segel.ca.subjectkey.BlockOrigin;
import id.segel.ca.subjectkey.BlockedKeys;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Suspends, releases and revokes. The certificate's state (compare-and-set), the row that tells of it, the audit event, the
 * holder's notice and the request for a CRL are one transaction. Asking again for what is already so changes nothing and
 * answers the same. Thread-safe.
 *
 * <p>Rows are locked in one order everywhere: issuer, public key, certificates by issuer and serial.
 */
public final class StatusChanges {
    /** Refusals that tell of an attempt at something forbidden and therefore stand in the audit log. */
    private static final Set<Problem> AUDITED =
            EnumSet.of(Problem.NOT_PERMITTED, Problem.DECISION_NOT_YOURS, Problem.WRONG_STATE);

    private final Database database;
    private final AuditLog audit;
    private final StatusNotices notices;

    public StatusChanges(Database database, AuditLog audit, StatusNotices notices) {
        this.database = database;
        this.audit = audit;
        this.notices = notices;
    }

    /**
     * The certificate with this serial number, whichever authority issued it.
     *
     * @param serial hexadecimal, any case, leading zeros ignored
     */
    public Optional<CertificateView> find(String serial) {
        return Serials.fromHex(serial)
                .flatMap(octets -> database.read(handle ->
                        CertificateStatusDao.find(handle, null, octets).stream().findFirst()));
    }

    /**
     * Suspends (certificateHold): takes effect at once, can be undone.
     *
     * @throws RefusedException NOT_FOUND for a serial that is unknown or not the holder's; WRONG_STATE when it is revoked or
     *     was never issued; NOT_PERMITTED; INVALID for a note that is too long
     */
    public CertificateView suspend(StatusRequest request) {
        return changing(request, "suspend", (transaction, certificate) -> suspend(transaction, certificate, request));
    }

    /**
     * Gives a suspended certificate back.
     *
     * @throws RefusedException as {@link #suspend}, and DECISION_NOT_YOURS for who suspended or holds it
     */
    public CertificateView release(StatusRequest request) {
        return changing(request, "release", (transaction, certificate) -> release(transaction, certificate, request));
    }

    /**
     * Revokes, for ever. With keyCompromise every certificate with the same key is revoked, intents become orphans, and the
     * key is blocked for ever, all at once.
     *
     * @throws RefusedException as {@link #suspend}, and INVALID for a reason nobody asks for; privilegeWithdrawn needs a
     *     hold by another officer, else WRONG_STATE or DECISION_NOT_YOURS
     */
    public CertificateView revoke(StatusRequest request, RevocationReason reason) {
        return revoke(request, reason, null);
    }

    /**
     * As {@link #revoke(StatusRequest, RevocationReason)}, with the time from which the certificate is not to be trusted
     * (RFC 5280 5.3). The management alone says one. Revoking an authority's own certificate ends the authority: it issues
     * nothing from then on, and what it had stored but not yet signed becomes an orphan.
     *
     * @param since null for now; neither in the future nor before the certificate began
     */
    public CertificateView revoke(StatusRequest request, RevocationReason reason, @Nullable Instant since) {
        return changing(request, "revoke", (transaction, certificate) -> {
            StatusRights.requireReason(request.party(), reason);
            StatusRights.requireSince(request.party(), certificate, since, CertificateStatusDao.now(transaction));
            revoke(transaction, certificate, request, reason, since);
        });
    }

    /**
     * Makes an intent an orphan inside the issuer's transaction: revoked from now on, because a signature may exist.
     *
     * @param transaction the transaction of role {@code segel_issuer}
     * @param actor the part of the service, such as the reconciler
     * @return whether this call did it; false when the row is no intent any more
     */
    public boolean orphan(Handle transaction, Actor actor, int issuerId, byte[] serial, @Nullable String note) {
        CertificateStatusDao.lockIssuer(transaction, issuerId);
        StatusRow row = CertificateStatusDao.lock(transaction, issuerId, serial);
        if (row.state() != CertificateState.INTENT) {
            return false;
        }
        Instant now = CertificateStatusDao.now(transaction);
        orphan(transaction, actor, row, RevocationReason.UNSPECIFIED, note, now);
        CertificateStatusDao.requestCrl(transaction, issuerId);
        return true;
    }

    private CertificateView changing(
            StatusRequest request, String operation, BiConsumer<Handle, CertificateView> work) {
        StatusRights.requireShortNote(request.note());
        try {
            return database.inTransaction(transaction -> {
                CertificateView certificate = known(transaction, request);
                StatusRights.requireMayTouch(request, certificate);
                work.accept(transaction, certificate);
                return known(transaction, request);
            });
        } catch (RefusedException e) {
            if (AUDITED.contains(e.problem())) {
                audit.refused(
                        database.jdbi(),
                        AuditEvent.of(
                                        AuditAction.REFUSED,
                                        request.actor(),
                                        "certificate",
                                        Serials.toHex(request.serial()))
                                .with("operation", operation)
                                .with("problem", e.problem().kebab()));
            }
            throw e;
        }
    }

    private static CertificateView known(Handle transaction, StatusRequest request) {
        List<CertificateView> found = CertificateStatusDao.find(transaction, request.issuerId(), request.serial());
        if (found.size() > 1) {
            throw new IllegalStateException("two authorities issued the serial number "
                    + Serials.toHex(request.serial()) + "; serial numbers of 128 random bits do not meet");
        }
        if (found.isEmpty()) {
            throw RefusedException.because(
                    Problem.NOT_FOUND,
                    new Sentence(
                            "Tidak ada sertifikat dengan nomor seri ini. Periksa nomornya.",
                            "There is no certificate with this serial number. Check the number."));
        }
        return found.get(0);
    }

    private void suspend(Handle transaction, CertificateView certificate, StatusRequest request) {
        StatusRow row = lock(transaction, certificate);
        if (row.state() == CertificateState.HELD) {
            return;
        }
        if (row.state() != CertificateState.ISSUED) {
            throw wrongState(row);
        }
        Instant now = CertificateStatusDao.now(transaction);
        set(
                transaction,
                row,
                CertificateState.HELD,
                now,
                RevocationReason.CERTIFICATE_HOLD,
                request.actor().accountId());
        tell(transaction, request, row, StatusChange.SUSPEND, RevocationReason.CERTIFICATE_HOLD, now);
        CertificateStatusDao.requestCrl(transaction, row.issuerId());
    }

    private void release(Handle transaction, CertificateView certificate, StatusRequest request) {
        StatusRow row = lock(transaction, certificate);
        if (row.state() != CertificateState.ISSUED && row.state() != CertificateState.HELD) {
            throw wrongState(row);
        }
        StatusRights.requireMayRelease(request, row);
        if (row.state() == CertificateState.ISSUED) {
            return;
        }
        Instant now = CertificateStatusDao.now(transaction);
        set(transaction, row, CertificateState.ISSUED, null, null, null);
        tell(transaction, request, row, StatusChange.RELEASE, RevocationReason.REMOVE_FROM_CRL, now);
        CertificateStatusDao.requestCrl(transaction, row.issuerId());
    }

    private void revoke(
            Handle transaction,
            CertificateView certificate,
            StatusRequest request,
            RevocationReason reason,
            @Nullable Instant since) {
        if (reason == RevocationReason.KEY_COMPROMISE) {
            revokeKey(transaction, certificate, request, since);
            return;
        }
        StatusRow row = lock(transaction, certificate);
        if (row.state() == CertificateState.REVOKED || row.state() == CertificateState.ORPHANED) {
            return;
        }
        if (reason == RevocationReason.PRIVILEGE_WITHDRAWN && request.party() == Party.OFFICER) {
            StatusRights.requireSecondOfficer(
                    request.actor(), row, CertificateStatusDao.isHeldByHolder(transaction, row));
        }
        revokeRow(transaction, request, row, reason, CertificateStatusDao.now(transaction), since);
        CertificateStatusDao.requestCrl(transaction, row.issuerId());
    }

    /**
     * Everything with the key goes (domain notes 1.3). The key is blocked before its certificates are looked for: an intent
     * holds the key's row FOR SHARE, so one under way is committed, and seen here, or meets the block.
     */
    private void revokeKey(
            Handle transaction, CertificateView certificate, StatusRequest request, @Nullable Instant since) {
        CertificateStatusDao.lockIssuers(transaction);
        byte[] key = CertificateStatusDao.keyOf(
                transaction, certificate.issuerId(), HexFormat.of().parseHex(certificate.serial()));
        if (BlockedKeys.block(
                transaction, key, BlockOrigin.KEY_COMPROMISE, RevocationReason.KEY_COMPROMISE.rfcName())) {
            audit.append(
                    transaction,
                    BlockedKeys.event(
                                    request.actor(),
                                    key,
                                    BlockOrigin.KEY_COMPROMISE,
                                    RevocationReason.KEY_COMPROMISE.rfcName())
                            .with("reportedFor", certificate.serial()));
        }
        Instant now = CertificateStatusDao.now(transaction);
        Set<Integer> issuers = new TreeSet<>();
        for (StatusRow row : CertificateStatusDao.lockByKey(transaction, key)) {
            revokeRow(transaction, request, row, RevocationReason.KEY_COMPROMISE, now, since);
            issuers.add(row.issuerId());
        }
        for (int issuer : issuers) {
            CertificateStatusDao.requestCrl(transaction, issuer);
        }
    }

    private void revokeRow(
            Handle transaction,
            StatusRequest request,
            StatusRow row,
            RevocationReason reason,
            Instant now,
            @Nullable Instant given) {
        switch (row.state()) {
            case INTENT -> orphan(transaction, request.actor(), row, reason, request.note(), now);
            case ISSUED, HELD, REVOKED -> {
                // A hold that becomes a revocation keeps its time: nothing signed since is to be trusted. A certificate
                // revoked for another reason stays revoked since then, and its reason becomes the graver one.
                Instant since = row.revokedAt() != null ? row.revokedAt() : given != null ? given : now;
                set(transaction, row, CertificateState.REVOKED, since, reason, null);
                tell(transaction, request, row, StatusChange.REVOKE, reason, now);
                if (row.kind() == CertificateKind.CA) {
                    EndedAuthority.of(transaction, row, reason)
                            .ifPresent(ended -> end(transaction, request.actor(), ended, reason, now));
                }
            }
            case ORPHANED, ABANDONED -> throw wrongState(row);
        }
    }

    /**
     * Ends an authority whose certificate an issuer outside revoked, inside the transaction that learns of it. The caller
     * holds every issuer's row.
     *
     * @return whether this call did it
     */
    boolean endOutside(Handle transaction, Actor actor, int authorityId, RevocationReason reason) {
        Optional<EndedAuthority> ended = EndedAuthority.outside(transaction, authorityId, reason);
        ended.ifPresent(authority -> end(transaction, actor, authority, reason, CertificateStatusDao.now(transaction)));
        return ended.isPresent();
    }

    /** An authority without a good certificate issues nothing; what it was about to sign is as good as revoked. */
    private void end(Handle transaction, Actor actor, EndedAuthority ended, RevocationReason reason, Instant now) {
        audit.append(
                transaction,
                AuditEvent.of(AuditAction.AUTHORITY_ENDED, actor, "authority", ended.name())
                        .with("to", ended.state())
                        .with("reason", reason.rfcName()));
        List<StatusRow> intents = EndedAuthority.intents(transaction, ended.id());
        for (StatusRow intent : intents) {
            orphan(transaction, actor, intent, ended.reasonOfItsIntents(), null, now);
        }
        if (!intents.isEmpty()) {
            CertificateStatusDao.requestCrl(transaction, ended.id());
        }
    }

    private void orphan(
            Handle transaction,
            Actor actor,
            StatusRow row,
            RevocationReason reason,
            @Nullable String note,
            Instant now) {
        set(transaction, row, CertificateState.ORPHANED, now, reason, null);
        long event = audit.append(transaction, event(AuditAction.INTENT_ORPHANED, actor, row, reason, note));
        CertificateStatusDao.recordChange(
                transaction, row, StatusChange.ORPHAN, reason, note, actor.accountId(), now, event);
    }

    private static StatusRow lock(Handle transaction, CertificateView certificate) {
        if (certificate.kind() == CertificateKind.CA) {
            // Revoking it ends an authority, whose row comes before every certificate's too.
            CertificateStatusDao.lockIssuers(transaction);
        } else {
            CertificateStatusDao.lockIssuer(transaction, certificate.issuerId());
        }
        return CertificateStatusDao.lock(
                transaction, certificate.issuerId(), HexFormat.of().parseHex(certificate.serial()));
    }

    private static void set(
            Handle transaction,
            StatusRow row,
            CertificateState to,
            @Nullable Instant revokedAt,
            @Nullable RevocationReason reason,
            @Nullable Long heldBy) {
        if (!CertificateStatusDao.change(transaction, row, to, revokedAt, reason, heldBy)) {
            throw new IllegalStateException("the certificate " + Serials.toHex(row.serial()) + " left the state "
                    + row.state() + " although its row was locked");
        }
    }

    private void tell(
            Handle transaction,
            StatusRequest request,
            StatusRow row,
            StatusChange change,
            RevocationReason reason,
            Instant now) {
        AuditAction action = switch (change) {
            case SUSPEND -> AuditAction.CERTIFICATE_SUSPENDED;
            case RELEASE -> AuditAction.CERTIFICATE_RELEASED;
            case REVOKE -> AuditAction.CERTIFICATE_REVOKED;
            case ORPHAN -> AuditAction.INTENT_ORPHANED;
        };
        long event = audit.append(
                transaction,
                event(action, request.actor(), row, reason, request.note())
                        .with("party", request.party().name()));
        CertificateStatusDao.recordChange(
                transaction,
                row,
                change,
                reason,
                request.note(),
                request.actor().accountId(),
                now,
                event);
        if (row.personId() != null) {
            notices.queue(transaction, change, row.personId(), row.applicationId(), row.issuerId(), row.serial());
        }
    }

    private static AuditEvent event(
            AuditAction action, Actor actor, StatusRow row, RevocationReason reason, @Nullable String note) {
        AuditEvent event = AuditEvent.of(action, actor, "certificate", Serials.toHex(row.serial()))
                .with("issuer", row.issuerId())
                .with("from", row.state().name())
                .with("reason", reason.rfcName());
        return note == null ? event : event.committingTo("note", note);
    }

    private static RefusedException wrongState(StatusRow row) {
        return RefusedException.because(
                Problem.WRONG_STATE,
                new Sentence(
                        "Sertifikat ini berada pada keadaan " + row.state()
                                + "; tindakan ini tidak berlaku. Muat versi terbaru lalu periksa lagi.",
                        "This certificate is in the state " + row.state()
                                + "; the action does not apply. Load the latest version and check again."));
    }
}
