package id.segel.api.local;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Locale;
import javax.crypto.spec.SecretKeySpec;

/** What an authenticator application would show for a demonstration account: RFC 6238 with SHA-1, 6 digits, 30 s. */
final class OneTimeCode {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private OneTimeCode() {}

    static String now(String base32) {
        try {
            TimeBasedOneTimePasswordGenerator generator = new TimeBasedOneTimePasswordGenerator();
            return generator.generateOneTimePasswordString(
                    new SecretKeySpec(decode(base32), "HmacSHA1"), Instant.now());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA1", e);
        }
    }

    /** RFC 4648 base32 without padding. */
    private static byte[] decode(String text) {
        byte[] octets = new byte[text.length() * 5 / 8];
        int bits = 0;
        int buffer = 0;
        int at = 0;
        for (char c : text.toUpperCase(Locale.ROOT).toCharArray()) {
            int value = ALPHABET.indexOf(c);
            if (value < 0) {
                throw new LocalFailure("the TOTP secret in accounts.json is not base32");
            }
            buffer = buffer << 5 | value;
            bits += 5;
            if (bits >= 8 && at < octets.length) {
                bits -= 8;
                octets[at++] = (byte) (buffer >> bits);
            }
        }
        return octets;
    }
}
