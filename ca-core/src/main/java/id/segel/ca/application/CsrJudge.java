package id.segel.ca.application;

import id.segel.ca.refusal.Fault;
import id.segel.ca.refusal.Problem;
import id.segel.ca.refusal.RefusedException;
import id.segel.ca.refusal.Sentence;
import id.segel.ca.request.ApplicantSubject;
import id.segel.ca.request.CsrOccasion;
import id.segel.csr.CsrContext;
import id.segel.csr.CsrReport;
import id.segel.csr.ExpectedSubject;
import id.segel.csr.Finding;
import id.segel.csr.FindingKind;
import id.segel.csr.KeyRules;
import id.segel.csr.Language;
import java.util.List;

/** Runs the CSR checks against an application: its product's key rules, its applicant, its challenge, the keys seen. */
final class CsrJudge {
    /** Identities begin with 1. */
    private static final long NO_APPLICATION = 0;

    private final Registration registration;
    private final SeenKeys keys;

    CsrJudge(Registration registration, SeenKeys keys) {
        this.registration = registration;
        this.keys = keys;
    }

    /** Judges a file for an application, and counts what was found. */
    CsrReport judge(Dossier dossier, byte[] file, CsrOccasion occasion) {
        Dossier.Applicant applicant = dossier.applicant();
        CsrReport report = registration
                .checker()
                .check(
                        file,
                        new CsrContext(
                                registration
                                        .profiles()
                                        .byHash(dossier.terms().profileHash())
                                        .keyRules(),
                                ApplicantSubject.of(
                                        applicant.subscriberNumber(),
                                        applicant.fullName(),
                                        applicant.agency(),
                                        applicant.unit(),
                                        applicant.position(),
                                        applicant.email()),
                                dossier.challenge(),
                                keys.forApplication(dossier),
                                registration.moduli()));
        registration.csrMeters().count(occasion, report);
        return report;
    }

    /**
     * Judges a file for a person who has no application it could be for, and counts what was found.
     *
     * @param rules the keys of the product in question
     */
    CsrReport judge(long personId, ExpectedSubject subject, KeyRules rules, byte[] file, CsrOccasion occasion) {
        CsrReport report = registration
                .checker()
                .check(
                        file,
                        new CsrContext(
                                rules, subject, null, keys.forPerson(personId, NO_APPLICATION), registration.moduli()));
        registration.csrMeters().count(occasion, report);
        return report;
    }

    /** CSR_REFUSED with every finding that refuses. */
    static RefusedException refusal(CsrReport report) {
        return RefusedException.because(
                Problem.CSR_REFUSED,
                report.findings().stream()
                        .filter(Finding::refuses)
                        .map(CsrJudge::fault)
                        .toList());
    }

    /** What everybody is told whose key cannot be taken, whatever the reason: blocked or somebody else's. */
    static RefusedException keyUnusable() {
        return RefusedException.because(Problem.CSR_REFUSED, List.of(fault(FindingKind.KEY_UNUSABLE.with())));
    }

    static RefusedException keyUsedBefore() {
        return RefusedException.because(Problem.CSR_REFUSED, List.of(fault(FindingKind.KEY_USED_BEFORE.with())));
    }

    private static Fault fault(Finding finding) {
        return new Fault("", finding.id(), new Sentence(finding.message(Language.ID), finding.message(Language.EN)));
    }
}
