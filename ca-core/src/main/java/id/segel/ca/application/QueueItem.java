package id.segel.ca.application;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A file in the office's queue.
 *
 * @param number of the application
 * @param product code of the product
 * @param state where it stands
 * @param version for If-Match
 * @param round through the office
 * @param applicantName full name
 * @param agency the applicant's agency
 * @param submittedAt when it was handed in
 * @param ageSeconds since then
 * @param claimedBy account of the officer who holds it
 * @param claimedAt since when
 * @param issueFault why issuing failed, for ISSUE_FAILED
 */
public record QueueItem(
        String number,
        String product,
        ApplicationState state,
        int version,
        int round,
        String applicantName,
        String agency,
        Instant submittedAt,
        long ageSeconds,
        @Nullable Long claimedBy,
        @Nullable Instant claimedAt,
        @Nullable String issueFault) {}
