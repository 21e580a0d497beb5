package id.segel.api.office;

import id.segel.api.application.ApplicationBody;
import id.segel.api.application.ApplicationBody.ReasonBody;
import id.segel.api.application.CsrCheckedBody;
import id.segel.ca.application.ApplicantData;
import id.segel.ca.application.Outcome;
import id.segel.ca.application.ReviewView;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A file as the office sees it: letter, account and CSR side by side. */
@Schema(name = "Review")
public record ReviewBody(
        String number,
        String state,
        String stateText,
        @Schema(description = "For If-Match.") int version,
        ApplicationBody application,
        Applicant applicant,
        int checklistVersion,
        List<Item> checklist,
        List<Decision> decisions,
        @Nullable Long claimedBy,
        @Nullable Instant claimedAt,
        boolean secondApprover,

        @Schema(description = "Other people's applications with the same letter.")
        List<String> letterAlsoIn,

        @Nullable String issueFault,

        @Schema(description = "The rules that refused, by their ids, or the like.") @Nullable
        String issueDetail,

        @Schema(description = "What the checks said of its CSRs each time, newest first, refused ones too.")
        List<CsrCheckedBody> csrChecks) {
    /** The account's data, numbers masked. */
    @Schema(name = "Applicant")
    public record Applicant(
            String subscriberNumber,
            String fullName,
            String agency,
            String agencyState,
            @Nullable String unit,
            @Nullable String position,
            String email,
            String personState,
            @Schema(description = "Masked.") @Nullable String nik,
            @Schema(description = "Masked.") @Nullable String nip,
            @Schema(description = "Masked.") @Nullable String phone) {
        static Applicant of(ApplicantData data) {
            return new Applicant(
                    data.subscriberNumber(),
                    data.fullName(),
                    data.agency(),
                    data.agencyState(),
                    data.unit(),
                    data.position(),
                    data.email(),
                    data.personState(),
                    data.numbers().nik(),
                    data.numbers().nip(),
                    data.numbers().phone());
        }
    }

    /** An item to be answered. */
    @Schema(name = "ChecklistItem")
    public record Item(String id, String text, boolean notApplicableAllowed) {}

    /** A decision made. */
    @Schema(name = "DecisionMade")
    public record Decision(
            Outcome outcome,
            int round,
            String officer,
            long officerAccount,
            List<ReasonBody> reasons,
            Instant decidedAt) {}

    static ReviewBody of(ReviewView view, Locale language) {
        return new ReviewBody(
                view.application().number(),
                view.application().state().name(),
                view.application().state().label().in(language),
                view.application().version(),
                ApplicationBody.forOffice(view.application(), language),
                Applicant.of(view.applicant()),
                view.checklistVersion(),
                view.checklist().stream()
                        .map(item -> new Item(item.id(), item.text().in(language), item.notApplicableAllowed()))
                        .toList(),
                view.decisions().stream()
                        .map(made -> new Decision(
                                made.outcome(),
                                made.round(),
                                made.officer(),
                                made.officerAccount(),
                                made.reasons().stream()
                                        .map(reason -> new ReasonBody(reason.item(), reason.code(), reason.text()))
                                        .toList(),
                                made.decidedAt()))
                        .toList(),
                view.claimedBy(),
                view.claimedAt(),
                view.secondApprover(),
                view.letterAlsoIn(),
                view.issueFault(),
                view.issueDetail(),
                view.csrChecks().stream()
                        .map(check -> CsrCheckedBody.of(check, language))
                        .toList());
    }
}
