package id.segel.ca.application;

import id.segel.ca.audit.Actor;
import id.segel.ca.audit.AuditAction;
import id.segel.ca.audit.AuditEvent;
import id.segel.ca.procedure.ProcedureEvent;
import id.segel.ca.refusal.Fault;
import id.segel.ca.refusal.Problem;
import id.segel.ca.refusal.RefusedException;
import id.segel.ca.refusal.Sentence;
import id.segel.ca.request.CsrCheckLog;
import id.segel.ca.request.CsrOccasion;
import id.segel.ca.request.StoredCsrReport;
import id.segel.ca.store.Sha256;
import id.segel.ca.subjectkey.BlockOrigin;
import id.segel.ca.subjectkey.BlockedKeys;
import id.segel.csr.CsrReport;
import id.segel.csr.FindingKind;
import id.segel.csr.KeyUse;
import id.segel.csr.ParsedCsr;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SOP step 5: the CSR. A refused one leaves the present one in place (R5.5); the same bytes are one record (R5.3); another
 * one is the next version.
 */
final class CsrUploads {
    private static final Logger LOG = LoggerFactory.getLogger(CsrUploads.class);

    /** R5.2. */
    private static final int LARGEST = 64 * 1024;

    private final Registration registration;
    private final CsrJudge judge;
    private final BlockedKeys blocked;
    private final KeyCompromiseListener compromised;

    CsrUploads(Registration registration, CsrJudge judge, KeyCompromiseListener compromised) {
        this.registration = registration;
        this.judge = judge;
        this.blocked = new BlockedKeys(registration.web(), registration.audit());
        this.compromised = compromised;
    }

    CsrUpload put(Actor actor, String number, byte[] file) {
        Dossier dossier = registration.web().read(handle -> Dossiers.ofPerson(handle, number, actor.requirePersonId()));
        return accept(actor, dossier, file, CsrChannel.PORTAL, null);
    }

    CsrUpload putByToken(Actor lock, String uploadToken, String number, byte[] file) {
        UploadTokens.Upload upload = registration
                .web()
                .read(handle -> UploadTokens.upload(
                        handle, uploadToken, number, registration.clock().instant()));
        return accept(lock, upload.dossier(), file, CsrChannel.LOCK, upload);
    }

    private CsrUpload accept(
            Actor actor, Dossier dossier, byte[] file, CsrChannel via, UploadTokens.@Nullable Upload upload) {
        if (file.length > LARGEST) {
            throw RefusedException.because(Problem.TOO_LARGE, List.of(tooLarge(file.length)));
        }
        CsrReport report = judge.judge(dossier, file, CsrOccasion.UPLOAD);
        blockUploadedKeys(actor, report, file);
        ParsedCsr csr = report.csr();
        if (csr != null && (isPresent(dossier, csr) || wasUsedFor(upload, csr))) {
            // The same bytes again get the same answer, whatever happened to the file meanwhile.
            return registration.web().inTransaction(transaction -> again(transaction, dossier, csr, upload));
        }
        if (upload != null && upload.usedFor() != null) {
            throw Refusals.tokenSpent();
        }
        dossier.requireChangeable("csr");
        if (csr == null || report.refused()) {
            registration
                    .web()
                    .useTransaction(
                            transaction -> CsrCheckLog.keep(transaction, dossier.id(), CsrOccasion.UPLOAD, report));
            throw CsrJudge.refusal(report);
        }
        return registration
                .web()
                .inTransaction(transaction -> store(transaction, actor, dossier.id(), csr, report, via, upload));
    }

    /** R4.1: what was shown to us is known to others; the key is blocked before the file is refused. */
    private void blockUploadedKeys(Actor actor, CsrReport report, byte[] file) {
        if (report.findings().stream().noneMatch(f -> f.id().equals(FindingKind.CONTAINS_PRIVATE_KEY.id()))) {
            return;
        }
        for (byte[] spki : UploadedPrivateKeys.publicHalves(file)) {
            byte[] hash = Sha256.of(spki);
            blocked.block(actor, hash, BlockOrigin.PRIVATE_KEY_UPLOADED, "its private key was uploaded");
            try {
                compromised.compromised(hash);
            } catch (RuntimeException e) {
                LOG.error("certificates of an uploaded private key were not revoked; revoke them by hand", e);
            }
        }
    }

    private CsrUpload again(Handle transaction, Dossier seen, ParsedCsr csr, UploadTokens.@Nullable Upload upload) {
        Dossier dossier = Dossiers.locked(transaction, seen.id());
        if (upload != null) {
            UploadTokens.recheck(transaction, upload, csr.sha256());
        }
        return answer(transaction, dossier, csr, false, upload);
    }

    private CsrUpload store(
            Handle transaction,
            Actor actor,
            long applicationId,
            ParsedCsr csr,
            CsrReport report,
            CsrChannel via,
            UploadTokens.@Nullable Upload upload) {
        Instant now = registration.clock().instant().truncatedTo(ChronoUnit.MICROS);
        Dossier dossier = Dossiers.locked(transaction, applicationId);
        if (upload != null) {
            UploadTokens.recheck(transaction, upload, csr.sha256());
        }
        if (isPresent(dossier, csr)) {
            return answer(transaction, dossier, csr, false, upload);
        }
        dossier.requireChangeable("csr");
        takeKey(transaction, dossier, csr, now);
        Optional<Long> earlier = earlierRecord(transaction, applicationId, csr);
        long id = earlier.isPresent()
                ? earlier.get()
                : insert(transaction, applicationId, csr, StoredCsrReport.of(report), via, now);
        CsrCheckLog.keep(transaction, applicationId, CsrOccasion.UPLOAD, report);
        Attachments.attachCsr(transaction, applicationId, id);
        registration
                .timeline()
                .happened(
                        transaction,
                        dossier.clocked(),
                        ProcedureEvent.CSR,
                        now,
                        dossier.applicant().accountId());
        registration
                .audit()
                .append(
                        transaction,
                        AuditEvent.of(AuditAction.CSR_UPLOADED, actor, "application", dossier.number())
                                .with("sha256", HexFormat.of().formatHex(csr.sha256()))
                                .with("spkiSha256", HexFormat.of().formatHex(csr.spkiSha256()))
                                .with("via", via.name()));
        return answer(transaction, Dossiers.byId(transaction, applicationId), csr, earlier.isEmpty(), upload);
    }

    /** R5.6: from here on the key is this person's, or the upload is refused. */
    private static void takeKey(Handle transaction, Dossier dossier, ParsedCsr csr, Instant now) {
        SeenKeys.take(transaction, csr.spkiSha256(), dossier.applicant().personId(), now);
        KeyUse use = SeenKeys.use(transaction, dossier.applicant().personId(), dossier.id(), csr.spkiSha256());
        switch (use) {
            case BLOCKED, ANOTHER_PERSON -> throw CsrJudge.keyUnusable();
            case OWN_EARLIER -> throw CsrJudge.keyUsedBefore();
            case UNUSED, SAME_APPLICATION -> {
                // May be used.
            }
        }
    }

    private static Optional<Long> earlierRecord(Handle transaction, long applicationId, ParsedCsr csr) {
        return transaction
                .createQuery("SELECT id FROM csr WHERE application_id = :application AND sha256 = :sha256")
                .bind("application", applicationId)
                .bind("sha256", csr.sha256())
                .mapTo(Long.class)
                .findOne();
    }

    private static long insert(
            Handle transaction,
            long applicationId,
            ParsedCsr csr,
            StoredCsrReport report,
            CsrChannel via,
            Instant now) {
        return transaction
                .createQuery("""
                        INSERT INTO csr (application_id, version, der, sha256, spki, spki_sha256, report, via, uploaded_at)
                        SELECT :application,
                               (SELECT coalesce(max(version), 0) + 1 FROM csr WHERE application_id = :application),
                               :der, :sha256, :spki, :spkiSha256, :report, :via, :at
                        RETURNING id
                        """)
                .bind("application", applicationId)
                .bind("der", csr.der())
                .bind("sha256", csr.sha256())
                .bind("spki", csr.subjectPublicKeyInfo())
                .bind("spkiSha256", csr.spkiSha256())
                .bind("report", report.toJson())
                .bind("via", via.name())
                .bind("at", now)
                .mapTo(Long.class)
                .one();
    }

    private CsrUpload answer(
            Handle transaction, Dossier dossier, ParsedCsr csr, boolean created, UploadTokens.@Nullable Upload upload) {
        UploadTokens.markUsed(transaction, dossier.id(), csr.sha256());
        StoredCsrReport report = transaction
                .createQuery("SELECT report FROM csr WHERE application_id = :application AND sha256 = :sha256")
                .bind("application", dossier.id())
                .bind("sha256", csr.sha256())
                .mapTo(String.class)
                .map(StoredCsrReport::fromJson)
                .one();
        CsrUpload.Receipt receipt = upload == null
                ? null
                : UploadTokens.receipt(
                        transaction,
                        upload,
                        csr.sha256(),
                        registration
                                .clock()
                                .instant()
                                .plus(registration.configuration().receiptLife()));
        return new CsrUpload(
                report,
                HexFormat.of().formatHex(csr.sha256()),
                HexFormat.of().formatHex(csr.spkiSha256()),
                created,
                dossier.view(),
                receipt);
    }

    private static boolean wasUsedFor(UploadTokens.@Nullable Upload upload, ParsedCsr csr) {
        return upload != null && Arrays.equals(upload.usedFor(), csr.sha256());
    }

    private static boolean isPresent(Dossier dossier, ParsedCsr csr) {
        Dossier.CsrEvidence present = dossier.csr();
        return present != null && Arrays.equals(present.sha256(), csr.sha256());
    }

    private static Fault tooLarge(int octets) {
        return new Fault(
                "",
                FindingKind.TOO_LARGE.id(),
                new Sentence(
                        "Ukuran berkas " + octets + " byte; maksimal " + LARGEST
                                + " byte. Pilih berkas CSR yang dibuat aplikasi LOCK.",
                        "The file has " + octets + " bytes; the limit is " + LARGEST
                                + " bytes. Choose the CSR file that LOCK made."));
    }
}
