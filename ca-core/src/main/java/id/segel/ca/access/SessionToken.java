package id.segel.ca.access;

import id.segel.ca.store.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;

/** The form of session tokens: {@code st_} and 256 random bits in base64url. Only the SHA-256 of one is kept. */
final class SessionToken {
    private static final String PREFIX = "st_";
    private static final int OCTETS = 32;
    private static final Pattern FORM = Pattern.compile("st_[A-Za-z0-9_-]{43}");

    private SessionToken() {}

    static String random(SecureRandom random) {
        byte[] octets = new byte[OCTETS];
        random.nextBytes(octets);
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }

    /** Whether it can be one; anything else does not reach the database. */
    static boolean hasForm(String token) {
        return FORM.matcher(token).matches();
    }

    static byte[] sha256(String token) {
        return digest(token);
    }

    static String csrf(String token) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(digest("segel-csrf" + token));
    }

    private static byte[] digest(String text) {
        return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
