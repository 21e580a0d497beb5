package id.segel.hsm;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which token to open and how hard to lean on it.
 *
 * @param purpose what the token is for
 * @param module the PKCS#11 library, an absolute path
 * @param label the token's label, 1 to 32 bytes of UTF-8
 * @param pin the user PIN
 * @param permits how many operations may be at the token at once, 1 to 256 and below its session limit
 * @param permitTimeout how long an operation waits for its place
 * @param signTimeout how long a caller waits for the token after that
 * @param expectedKeys labels of signing keys that must answer their challenge before a generation is used
 * @param moduleParameters what a library that takes parameters is given, such as NSS softokn; empty for one that takes none
 * @param serialNumber of the token, where several carry the label; null where the label is enough
 */
public record TokenConfiguration(
        TokenPurpose purpose,
        Path module,
        String label,
        Pin pin,
        int permits,
        Duration permitTimeout,
        Duration signTimeout,
        List<String> expectedKeys,
        String moduleParameters,
        @Nullable String serialNumber) {
    private static final int MAX_PARAMETERS = 4096;

    /** The most operations one token is asked to do at once. */
    public static final int MAX_PERMITS = 256;

    /** A token found by its label alone, of a library that takes no parameters. */
    public TokenConfiguration(
            TokenPurpose purpose,
            Path module,
            String label,
            Pin pin,
            int permits,
            Duration permitTimeout,
            Duration signTimeout,
            List<String> expectedKeys) {
        this(purpose, module, label, pin, permits, permitTimeout, signTimeout, expectedKeys, "", null);
    }

    public TokenConfiguration {
        if (!module.isAbsolute()) {
            throw new IllegalArgumentException(
                    "The PKCS#11 library is given as \"" + module + "\". Give its absolute path.");
        }
        requireLabel(label);
        if (permits < 1 || permits > MAX_PERMITS) {
            throw new IllegalArgumentException(
                    "permits of token \"" + label + "\" is " + permits + ". Choose 1 to " + MAX_PERMITS + ".");
        }
        requirePositive("permitTimeout", label, permitTimeout);
        requirePositive("signTimeout", label, signTimeout);
        expectedKeys = List.copyOf(expectedKeys);
        if (moduleParameters.length() > MAX_PARAMETERS
                || moduleParameters.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("The parameters of the library of token \"" + label
                    + "\" are longer than " + MAX_PARAMETERS + " characters or hold a control character.");
        }
    }

    static void requireLabel(String label) {
        int length = label.getBytes(StandardCharsets.UTF_8).length;
        if (length < 1 || length > 32 || !label.equals(label.strip())) {
            throw new IllegalArgumentException("\"" + label
                    + "\" cannot be a token label. Use 1 to 32 bytes of UTF-8 without blanks at either end.");
        }
    }

    private static void requirePositive(String name, String label, Duration value) {
        if (value.isZero() || value.isNegative() || value.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException(name + " of token \"" + label + "\" is " + value
                    + ". Choose more than nothing and at most an hour.");
        }
    }
}
