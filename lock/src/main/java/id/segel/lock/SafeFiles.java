package id.segel.lock;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.AclFileAttributeView;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Reads files up to a limit and writes them so that nothing half-written is ever left. */
final class SafeFiles {

    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    private static final Set<PosixFilePermission> READABLE = EnumSet.of(
            PosixFilePermission.OWNER_READ,
            PosixFilePermission.OWNER_WRITE,
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.OTHERS_READ);

    private SafeFiles() {}

    /** The file's bytes; a sentence when it is not there or longer than the limit. */
    static byte[] read(Path file, int limit) throws LockException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(limit + 1);
            if (bytes.length > limit) {
                throw new LockException(Message.FILE_TOO_LARGE, file, limit);
            }
            return bytes;
        } catch (IOException e) {
            throw new LockException(Message.FILE_MISSING, file);
        }
    }

    /** True when nobody but the owner may read the file, or the file system cannot tell. */
    static boolean isPrivate(Path file) throws IOException {
        if (!isPosix(file)) {
            return true;
        }
        return OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file));
    }

    /** Fails early when a file that must not be overwritten is there. */
    static void mustNotExist(Path file, Message sentence) throws LockException {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new LockException(sentence, file);
        }
    }

    /** Writes a new file that only the owner may read; never overwrites. */
    static void createPrivate(Path file, byte[] content) throws LockException {
        create(file, content, OWNER_ONLY, Message.FILE_EXISTS);
    }

    /** Writes a new file that everybody may read; never overwrites. */
    static void create(Path file, byte[] content) throws LockException {
        create(file, content, READABLE, Message.FILE_EXISTS_FORCE);
    }

    /** Replaces a file, or makes it, in one step; it is the owner's alone if asked for. */
    static void replace(Path file, byte[] content, boolean ownerOnly) throws LockException {
        Path beside = file.resolveSibling(file.getFileName() + "." + Long.toHexString(System.nanoTime()) + ".tmp");
        create(beside, content, ownerOnly ? OWNER_ONLY : READABLE, Message.FILE_EXISTS);
        try {
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            remove(beside);
            throw new LockException(Message.FILE_NOT_WRITTEN, file);
        }
    }

    private static void create(Path file, byte[] content, Set<PosixFilePermission> permissions, Message exists)
            throws LockException {
        Set<OpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        FileAttribute<?>[] attributes = isPosix(file)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
        try (FileChannel channel = FileChannel.open(file, options, attributes)) {
            if (attributes.length == 0 && permissions.equals(OWNER_ONLY)) {
                restrictWithoutPosix(file);
            }
            ByteBuffer buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        } catch (FileAlreadyExistsException e) {
            throw new LockException(exists, file);
        } catch (IOException e) {
            remove(file);
            throw new LockException(Message.FILE_NOT_WRITTEN, file);
        }
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /** Windows: one access control entry, for the owner. A file system without any, such as a USB stick's, has none. */
    private static void restrictWithoutPosix(Path file) throws IOException {
        AclFileAttributeView view = Files.getFileAttributeView(file, AclFileAttributeView.class);
        if (view != null) {
            view.setAcl(List.of(AclEntry.newBuilder()
                    .setType(AclEntryType.ALLOW)
                    .setPrincipal(view.getOwner())
                    .setPermissions(EnumSet.allOf(AclEntryPermission.class))
                    .build()));
        }
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // The first failure is the one to tell; a left-over temporary file does no harm.
        }
    }
}
