package id.segel.ca.application;

import id.segel.ca.refusal.Sentence;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a receipt of LOCK shows of an application.
 *
 * @param number of the application
 * @param state where it stands
 * @param label what the applicant reads for it
 * @param stateSince when the state began
 * @param reasons of the decision that returned or rejected it
 * @param certificate once it may be fetched
 */
public record ReceiptState(
        String number,
        ApplicationState state,
        Sentence label,
        Instant stateSince,
        List<Reason> reasons,
        @Nullable CertificateSummary certificate) {
    public ReceiptState {
        reasons = List.copyOf(reasons);
    }
}
