package id.segel.api.config;

import id.segel.api.bind.Default;
import id.segel.api.bind.Limit;

/**
 * Bounds of what comes from outside.
 *
 * @param letterBytes largest letter
 * @param letterPages most pages of a letter
 * @param csrChecksPerMinute CSR checks of one account in a minute
 * @param sessionAttemptsPerMinute attempts to sign in from one address in a minute
 * @param sessionAttemptsPerAccount attempts to sign in to one account in a minute
 */
public record LimitSettings(
        @Default("1048576") @Limit(min = 1_024, max = 10_485_760)
        int letterBytes,

        @Default("20") @Limit(min = 1, max = 100) int letterPages,
        @Default("600") @Limit(min = 300, max = 1_000_000) int csrChecksPerMinute,
        @Default("300") @Limit(min = 1, max = 1_000_000) int sessionAttemptsPerMinute,
        @Default("30") @Limit(min = 1, max = 1_000_000) int sessionAttemptsPerAccount) {}
