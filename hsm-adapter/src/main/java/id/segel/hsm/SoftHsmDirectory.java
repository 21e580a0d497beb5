package id.segel.hsm;

import java.io.File;
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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * A SoftHSM2 token directory, held for this process. Two processes that log in at once read each other's half-written
 * files, and a login on a full disk leaves token.object empty and the keys lost; both are kept from happening here.
 *
 * <p>Within the JVM the directory is shared by everybody who holds it; the lock falls with the last.
 */
final class SoftHsmDirectory implements AutoCloseable {
    /** Below this a login could destroy the token. */
    static final long MINIMUM_FREE_BYTES = 16L << 20;

    static final String LOCK_FILE = "segel.lock";

    /** The most tokens of a directory looked at. */
    private static final int MAX_TOKENS = 4096;

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
            sign(channel);
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

    /** Says to others who holds it. On a full disk that cannot be written, and the disk is what the operator is told of. */
    private static void sign(FileChannel channel) {
        try {
            channel.truncate(0);
            channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)));
        } catch (IOException e) {
            LoggerFactory.getLogger(SoftHsmDirectory.class).debug("writing into a lock", e);
        }
    }

    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(20);
        channel.read(text, 0);
        String pid = new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII).strip();
        return pid.isEmpty() ? "unknown" : pid;
    }

    /** {@code directories.tokendir} of the file SoftHSM2 reads (softhsm2.conf(5)). */
    static Path locate(Place place, Map<String, String> environment) {
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
     * What the configured directory holds: each token's directory with the size of its token.object, which is 0 when a
     * full disk destroyed it. Empty if the directory is not there.
     */
    static String fingerprint(Map<String, String> environment) {
        Path none = Path.of("/");
        try (Stream<Path> tokens = Files.list(locate(new Place(none, null, "-", null), environment))) {
            return tokens.map(token -> token.resolve("token.object").toFile())
                    .filter(File::isFile)
                    .map(file -> file.getParentFile().getName() + ":" + file.length())
                    .sorted()
                    .limit(MAX_TOKENS)
                    .collect(Collectors.joining("\n"));
        } catch (IOException | TokenException e) {
            return "";
        }
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
            LoggerFactory.getLogger(SoftHsmDirectory.class).debug("closing a lock", e);
        }
    }
}
