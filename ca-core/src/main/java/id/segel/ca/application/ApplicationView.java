package id.segel.ca.application;

import id.segel.ca.refusal.Sentence;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An application as its applicant sees it.
 *
 * @param number such as OSD-2026-000123
 * @param product code of the product
 * @param productVersion the version the application was begun with and keeps
 * @param productName the product's name
 * @param state where it stands
 * @param version counts every change a person can see; the ETag
 * @param round 1, and one more each time it comes back to the office after being returned
 * @param createdAt when it was started
 * @param submittedAt when it was last handed to the office
 * @param stateSince when the state began
 * @param expiresAt when a draft or returned file lapses
 * @param letter the letter, if there is one
 * @param csr the CSR, if there is one
 * @param reasons of the decision that returned or rejected it; empty in other states
 * @param certificate once it may be delivered
 */
public record ApplicationView(
        String number,
        String product,
        int productVersion,
        Sentence productName,
        ApplicationState state,
        int version,
        int round,
        Instant createdAt,
        @Nullable Instant submittedAt,
        Instant stateSince,
        @Nullable Instant expiresAt,
        @Nullable LetterSummary letter,
        @Nullable CsrSummary csr,
        List<Reason> reasons,
        @Nullable CertificateSummary certificate) {
    public ApplicationView {
        reasons = List.copyOf(reasons);
    }
}
