package id.segel.ca.custody;

import id.segel.ca.store.Sha256;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Locale;
import org.bouncycastle.util.encoders.Base32;
import org.bouncycastle.util.encoders.DecoderException;

/**
 * One custodian's part of a PIN, as it is written on paper: base32 (RFC 4648) in groups of four, of format, set, threshold,
 * number, the share's octets and a checksum.
 *
 * @param set which splitting it belongs to: shares of another one, of the same PIN or not, do not fit
 * @param threshold how many are needed
 * @param number which it is, from 1
 * @param share as long as the padded secret
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
public record PinShare(int set, int threshold, int number, byte[] share) {
    private static final int FORMAT = 1;
    private static final int HEAD = 1 + 4 + 1 + 1;
    private static final int CHECKSUM = 6;
    private static final int GROUP = 4;
    private static final int LONGEST_TEXT = 2_000;

    /** What is written down: groups of four letters and digits. */
    public String text() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(FORMAT);
        for (int shift = 24; shift >= 0; shift -= 8) {
            bytes.write(set >>> shift);
        }
        bytes.write(threshold);
        bytes.write(number);
        bytes.writeBytes(share);
        bytes.writeBytes(checksum(bytes.toByteArray()));
        String letters = Base32.toBase32String(bytes.toByteArray());
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < letters.length(); i += GROUP) {
            text.append(i == 0 ? "" : " ").append(letters, i, Math.min(i + GROUP, letters.length()));
        }
        return text.toString();
    }

    /** The set as people say it: eight hexadecimal digits. */
    public String setName() {
        return String.format(Locale.ROOT, "%08x", set);
    }

    /**
     * Reads what a custodian typed: capitals or not, blanks and dashes anywhere, 0 for O, 1 for I and 8 for B.
     *
     * @throws IllegalArgumentException when something was mistyped, without a word of what it was
     */
    public static PinShare parse(CharSequence typed) {
        byte[] bytes = decoded(typed);
        try {
            if (bytes.length <= HEAD + CHECKSUM) {
                throw mistyped();
            }
            byte[] body = Arrays.copyOf(bytes, bytes.length - CHECKSUM);
            byte[] given = Arrays.copyOfRange(bytes, bytes.length - CHECKSUM, bytes.length);
            if (!MessageDigest.isEqual(checksum(body), given)) {
                throw mistyped();
            }
            if (body[0] != FORMAT) {
                throw new IllegalArgumentException("The share was made by another version of this program (format "
                        + body[0] + "). Use that one.");
            }
            int set = (body[1] & 0xff) << 24 | (body[2] & 0xff) << 16 | (body[3] & 0xff) << 8 | body[4] & 0xff;
            return new PinShare(set, body[5] & 0xff, body[6] & 0xff, Arrays.copyOfRange(body, HEAD, body.length));
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private static byte[] decoded(CharSequence typed) {
        if (typed.length() > LONGEST_TEXT) {
            throw mistyped();
        }
        StringBuilder letters = new StringBuilder(typed.length());
        for (int i = 0; i < typed.length(); i++) {
            char c = Character.toUpperCase(typed.charAt(i));
            if (Character.isWhitespace(c) || c == '-') {
                continue;
            }
            letters.append(
                    switch (c) {
                        case '0' -> 'O';
                        case '1' -> 'I';
                        case '8' -> 'B';
                        default -> c;
                    });
        }
        if (letters.length() % 8 != 0) {
            throw mistyped();
        }
        try {
            return Base32.decode(letters.toString().getBytes(StandardCharsets.US_ASCII));
        } catch (DecoderException | IllegalArgumentException e) {
            throw mistyped();
        }
    }

    private static byte[] checksum(byte[] body) {
        return Arrays.copyOf(Sha256.of(body), CHECKSUM);
    }

    private static IllegalArgumentException mistyped() {
        return new IllegalArgumentException(
                "This is not a share as it was written down. Type it again, group by group.");
    }

    /** Nothing of the share itself. */
    @Override
    public String toString() {
        return "share " + number + " of set " + setName() + ", " + threshold + " needed";
    }
}
