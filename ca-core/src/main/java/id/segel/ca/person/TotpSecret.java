package id.segel.ca.person;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Locale;
import org.bouncycastle.util.encoders.Base32;

/** The shared secret of time-based one-time codes (RFC 6238): 160 random bits, shown in base32 without padding. Immutable. */
public final class TotpSecret {
    private static final int OCTETS = 20;

    private final byte[] value;

    private TotpSecret(byte[] value) {
        this.value = value;
    }

    public static TotpSecret random(SecureRandom random) {
        byte[] value = new byte[OCTETS];
        random.nextBytes(value);
        return new TotpSecret(value);
    }

    /**
     * Reads {@link #base32} back.
     *
     * @throws IllegalArgumentException when it is not 32 characters of base32; the message does not show them
     */
    public static TotpSecret ofBase32(String text) {
        if (!text.matches("[A-Za-z2-7]{32}")) {
            throw new IllegalArgumentException("a TOTP secret is 32 characters of A-Z and 2-7 without padding");
        }
        return new TotpSecret(Base32.decode(text.toUpperCase(Locale.ROOT)));
    }

    /** 32 characters, no padding; hand it to the owner once, never print it. */
    public String base32() {
        return new String(Base32.encode(value), StandardCharsets.US_ASCII);
    }

    /** A copy of the 20 octets. */
    public byte[] octets() {
        return value.clone();
    }

    @Override
    public String toString() {
        return "[REDACTED]";
    }
}
