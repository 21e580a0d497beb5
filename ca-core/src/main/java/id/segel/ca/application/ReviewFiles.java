package id.segel.ca.application;

import id.segel.ca.person.People;
import id.segel.ca.person.Person;
import id.segel.ca.refusal.Problem;
import id.segel.ca.refusal.RefusedException;
import id.segel.ca.request.CsrCheckLog;
import id.segel.ca.request.CsrCheckRecord;
import id.segel.ca.store.Database;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Puts a file together for the office. */
final class ReviewFiles {
    private static final int MOST_OTHER_FILES = 20;

    private final Database web;
    private final People people;
    private final Checklists checklists;

    ReviewFiles(Database web, People people, Checklists checklists) {
        this.web = web;
        this.people = people;
        this.checklists = checklists;
    }

    /**
     * The file as the office sees it. Three reads one after the other, so that nobody holds two connections of the pool.
     *
     * @throws RefusedException NOT_FOUND, also for a draft that was never handed in
     */
    ReviewView view(String number) {
        Part part = web.read(handle -> {
            Dossier dossier = submitted(handle, number);
            return new Part(
                    dossier,
                    decisions(handle, dossier.id()),
                    sameLetterElsewhere(handle, dossier),
                    CsrCheckLog.of(handle, dossier.id()));
        });
        Dossier dossier = part.dossier();
        Dossier.Claim claim = dossier.claim();
        return new ReviewView(
                dossier.view(),
                applicant(dossier.applicant()),
                dossier.terms().checklistVersion(),
                checklists.version(dossier.terms().checklistVersion()).items(),
                part.decisions(),
                claim == null ? null : claim.accountId(),
                claim == null ? null : claim.at(),
                dossier.terms().secondApprover(),
                part.letterAlsoIn(),
                dossier.issueFault(),
                dossier.issueDetail(),
                part.csrChecks());
    }

    /** A draft that was never handed in is its applicant's affair. */
    static Dossier submitted(Handle handle, String number) {
        Dossier dossier = Dossiers.byNumber(handle, number);
        if (dossier.view().submittedAt() == null) {
            throw RefusedException.because(Problem.NOT_FOUND);
        }
        return dossier;
    }

    private ApplicantData applicant(Dossier.Applicant applicant) {
        Person person = people.find(applicant.personId())
                .orElseThrow(() -> new IllegalStateException("an application without its person"));
        return new ApplicantData(
                applicant.subscriberNumber(),
                applicant.fullName(),
                applicant.agency(),
                applicant.agencyState(),
                applicant.unit(),
                applicant.position(),
                applicant.email(),
                applicant.personState(),
                new ApplicantData.MaskedNumbers(person.maskedNik(), person.maskedNip(), person.maskedPhone()));
    }

    private static List<ReviewView.DecisionView> decisions(Handle handle, long applicationId) {
        return handle.createQuery("""
                        SELECT d.outcome, d.round, d.officer_account_id, n.full_name, d.reasons, d.decided_at
                          FROM decision d JOIN person n ON n.id = d.officer_person_id
                         WHERE d.application_id = :application ORDER BY d.id
                        """)
                .bind("application", applicationId)
                .map((row, context) -> new ReviewView.DecisionView(
                        Outcome.valueOf(row.getString("outcome")),
                        row.getInt("round"),
                        row.getString("full_name"),
                        row.getLong("officer_account_id"),
                        Dossiers.reasons(row.getString("reasons")),
                        Dossiers.instant(row, "decided_at")))
                .list();
    }

    /** R3.6: one letter may name several people, so this is a warning and no refusal. */
    private static List<String> sameLetterElsewhere(Handle handle, Dossier dossier) {
        Dossier.LetterEvidence letter = dossier.letter();
        if (letter == null) {
            return List.of();
        }
        return handle.createQuery("""
                        SELECT DISTINCT a.number
                          FROM letter l JOIN application a ON a.id = l.application_id
                         WHERE l.sha256 = :sha256 AND a.person_id <> :person
                         ORDER BY a.number LIMIT :most
                        """)
                .bind("sha256", letter.sha256())
                .bind("person", dossier.applicant().personId())
                .bind("most", MOST_OTHER_FILES)
                .mapTo(String.class)
                .list();
    }

    /** What one read gives. */
    private record Part(
            Dossier dossier,
            List<ReviewView.DecisionView> decisions,
            List<String> letterAlsoIn,
            List<CsrCheckRecord> csrChecks) {}
}
