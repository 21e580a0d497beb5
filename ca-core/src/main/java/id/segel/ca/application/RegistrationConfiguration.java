package id.segel.ca.application;

import java.net.URI;
import java.time.Duration;
import java.time.ZoneId;

/**
 * The figures of the registration side.
 *
 * @param publicUrl where people and LOCK reach the service; stands in enrolment files
 * @param numberPrefix first part of application numbers, 2 to 8 capital letters
 * @param zone whose calendar gives the year of a number
 * @param draftLife how long a draft is kept (30 days)
 * @param returnedLife how long a returned file is kept (14 days)
 * @param expiryNotice how long before that a notice is sent (3 days)
 * @param claimIdle after which a claim is released (30 minutes)
 * @param uploadTokenLife of an enrolment file (7 days)
 * @param receiptLife of a receipt at most (180 days)
 * @param receiptAfterIssue how long a receipt fetches the certificate after issue (30 days)
 * @param issueLimit APPROVE is refused as OVERLOADED while more applications than this are APPROVED or ISSUING
 * @param issueRetryAfter what an overloaded answer tells to wait
 */
public record RegistrationConfiguration(
        URI publicUrl,
        String numberPrefix,
        ZoneId zone,
        Duration draftLife,
        Duration returnedLife,
        Duration expiryNotice,
        Duration claimIdle,
        Duration uploadTokenLife,
        Duration receiptLife,
        Duration receiptAfterIssue,
        int issueLimit,
        Duration issueRetryAfter) {
    public RegistrationConfiguration {
        if (!numberPrefix.matches("[A-Z]{2,8}")) {
            throw new IllegalArgumentException(
                    "the prefix of application numbers must be 2 to 8 capital letters, not " + numberPrefix);
        }
        if (issueLimit < 1) {
            throw new IllegalArgumentException("issueLimit must be at least 1, not " + issueLimit);
        }
        for (Duration duration : new Duration[] {
            draftLife, returnedLife, claimIdle, uploadTokenLife, receiptLife, receiptAfterIssue, issueRetryAfter
        }) {
            if (duration.isNegative() || duration.isZero()) {
                throw new IllegalArgumentException("a duration of the registration is not positive: " + duration);
            }
        }
    }

    /** The figures of DESIGN 3 and 10. */
    public static RegistrationConfiguration standard(URI publicUrl) {
        return new RegistrationConfiguration(
                publicUrl,
                "OSD",
                ZoneId.of("Asia/Jakarta"),
                Duration.ofDays(30),
                Duration.ofDays(14),
                Duration.ofDays(3),
                Duration.ofMinutes(30),
                Duration.ofDays(7),
                Duration.ofDays(180),
                Duration.ofDays(30),
                10_000,
                Duration.ofSeconds(5));
    }
}
