package id.segel.api.office;

import id.segel.api.application.ApplicationBody.ReasonBody;
import id.segel.api.bind.BareArray;
import id.segel.api.bind.Default;
import id.segel.api.bind.Limit;
import id.segel.ca.application.BulkDecision;
import id.segel.ca.application.Outcome;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;

/** Decisions on many files, an array. */
@BareArray
public record DecisionsBody(@Limit(min = 1, max = 500) List<Item> items) {
    /** One of them. */
    @Schema(name = "BulkDecision")
    public record Item(
            @Limit(min = 1, max = 40) String number,

            @Schema(description = "The version seen, as in If-Match.") @Limit(min = 1, max = 1_000_000_000)
            int version,

            Outcome outcome,
            @Default("{}") @Limit(max = 100) Map<String, DecisionBody.AnswerBody> checklist,
            @Default("[]") @Limit(max = 50) List<ReasonBody> reasons) {
        BulkDecision toBulk() {
            return new BulkDecision(number, version, DecisionBody.request(outcome, checklist, reasons));
        }
    }
}
