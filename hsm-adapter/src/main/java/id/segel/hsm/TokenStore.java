package id.segel.hsm;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * SoftHSM2's token directory looked at from outside: nothing in it is opened, so that nobody who works with it is
 * disturbed.
 *
 * @param directory where it is
 * @param owner name of the user it belongs to
 * @param permissions such as {@code rwx------}
 * @param usableBytes what is free on its file system for this user
 * @param destroyed names of tokens whose token.object is empty, as a login on a full disk leaves it
 * @param holder process that holds the directory, empty if none does or this machine does not tell; 0 for a process of
 *     another container
 */
public record TokenStore(
        Path directory,
        String owner,
        String permissions,
        long usableBytes,
        List<String> destroyed,
        OptionalLong holder) {
    /** Below this no login is tried. */
    public static final long MINIMUM_FREE_BYTES = SoftHsmDirectory.MINIMUM_FREE_BYTES;

    private static final Path LOCKS = Path.of("/proc/locks");

    /** The most tokens of a directory looked at. */
    private static final int MAX_TOKENS = 4096;

    public TokenStore {
        destroyed = List.copyOf(destroyed);
    }

    /**
     * The directory this process's SoftHSM2 works with.
     *
     * @throws TokenException if it cannot be found or read
     */
    public static TokenStore ofThisProcess() {
        return of(System.getenv());
    }

    static TokenStore of(Map<String, String> environment) {
        Place place = new Place(Path.of("libsofthsm2.so"), null, "-", null);
        Path directory = SoftHsmDirectory.locate(place, environment);
        try {
            return new TokenStore(
                    directory,
                    Files.getOwner(directory).getName(),
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)),
                    directory.toFile().getUsableSpace(),
                    destroyed(directory),
                    holder(directory.resolve(SoftHsmDirectory.LOCK_FILE)));
        } catch (IOException e) {
            throw new TokenException(
                    "The SoftHSM2 token directory " + directory + " cannot be looked at: " + e + ".",
                    place,
                    null,
                    "Make it readable for the user this runs as.",
                    e);
        }
    }

    private static List<String> destroyed(Path directory) throws IOException {
        try (Stream<Path> tokens = Files.list(directory)) {
            return tokens.limit(MAX_TOKENS)
                    .map(token -> token.resolve("token.object").toFile())
                    .filter(File::isFile)
                    .filter(file -> file.length() == 0)
                    .map(file -> file.getParentFile().getName())
                    .sorted()
                    .toList();
        }
    }

    /**
     * Who holds a lock on the file, by proc(5). The file itself is not opened: closing it would drop the lock of a process
     * that holds it and looks here too (fcntl(2)).
     */
    private static OptionalLong holder(Path file) throws IOException {
        if (!Files.exists(file) || !Files.isReadable(LOCKS)) {
            return OptionalLong.empty();
        }
        String inode = ":" + Files.getAttribute(file, "unix:ino");
        try (Stream<String> locks = Files.lines(LOCKS)) {
            // 1: POSIX  ADVISORY  WRITE 12345 fe:00:2154508 0 EOF
            return locks.map(line -> line.strip().split("\\s+"))
                    .filter(fields -> fields.length >= 8
                            && fields[1].equals("POSIX")
                            && fields[3].equals("WRITE")
                            && fields[5].endsWith(inode))
                    .mapToLong(fields -> Math.max(0, Long.parseLong(fields[4])))
                    .findFirst();
        }
    }
}
