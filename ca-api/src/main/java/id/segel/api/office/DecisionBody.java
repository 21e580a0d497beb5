package id.segel.api.office;

import id.segel.api.application.ApplicationBody.ReasonBody;
import id.segel.api.bind.Default;
import id.segel.api.bind.Limit;
import id.segel.ca.application.Answer;
import id.segel.ca.application.DecisionRequest;
import id.segel.ca.application.Outcome;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A decision on one file. */
@Schema(name = "Decision")
public record DecisionBody(
        Outcome outcome,

        @Schema(description = "Answers by item of the checklist.") @Default("{}") @Limit(max = 100)
        Map<String, AnswerBody> checklist,

        @Schema(description = "Why; needed to return or to reject.") @Default("[]") @Limit(max = 50)
        List<ReasonBody> reasons) {
    /** The answer to one item. */
    @Schema(name = "Answer")
    public record AnswerBody(
            Answer.Value value,

            @Schema(description = "Why; needed with NOT_APPLICABLE.") @Limit(max = 500) @Nullable
            String note) {}

    DecisionRequest toRequest() {
        return request(outcome, checklist, reasons);
    }

    static DecisionRequest request(Outcome outcome, Map<String, AnswerBody> checklist, List<ReasonBody> reasons) {
        Map<String, Answer> answers = new LinkedHashMap<>();
        checklist.forEach((item, answer) -> answers.put(item, new Answer(answer.value(), answer.note())));
        return new DecisionRequest(
                outcome, answers, reasons.stream().map(ReasonBody::toReason).toList());
    }
}
