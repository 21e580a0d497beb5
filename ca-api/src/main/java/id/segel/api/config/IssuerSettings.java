package id.segel.api.config;

import id.segel.api.bind.Default;
import id.segel.api.bind.Limit;
import id.segel.ca.issuance.IssuanceConfiguration;
import id.segel.ca.lint.Linter;
import id.segel.ca.lint.external.ExternalRule;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Bounds of the issuer; {@link IssuanceConfiguration} says what each means.
 *
 * @param queueLimit APPROVE is refused while more applications than this wait to be issued
 * @param externalLint a linter that somebody else wrote, run over every subscriber certificate; none unless named
 */
public record IssuerSettings(
        @Default("64") @Limit(min = 1, max = 1_000) int batch,
        @Default("4") @Limit(min = 1, max = 256) int signers,
        @Default("256") @Limit(min = 1, max = 100_000) int inFlight,
        @Default("60s") Duration lease,
        @Default("20s") Duration recordDeadline,
        @Default("2s") Duration retryFirst,
        @Default("5m") Duration retryMost,
        @Default("24h") Duration approvalLife,
        @Default("1s") Duration poll,
        @Default("10000") @Limit(min = 1, max = 10_000_000) int queueLimit,
        @Nullable ExternalLintSettings externalLint) {
    /**
     * As the issuer takes them.
     *
     * @param signDeadline of the ca token
     * @throws IllegalArgumentException where they do not fit together
     */
    public IssuanceConfiguration forIssuance(Duration signDeadline) {
        return new IssuanceConfiguration(
                batch,
                signers,
                inFlight,
                lease,
                signDeadline,
                recordDeadline,
                retryFirst,
                retryMost,
                approvalLife,
                poll);
    }

    /** What judges each certificate before it is signed. */
    public Linter linter() {
        return externalLint == null
                ? Linter.standard()
                : Linter.standard().followedBy(new ExternalRule(externalLint.forLinter()));
    }
}
