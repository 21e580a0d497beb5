package id.segel.ca.issuance;

import id.segel.ca.profile.CertificateProfile;
import id.segel.ca.request.ApplicantSubject;
import id.segel.ca.request.CsrCheckLog;
import id.segel.ca.request.CsrFindingMeters;
import id.segel.ca.request.CsrOccasion;
import id.segel.ca.store.Database;
import id.segel.csr.CsrChecker;
import id.segel.csr.CsrContext;
import id.segel.csr.CsrReport;
import id.segel.csr.Finding;
import id.segel.csr.FindingKind;
import id.segel.csr.KeyUse;
import id.segel.csr.ParsedCsr;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The request once more before its certificate is prepared (R6.5, DESIGN 4 step 3): every check that does not depend on its
 * bytes alone, and those that do and are cheap. The bytes are the approved ones, so their proof of possession and the like
 * were settled at the approval. Thread-safe.
 */
final class CsrRecheck {
    private final Database database;
    private final CsrChecker checker;
    private final CsrFindingMeters meters;

    CsrRecheck(Database database, CsrChecker checker, CsrFindingMeters meters) {
        this.database = database;
        this.checker = checker;
        this.meters = meters;
    }

    /**
     * Judges the request of a claimed application; a refusal is kept with it.
     *
     * @return why it must not be issued, or null when it may
     */
    Preparation.Result.@Nullable Refused recheck(Claimed application, CertificateProfile profile) {
        CsrReport report = checker.recheck(
                application.csr(),
                new CsrContext(
                        profile.keyRules(),
                        ApplicantSubject.of(
                                application.field("subscriberNumber"),
                                application.field("fullName"),
                                application.field("agency"),
                                application.fields().get("unit"),
                                application.fields().get("position"),
                                application.email()),
                        application.challenge(),
                        key -> keyUse(application)));
        meters.count(CsrOccasion.ISSUE, report);
        ParsedCsr csr = report.csr();
        if (!report.refused() && csr != null) {
            return Arrays.equals(csr.subjectPublicKeyInfo(), application.spki())
                    ? null
                    : new Preparation.Result.Refused(
                            IssueFault.EVIDENCE_CHANGED, "the key stored beside the CSR is not the one in it");
        }
        database.useTransaction(
                transaction -> CsrCheckLog.keep(transaction, application.applicationId(), CsrOccasion.ISSUE, report));
        String ids = report.findings().stream()
                .filter(Finding::refuses)
                .map(Finding::id)
                .collect(Collectors.joining(","));
        return new Preparation.Result.Refused(
                ids.contains(FindingKind.KEY_UNUSABLE.id()) ? IssueFault.KEY_NOT_USABLE : IssueFault.CSR_REFUSED, ids);
    }

    /** As the row of the key was at the claim; the intent asks again under lock. */
    private static KeyUse keyUse(Claimed application) {
        if (application.keyBlockedAt() != null) {
            return KeyUse.BLOCKED;
        }
        return Objects.equals(application.keyOwner(), application.personId())
                ? KeyUse.SAME_APPLICATION
                : KeyUse.ANOTHER_PERSON;
    }
}
