package id.segel.hsm;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A PIN in memory. Never shown: {@link #toString()} is {@code [REDACTED]}. Safe for use by many threads. */
public final class Pin {
    /** The longest PIN, in bytes of UTF-8. */
    public static final int MAX_BYTES = 255;

    private final char[] value;

    private Pin(char[] value) {
        this.value = value;
    }

    /**
     * A copy of these characters; the caller may wipe its own.
     *
     * @throws IllegalArgumentException if empty, too long, or holding a control character
     */
    public static Pin of(char[] value) {
        if (value.length == 0) {
            throw new IllegalArgumentException("The PIN is empty. Give the token's PIN.");
        }
        for (char c : value) {
            if (Character.isISOControl(c)) {
                throw new IllegalArgumentException(
                        "The PIN holds a control character, perhaps a second line. Give the PIN alone, on one line.");
            }
        }
        Pin pin = new Pin(value.clone());
        byte[] utf8 = pin.utf8();
        int length = utf8.length;
        Arrays.fill(utf8, (byte) 0);
        if (length > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "The PIN is " + length + " bytes long. At most " + MAX_BYTES + " are allowed.");
        }
        return pin;
    }

    /**
     * Reads the PIN from a file, without one newline at its end.
     *
     * @throws IllegalArgumentException if the file is missing, may be read by group or others, or holds no PIN
     */
    public static Pin fromFile(Path file) {
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            permissions.remove(PosixFilePermission.OWNER_READ);
            permissions.remove(PosixFilePermission.OWNER_WRITE);
            if (!permissions.isEmpty()) {
                throw new IllegalArgumentException("The PIN file " + file + " has the permissions "
                        + PosixFilePermissions.toString(Files.getPosixFilePermissions(file))
                        + ". Only its owner may read it: chmod 600 " + file);
            }
            byte[] bytes;
            try (InputStream in = Files.newInputStream(file)) {
                bytes = in.readNBytes(MAX_BYTES + 3);
            }
            try {
                return fromUtf8(bytes, file);
            } finally {
                Arrays.fill(bytes, (byte) 0);
            }
        } catch (IOException | UnsupportedOperationException e) {
            throw new IllegalArgumentException(
                    "The PIN file " + file + " cannot be read (" + e
                            + "). Make it readable for the user this runs as, with mode 600.",
                    e);
        }
    }

    private static Pin fromUtf8(byte[] bytes, Path file) {
        int end = bytes.length;
        if (end > 0 && bytes[end - 1] == '\n') {
            end--;
            if (end > 0 && bytes[end - 1] == '\r') {
                end--;
            }
        }
        try {
            CharBuffer decoded = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, end));
            char[] chars = new char[decoded.remaining()];
            decoded.get(chars);
            try {
                return of(chars);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("In the PIN file " + file + ": " + e.getMessage(), e);
            } finally {
                Arrays.fill(chars, '\0');
                Arrays.fill(decoded.array(), '\0');
            }
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("The PIN file " + file + " is not UTF-8 text. Write the PIN alone.", e);
        }
    }

    /**
     * Reads the PIN from an environment variable.
     *
     * @throws IllegalArgumentException if it is not set or holds no PIN
     */
    public static Pin fromEnvironment(String name) {
        @Nullable String value = System.getenv(name);
        if (value == null || value.isEmpty()) {
            throw new IllegalArgumentException("The environment variable " + name
                    + " is not set. Set it to the token's PIN, or name a PIN file instead.");
        }
        return of(value.toCharArray());
    }

    /** A copy; whoever takes it wipes it. */
    char[] chars() {
        return value.clone();
    }

    /** A copy in UTF-8, the encoding of CK_UTF8CHAR; whoever takes it wipes it. */
    @SuppressWarnings("ByteBufferBackingArray") // the buffer is our own and is to leave no copy behind
    byte[] utf8() {
        ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(value));
        byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        Arrays.fill(encoded.array(), (byte) 0);
        return bytes;
    }

    @Override
    public String toString() {
        return "[REDACTED]";
    }
}
