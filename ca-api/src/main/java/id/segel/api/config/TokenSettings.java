package id.segel.api.config;

import id.segel.api.bind.Default;
import id.segel.api.bind.Limit;
import id.segel.hsm.Pin;
import id.segel.hsm.TokenConfiguration;
import id.segel.hsm.TokenPurpose;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One token.
 *
 * @param module the PKCS#11 library, absolute
 * @param label the token's label
 * @param pinFile file with the PIN, mode 0600
 * @param pinVariable environment variable with the PIN, instead of a file
 * @param pinShares whether custodians type shares of the PIN instead; only for ceremonies, a server cannot ask them
 * @param permits operations at the token at once
 * @param permitTimeout how long one waits for its place
 * @param signTimeout how long one waits for the token after that
 * @param expectedKeys labels of keys that must answer before the token counts as well
 * @param moduleParameters what a library that takes parameters is given, such as NSS softokn
 * @param serialNumber of the token, where several carry the label
 * @param replicas further tokens that hold the same keys, cloned by the vendor's program; they are used in turn
 */
public record TokenSettings(
        Path module,
        @Limit(min = 1, max = 32) String label,
        @Nullable Path pinFile,
        @Nullable String pinVariable,
        @Default("false") boolean pinShares,

        @Default("8") @Limit(min = 1, max = TokenConfiguration.MAX_PERMITS)
        int permits,

        @Default("5s") Duration permitTimeout,
        @Default("10s") Duration signTimeout,
        @Default("[]") @Limit(max = 100) List<String> expectedKeys,
        @Default("\"\"") @Limit(max = 4096) String moduleParameters,
        @Nullable @Limit(min = 1, max = 16) String serialNumber,
        @Default("[]") @Limit(max = 15) List<Replica> replicas) {
    public TokenSettings {
        requireOnePin(pinFile, pinVariable, pinShares);
    }

    /**
     * A further token with the same keys. What is not said is as with the first.
     *
     * @param module the PKCS#11 library, absolute
     * @param moduleParameters what the library is given
     * @param label the token's label
     * @param serialNumber of the token, where several carry the label
     * @param pinFile file with the PIN, mode 0600
     * @param pinVariable environment variable with the PIN, instead of a file
     */
    public record Replica(
            @Nullable Path module,
            @Nullable @Limit(max = 4096) String moduleParameters,
            @Limit(min = 1, max = 32) String label,
            @Nullable @Limit(min = 1, max = 16) String serialNumber,
            @Nullable Path pinFile,
            @Nullable String pinVariable) {
        public Replica {
            requireOnePin(pinFile, pinVariable, false);
        }
    }

    private static void requireOnePin(@Nullable Path file, @Nullable String variable, boolean shares) {
        int sources = (file == null ? 0 : 1) + (variable == null ? 0 : 1) + (shares ? 1 : 0);
        if (sources != 1) {
            throw new IllegalArgumentException(
                    "Name the token's PIN either by pinFile or by pinVariable, or leave it to custodians with pinShares.");
        }
    }

    private static Pin pin(@Nullable Path file, @Nullable String variable) {
        return file != null ? Pin.fromFile(file) : Pin.fromEnvironment(variable == null ? "" : variable);
    }

    /**
     * What the adapter needs to open this token alone; reads the PIN.
     *
     * @throws IllegalArgumentException when the PIN cannot be read or a value does not fit
     */
    public TokenConfiguration forAdapter(TokenPurpose purpose) {
        if (pinShares) {
            throw new IllegalArgumentException("The PIN of token " + label
                    + " is in the hands of custodians (pinShares), whom only `segel ceremony` asks. Give a server a pinFile or"
                    + " pinVariable.");
        }
        return forAdapter(purpose, pin(pinFile, pinVariable));
    }

    /** What the adapter needs, with a PIN that custodians put together. */
    public TokenConfiguration forAdapter(TokenPurpose purpose, Pin pin) {
        return new TokenConfiguration(
                purpose,
                module,
                label,
                pin,
                permits,
                permitTimeout,
                signTimeout,
                expectedKeys,
                moduleParameters,
                serialNumber);
    }

    /**
     * What the adapter needs to open this token and its replicas as one; reads the PINs.
     *
     * @throws IllegalArgumentException when a PIN cannot be read or a value does not fit
     */
    public List<TokenConfiguration> withReplicas(TokenPurpose purpose) {
        List<TokenConfiguration> all = new ArrayList<>();
        all.add(forAdapter(purpose));
        for (Replica replica : replicas) {
            all.add(new TokenConfiguration(
                    purpose,
                    replica.module() == null ? module : replica.module(),
                    replica.label(),
                    pin(replica.pinFile(), replica.pinVariable()),
                    permits,
                    permitTimeout,
                    signTimeout,
                    expectedKeys,
                    Objects.requireNonNullElse(replica.moduleParameters(), moduleParameters),
                    replica.serialNumber()));
        }
        return List.copyOf(all);
    }

    /** The longest a signature may take: each of the tokens may be waited for. */
    public Duration longestSignature() {
        return permitTimeout.plus(signTimeout).multipliedBy(1L + replicas.size());
    }
}
