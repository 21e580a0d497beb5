package id.segel.ca.access;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import id.segel.ca.person.TotpSecret;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalLong;
import javax.crypto.spec.SecretKeySpec;

/** Time-based one-time codes (RFC 6238): SHA-1, 6 digits, 30 seconds, one step early or late. Thread-safe. */
public final class Totp {
    private static final Duration STEP = Duration.ofSeconds(30);
    private static final int DIGITS = 6;
    private static final int TOLERANCE_STEPS = 1;

    private final TimeBasedOneTimePasswordGenerator generator = new TimeBasedOneTimePasswordGenerator(
            STEP, DIGITS, TimeBasedOneTimePasswordGenerator.TOTP_ALGORITHM_HMAC_SHA1);

    /** The code of a moment, as an authenticator shows it: 6 digits. */
    public String code(TotpSecret secret, Instant at) {
        try {
            int code = generator.generateOneTimePassword(new SecretKeySpec(secret.octets(), "RAW"), at);
            return String.format(Locale.ROOT, "%06d", code);
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("every Java has HMAC-SHA1", e);
        }
    }

    /**
     * The time step whose code this is, the newest first, among the present one, the one before and the one after; none
     * when it is none of theirs. The caller uses a step once: only when it is later than the last one used (RFC 6238
     * 5.2).
     */
    OptionalLong step(TotpSecret secret, String code, Instant now) {
        byte[] given = code.getBytes(StandardCharsets.UTF_8);
        long present = now.getEpochSecond() / STEP.toSeconds();
        OptionalLong found = OptionalLong.empty();
        for (long step = present - TOLERANCE_STEPS; step <= present + TOLERANCE_STEPS; step++) {
            String expected = code(secret, Instant.ofEpochSecond(step * STEP.toSeconds()));
            if (MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), given)) {
                found = OptionalLong.of(step);
            }
        }
        return found;
    }
}
