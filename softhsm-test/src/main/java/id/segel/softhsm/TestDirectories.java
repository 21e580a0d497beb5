package id.segel.softhsm;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Directories under the system's temporary one, which every user may search: PostgreSQL's user is not root. */
final class TestDirectories {
    private TestDirectories() {}

    static Path temporary() {
        return Path.of(System.getProperty("java.io.tmpdir"));
    }

    /** A new directory that others may pass through and not list. */
    static Path make(String prefix) throws IOException {
        Path made = Files.createTempDirectory(temporary(), prefix);
        Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwx--x--x"));
        return made.toRealPath();
    }

    /**
     * A directory all test JVMs of this user share. Its name can be guessed, so it is trusted only when it is ours and
     * nobody else may write there.
     */
    static Path shared(String name) throws IOException {
        long uid = new UnixSystem().getUid();
        Path directory = temporary().resolve(name + "-" + uid);
        if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectories(directory);
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Set<PosixFilePermission> mode = Files.getPosixFilePermissions(directory, LinkOption.NOFOLLOW_LINKS);
        Object owner = Files.getAttribute(directory, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        if (((Number) owner).longValue() != uid
                || mode.contains(PosixFilePermission.GROUP_WRITE)
                || mode.contains(PosixFilePermission.OTHERS_WRITE)
                || Files.isSymbolicLink(directory)) {
            throw new IOException(directory + " belongs to somebody else or can be written by others; delete it");
        }
        return directory.toRealPath();
    }

    /** Deletes a tree without following links. Another process may be deleting it too. */
    static void delete(Path tree) throws IOException {
        if (!Files.exists(tree, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (e instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw e;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) throws IOException {
                if (e != null) {
                    throw e;
                }
                Files.deleteIfExists(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
