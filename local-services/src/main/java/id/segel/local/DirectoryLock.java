package id.segel.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The right to start and stop the server of one directory, lost with the process that holds it. */
final class DirectoryLock implements AutoCloseable {
    private static final String LOCK = "launcher.lock";

    /** Beside the lock and not in it: reading a file and closing it would drop the POSIX lock this process has on it. */
    private static final String HOLDER = "launcher.pid";

    /**
     * The directories this process holds. State of the process, as the locks are: the kernel gives a second lock on one
     * file to the same process, and closing either gives up both.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path home;
    private final FileChannel channel;
    private final FileLock lock;

    private DirectoryLock(Path home, FileChannel channel, FileLock lock) {
        this.home = home;
        this.channel = channel;
        this.lock = lock;
    }

    /** @throws LocalServiceException when another process has it, or we have it already */
    static DirectoryLock take(Path home) throws IOException {
        return tryTake(home)
                .orElseThrow(() -> new LocalServiceException("The database in " + home + " is in use by process "
                        + holder(home) + ". Stop that first, or choose another directory (SEGEL_HOME)."));
    }

    /** @param home a real path */
    static Optional<DirectoryLock> tryTake(Path home) throws IOException {
        if (!HELD.add(home)) {
            return Optional.empty();
        }
        boolean taken = false;
        FileChannel channel = null;
        try {
            channel = FileChannel.open(home.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                return Optional.empty();
            }
            taken = true;
            FileTree.write(
                    home.resolve(HOLDER), Long.toString(ProcessHandle.current().pid()), null);
            return Optional.of(new DirectoryLock(home, channel, lock));
        } finally {
            if (!taken) {
                HELD.remove(home);
                if (channel != null) {
                    channel.close();
                }
            }
        }
    }

    private static String holder(Path home) {
        try {
            String text = Files.readString(home.resolve(HOLDER), StandardCharsets.UTF_8)
                    .strip();
            return text.matches("[0-9]{1,10}") ? text : "(unknown)";
        } catch (IOException e) {
            return "(unknown)";
        }
    }

    @Override
    public void close() {
        try {
            lock.release();
            channel.close();
        } catch (IOException e) {
            throw new LocalServiceException("Cannot give back " + home.resolve(LOCK) + ": " + e.getMessage(), e);
        } finally {
            HELD.remove(home);
        }
    }
}
