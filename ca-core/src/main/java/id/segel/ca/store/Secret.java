package id.segel.ca.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/** A password or key that never shows itself: read from a file only its owner can read, or made by the caller. */
public final class Secret {
    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private final String value;

    private Secret(String value) {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("a secret is empty");
        }
        this.value = value;
    }

    public static Secret of(String value) {
        return new Secret(value);
    }

    /**
     * The first line of a file that nobody but its owner can read (mode 0600 or 0400).
     *
     * @throws IllegalArgumentException naming the file and what to do, when it is missing, empty or open to others
     */
    public static Secret fromFile(Path file) {
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            if (!OWNER_ONLY.containsAll(permissions)) {
                throw new IllegalArgumentException(
                        "the secret file " + file + " can be read by others; set its mode to 0600");
            }
            String content = Files.readString(file);
            int end = content.indexOf('\n');
            return new Secret((end < 0 ? content : content.substring(0, end)).strip());
        } catch (IOException e) {
            throw new IllegalArgumentException("the secret file " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** The secret itself; hand it on, never print it. */
    public String reveal() {
        return value;
    }

    @Override
    public String toString() {
        return "[REDACTED]";
    }
}
