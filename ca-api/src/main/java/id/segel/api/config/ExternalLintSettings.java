package id.segel.api.config;

import id.segel.api.bind.Default;
import id.segel.api.bind.Limit;
import id.segel.ca.lint.external.ExternalLintConfiguration;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A linter that somebody else wrote; {@link ExternalLintConfiguration} says what each means, docs/lint.md how to call zlint and
 * pkilint.
 *
 * @param command the program and its arguments, without a shell; {@code {file}} becomes the certificate's path
 * @param output whose output it is, which says how findings are read
 * @param finding for OTHER: a regular expression for one finding, its first group the lint's name
 * @param pass for OTHER: a regular expression for what it prints whenever it looked
 */
public record ExternalLintSettings(
        List<String> command,
        Output output,
        @Default("30s") Duration timeout,

        @Default("1048576") @Limit(min = 1_024, max = 16_777_216)
        int outputLimit,

        @Nullable String finding,
        @Nullable String pass) {
    /** Programs whose output is known. */
    public enum Output {
        ZLINT,
        PKILINT,
        OTHER
    }

    /**
     * As the linter takes it.
     *
     * @throws IllegalArgumentException naming what does not fit
     */
    public ExternalLintConfiguration forLinter() {
        return switch (output) {
            case ZLINT -> configuration(ExternalLintConfiguration.ZLINT_FINDING, ExternalLintConfiguration.ZLINT_PASS);
            case PKILINT ->
                configuration(ExternalLintConfiguration.PKILINT_FINDING, ExternalLintConfiguration.PKILINT_PASS);
            case OTHER -> {
                if (finding == null) {
                    throw new IllegalArgumentException(
                            "issuer.externalLint: name the regular expression of a finding, or output ZLINT or PKILINT");
                }
                yield configuration(finding, pass);
            }
        };
    }

    private ExternalLintConfiguration configuration(String findings, @Nullable String passes) {
        return new ExternalLintConfiguration(command, timeout, outputLimit, findings, passes);
    }
}
