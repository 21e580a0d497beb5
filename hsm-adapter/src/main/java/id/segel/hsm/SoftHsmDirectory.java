package id.segel.hsm;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A SoftHSM2 token directory, held for this process. Two processes that log in at once read each other's half-written
 * files, and a login on a full disk leaves token.object empty and the keys lost; both are kept from happening here.
 *
 * <p>Within the JVM the directory is shared by everybody who holds it; the lock falls with the last.
 */
final class SoftHsmDirectory implements AutoCloseable {
    /** Below this a login could destroy the token. */
    static final long MINIMUM_FREE_BYTES = 16L << 20;

    private static final String LOCK_FILE = "segel.lock";

    /** Static because the lock is the process's: a second channel in this JVM would be refused. */
    private static final Map<Path, Held> HELD = new HashMap<>();

    private final Path directory;
    private final Place place;
    private boolean closed;

    private SoftHsmDirectory(Path directory, Place place) {
        this.directory = directory;
        this.place = place;
    }

    private static final class Held {
        final FileChannel channel;
        final FileLock lock;
        int holders;

        Held(FileChannel channel, FileLock lock) {
            this.channel = channel;
            this.lock = lock;
        }
    }

    /**
     * Holds the directory the process's SoftHSM2 configuration names.
     *
     * @throws TokenException if another process holds it, or it cannot be found or written
     */
    static SoftHsmDirectory hold(Place place, Map<String, String> environment) {
        Path directory = locate(place, environment);
        synchronized (HELD) {
            Held held = HELD.get(directory);
            if (held == null) {
                held = lock(directory, place);
                HELD.put(directory, held);
            }
            held.holders++;
        }
        return new SoftHsmDirectory(directory, place);
    }

    private static Held lock(Path directory, Place place) {
        Path file = directory.resolve(LOCK_FILE);
        @Nullable FileChannel channel = null;
        try {
            channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            @Nullable FileLock lock = channel.tryLock();
            if (lock == null) {
                throw new TokenException(
                        "The SoftHSM2 token directory " + directory + " is in use by process " + holder(channel) + ".",
                        place,
                        null,
                        "Stop that process, or ask it instead; only one process may log in to a directory.",
                        null);
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)));
            Held held = new Held(channel, lock);
            channel = null;
            return held;
        } catch (IOException | OverlappingFileLockException e) {
            throw new TokenException(
                    "The SoftHSM2 token directory " + directory + " cannot be locked: " + e.getMessage() + ".",
                    place,
                    null,
                    "Make " + file + " writable for the user this runs as.",
                    e);
        } finally {
            closeQuietly(channel);
        }
    }

    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(20);
        channel.read(text, 0);
        String pid = new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII).strip();
        return pid.isEmpty() ? "unknown" : pid;
    }

    /** {@code directories.tokendir} of the file SoftHSM2 reads (softhsm2.conf(5)). */
    private static Path locate(Place place, Map<String, String> environment) {
        Path file = configuration(environment);
        try {
            Optional<String> directory = Files.readAllLines(file).stream()
                    .map(String::strip)
                    .filter(line -> line.startsWith("directories.tokendir"))
                    .map(line -> line.substring(line.indexOf('=') + 1).strip())
                    .findFirst();
            if (directory.isEmpty()) {
                throw new TokenException(
                        "The SoftHSM2 configuration " + file + " does not name directories.tokendir.",
                        place,
                        null,
                        "Add the line directories.tokendir = /absolute/directory.",
                        null);
            }
            return Path.of(directory.get()).toRealPath();
        } catch (IOException e) {
            throw new TokenException(
                    "The SoftHSM2 token directory that " + file + " should name cannot be read: " + e + ".",
                    place,
                    null,
                    "Set SOFTHSM2_CONF to the configuration of the token directory and see that both are readable.",
                    e);
        }
    }

    private static Path configuration(Map<String, String> environment) {
        String named = environment.get("SOFTHSM2_CONF");
        if (named != null) {
            return Path.of(named);
        }
        Path own = Path.of(environment.getOrDefault("HOME", "/"), ".config", "softhsm2", "softhsm2.conf");
        return Files.isReadable(own) ? own : Path.of("/etc/softhsm/softhsm2.conf");
    }

    /**
     * To be called before each login.
     *
     * @throws TokenException if the disk is nearly full
     */
    void requireSpaceForLogin() {
        if (!Files.isDirectory(directory)) {
            throw new TokenException(
                    "The token directory " + directory + " is not there.",
                    place,
                    null,
                    "See that the directory is there.",
                    null);
        }
        // Asked by path: a FileStore is looked up in the mount table, which a chroot or a container may not show.
        requireSpace(directory.toFile().getUsableSpace());
    }

    void requireSpace(long usable) {
        if (usable < MINIMUM_FREE_BYTES) {
            throw new TokenException(
                    "Only " + (usable >> 10) + " KiB are free in the token directory " + directory
                            + "; a login there could leave the token empty.",
                    place,
                    null,
                    "Free at least " + (MINIMUM_FREE_BYTES >> 20) + " MiB on its file system and try again.",
                    null);
        }
    }

    @Override
    public void close() {
        synchronized (HELD) {
            if (closed) {
                return;
            }
            closed = true;
            Held held = HELD.get(directory);
            if (held != null && --held.holders == 0) {
                HELD.remove(directory);
                closeQuietly(held.lock);
                closeQuietly(held.channel);
            }
        }
    }

    private static void closeQuietly(@Nullable AutoCloseable closeable) {
        try {
            if (closeable != null) {
                closeable.close();
            }
        } catch (Exception e) {
            // The lock falls with the process at the latest.
            org.slf4j.LoggerFactory.getLogger(SoftHsmDirectory.class).debug("closing a lock", e);
        }
    }
}
