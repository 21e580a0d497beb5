package id.segel.api.config;

import id.segel.api.bind.Default;
import id.segel.api.bind.Limit;
import id.segel.hsm.Pin;
import id.segel.hsm.TokenConfiguration;
import id.segel.hsm.TokenPurpose;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One token.
 *
 * @param module the PKCS#11 library, absolute
 * @param label the token's label
 * @param pinFile file with the PIN, mode 0600
 * @param pinVariable environment variable with the PIN, instead of a file
 * @param permits operations at the token at once
 * @param permitTimeout how long one waits for its place
 * @param signTimeout how long one waits for the token after that
 * @param expectedKeys labels of keys that must answer before the token counts as well
 */
public record TokenSettings(
        Path module,
        @Limit(min = 1, max = 32) String label,
        @Nullable Path pinFile,
        @Nullable String pinVariable,

        @Default("8") @Limit(min = 1, max = TokenConfiguration.MAX_PERMITS)
        int permits,

        @Default("5s") Duration permitTimeout,
        @Default("10s") Duration signTimeout,
        @Default("[]") @Limit(max = 100) List<String> expectedKeys) {
    public TokenSettings {
        if ((pinFile == null) == (pinVariable == null)) {
            throw new IllegalArgumentException("Name the token's PIN either by pinFile or by pinVariable.");
        }
    }

    /**
     * What the adapter needs; reads the PIN.
     *
     * @throws IllegalArgumentException when the PIN cannot be read or a value does not fit
     */
    public TokenConfiguration forAdapter(TokenPurpose purpose) {
        Path file = pinFile;
        String variable = pinVariable;
        Pin pin = file != null ? Pin.fromFile(file) : Pin.fromEnvironment(variable == null ? "" : variable);
        return new TokenConfiguration(purpose, module, label, pin, permits, permitTimeout, signTimeout, expectedKeys);
    }
}
