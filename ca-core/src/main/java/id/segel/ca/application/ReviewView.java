package id.segel.ca.application;

import id.segel.ca.request.CsrCheckRecord;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file as the office sees it: letter, account and CSR side by side.
 *
 * @param application as the applicant sees it
 * @param applicant the account's data, masked
 * @param checklistVersion of the items
 * @param checklist what must be answered to approve
 * @param decisions made so far, oldest first
 * @param claimedBy account of the officer who holds it
 * @param claimedAt since when
 * @param secondApprover whether the product asks for two
 * @param letterAlsoIn numbers of other people's applications with the same letter (R3.6), at most 20
 * @param issueFault why issuing failed
 * @param issueDetail the rules that refused, or the like
 * @param csrChecks what the checks said of its CSRs each time, newest first, refused ones too
 */
public record ReviewView(
        ApplicationView application,
        ApplicantData applicant,
        int checklistVersion,
        List<ChecklistItem> checklist,
        List<DecisionView> decisions,
        @Nullable Long claimedBy,
        @Nullable Instant claimedAt,
        boolean secondApprover,
        List<String> letterAlsoIn,
        @Nullable String issueFault,
        @Nullable String issueDetail,
        List<CsrCheckRecord> csrChecks) {
    public ReviewView {
        checklist = List.copyOf(checklist);
        decisions = List.copyOf(decisions);
        letterAlsoIn = List.copyOf(letterAlsoIn);
        csrChecks = List.copyOf(csrChecks);
    }

    /**
     * A decision made on the file.
     *
     * @param outcome what was decided
     * @param round of the file
     * @param officer full name
     * @param officerAccount account of the officer
     * @param reasons given
     * @param decidedAt when
     */
    public record DecisionView(
            Outcome outcome, int round, String officer, long officerAccount, List<Reason> reasons, Instant decidedAt) {
        public DecisionView {
            reasons = List.copyOf(reasons);
        }
    }
}
