package id.segel.api.command;

import id.segel.ca.store.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/** Files with a secret each, for their owner's eyes only. */
final class SecretFiles {
    private static final int OCTETS = 32;

    private SecretFiles() {}

    /** The secret in the file; a missing file is made with 256 random bits, whole or not at all. */
    static Secret readOrMake(Path file) {
        if (!Files.exists(file)) {
            byte[] random = new byte[OCTETS];
            new SecureRandom().nextBytes(random);
            Path draft = file.resolveSibling("." + file.getFileName() + ".new");
            try {
                Path folder = file.toAbsolutePath().getParent();
                if (folder != null && !Files.exists(folder)) {
                    Files.createDirectories(
                            folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
                }
                Files.deleteIfExists(draft);
                Files.createFile(
                        draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                Files.writeString(draft, Base64.getUrlEncoder().withoutPadding().encodeToString(random) + "\n");
                Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                throw new IllegalArgumentException(
                        "the secret file " + file + " cannot be made: " + e.getMessage()
                                + ". Name a folder you may write.",
                        e);
            }
        }
        return Secret.fromFile(file);
    }
}
