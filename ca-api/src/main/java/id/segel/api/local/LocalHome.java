package id.segel.api.local;

import id.segel.local.UnixUser;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder SEGEL_HOME: what is where, who may read it, and the lock that lets one supervisor have it. A file {@code being-made} stands in
 * it from before the first ceremony until after; while it stands nothing was ever served, and only then a home may be
 * made anew.
 */
final class LocalHome implements AutoCloseable {
    private final Path directory;
    private final @Nullable UnixUser serviceUser;
    private final FileChannel lockFile;
    private final FileLock lock;

    private LocalHome(Path directory, @Nullable UnixUser serviceUser, FileChannel lockFile, FileLock lock) {
        this.directory = directory;
        this.serviceUser = serviceUser;
        this.lockFile = lockFile;
        this.lock = lock;
    }

    /**
     * Makes the folder if need be and takes its lock.
     *
     * @param serviceUser as whom the service runs when we are root
     * @throws LocalFailure when somebody else holds the lock, naming the process
     */
    static LocalHome open(Path directory, @Nullable UnixUser serviceUser) {
        try {
            Files.createDirectories(directory);
            if (serviceUser != null) {
                // The service and PostgreSQL run as other users and pass through here to what is theirs.
                Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
            Path file = directory.resolve("lock");
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                String holder = Files.readString(file).strip();
                channel.close();
                throw new LocalFailure(
                        "another start holds " + directory + " (process " + (holder.isEmpty() ? "unknown" : holder)
                                + "). Stop it first, or choose another SEGEL_HOME and other ports.");
            }
            channel.truncate(0);
            channel.write(java.nio.ByteBuffer.wrap(
                    (ProcessHandle.current().pid() + "\n").getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
            LocalHome home = new LocalHome(directory, serviceUser, channel, lock);
            home.makeFolders();
            return home;
        } catch (IOException e) {
            throw new LocalFailure(
                    "the folder " + directory + " cannot be used: " + e.getMessage()
                            + ". Set SEGEL_HOME to a folder you may write.",
                    e);
        }
    }

    private void makeFolders() throws IOException {
        for (Path folder : List.of(secrets(), logs(), mail(), temporary(), demo())) {
            Files.createDirectories(folder);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
            own(folder);
        }
    }

    Path directory() {
        return directory;
    }

    Path serviceJar() {
        return directory.resolve("app").resolve("segel.jar");
    }

    Path lockJar() {
        return directory.resolve("app").resolve("lock.jar");
    }

    Path database() {
        return directory.resolve("postgres");
    }

    Path softHsmConfiguration() {
        return directory.resolve("softhsm2.conf");
    }

    Path tokens() {
        return directory.resolve("tokens");
    }

    Path secrets() {
        return directory.resolve("secrets");
    }

    Path secret(String name) {
        return secrets().resolve(name);
    }

    Path logs() {
        return directory.resolve("logs");
    }

    Path mail() {
        return directory.resolve("mail");
    }

    Path temporary() {
        return directory.resolve("tmp");
    }

    Path demo() {
        return directory.resolve("demo");
    }

    Path accounts() {
        return demo().resolve("accounts.json");
    }

    Path configuration() {
        return directory.resolve("segel.yml");
    }

    Path ceremonyFile() {
        return directory.resolve("ceremony.yml");
    }

    private Path beingMade() {
        return directory.resolve("being-made");
    }

    private Path madeWith() {
        return directory.resolve("made-with");
    }

    private Path kind() {
        return directory.resolve("kind");
    }

    /** Whether the first start has come to its end. */
    boolean isMade() {
        return Files.exists(madeWith()) && !Files.exists(beingMade());
    }

    /** Which build last prepared this home; "" for none. */
    String preparedBy() throws IOException {
        return Files.exists(madeWith()) ? Files.readString(madeWith()).strip() : "";
    }

    boolean isDemonstration() throws IOException {
        return Files.exists(kind())
                && "demonstration".equals(Files.readString(kind()).strip());
    }

    /** Marks the beginning of a first start; clears what an earlier one left that never came to its end. */
    void beginMaking(boolean demonstration) throws IOException {
        if (Files.exists(beingMade())) {
            for (Path left : List.of(tokens(), database().resolve("data"), secrets(), demo())) {
                delete(left);
            }
            makeFolders();
        }
        write(
                beingMade(),
                "This home is being made for the first time. While this file stands, nothing was ever served from it.\n");
        write(kind(), demonstration ? "demonstration\n" : "production\n");
    }

    /** Marks that everything is there and prepared by this build. */
    void made(String build) throws IOException {
        write(madeWith(), build + "\n");
        Files.deleteIfExists(beingMade());
    }

    /** A random secret in a file of its own, made once: 256 bits, readable by the service's user only. */
    Path makeSecret(String name, boolean forService) throws IOException {
        Path file = secret(name);
        if (!Files.exists(file)) {
            byte[] random = new byte[32];
            new SecureRandom().nextBytes(random);
            Path draft = secret("." + name + ".new");
            Files.deleteIfExists(draft);
            Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(draft, Base64.getUrlEncoder().withoutPadding().encodeToString(random) + "\n");
            if (forService) {
                own(draft);
            }
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        }
        return file;
    }

    /** Writes a file whole or not at all. */
    void write(Path file, String content) throws IOException {
        Path draft = file.resolveSibling("." + file.getFileName() + ".new");
        Files.writeString(draft, content);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Gives a path to the service's user, when we are root. */
    void own(Path path) throws IOException {
        if (serviceUser != null) {
            serviceUser.own(path);
        }
    }

    private static void delete(Path root) throws IOException {
        if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    @Override
    public void close() {
        try {
            lock.release();
            lockFile.close();
        } catch (IOException e) {
            throw new LocalFailure("the lock of " + directory + " cannot be released: " + e.getMessage(), e);
        }
    }
}
