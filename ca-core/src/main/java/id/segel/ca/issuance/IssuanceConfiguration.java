package id.segel.ca.issuance;

import java.time.Duration;

/**
 * Bounds of the issuer.
 *
 * @param batch how many applications one claim, intent or record takes at most
 * @param signers threads that wait for the token; not more than the token has permits
 * @param inFlight how many applications may be between claim and record
 * @param lease how long a claim lasts; longer than sign deadline + record deadline, never renewed
 * @param signDeadline how long one signature may take, as the adapter enforces it
 * @param recordDeadline how long the record of a signature may take before the reconciler may step in
 * @param retryFirst first wait after a failed issue; doubles up to {@code retryMost}
 * @param retryMost longest wait after a failed issue
 * @param approvalLife how long an approval is good for
 * @param poll how often to look for work when nobody says there is some
 */
public record IssuanceConfiguration(
        int batch,
        int signers,
        int inFlight,
        Duration lease,
        Duration signDeadline,
        Duration recordDeadline,
        Duration retryFirst,
        Duration retryMost,
        Duration approvalLife,
        Duration poll) {
    public IssuanceConfiguration {
        if (batch < 1 || batch > 1000 || signers < 1 || inFlight < batch) {
            throw new IllegalArgumentException(
                    "issuer: batch must be 1 to 1000, signers at least 1, inFlight at least batch; they are " + batch
                            + ", " + signers + ", " + inFlight);
        }
        if (lease.compareTo(signDeadline.plus(recordDeadline)) <= 0) {
            throw new IllegalArgumentException(
                    "issuer: lease (" + lease + ") must be longer than signDeadline + recordDeadline ("
                            + signDeadline.plus(recordDeadline) + ")");
        }
    }

    public static IssuanceConfiguration standard() {
        return new IssuanceConfiguration(
                64,
                4,
                256,
                Duration.ofSeconds(60),
                Duration.ofSeconds(10),
                Duration.ofSeconds(20),
                Duration.ofSeconds(2),
                Duration.ofMinutes(5),
                Duration.ofHours(24),
                Duration.ofSeconds(1));
    }
}
