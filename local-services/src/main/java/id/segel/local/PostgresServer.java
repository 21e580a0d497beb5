package id.segel.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A private PostgreSQL on 127.0.0.1, in a directory of its own, from the binaries this program brings. Passwords are
 * SCRAM, sockets are off, nothing is an argument that is a secret.
 *
 * <p>One process at a time has a directory: {@code launcher.lock} is held until {@link #stop()}. When that process is
 * killed its PostgreSQL runs on; the next {@link #start} adopts it if it is what the configuration asks for, and
 * otherwise stops it and starts anew. PostgreSQL recovers by itself what a crash left.
 *
 * <p>Safe for use by several threads.
 */
public final class PostgresServer implements AutoCloseable {
    /** Name of the superuser of every private PostgreSQL. */
    public static final String SUPERUSER = "postgres";

    private static final Logger LOG = LoggerFactory.getLogger(PostgresServer.class);
    private static final int ATTEMPTS = 8;
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(250);

    private final PostgresConfiguration configuration;
    private final DataDirectory directory;
    private final PostgresBinaries binaries;
    private final DirectoryLock lock;
    private final String password;
    private final long pid;
    private final int port;
    private final boolean adopted;
    private boolean stopped;

    private PostgresServer(
            PostgresConfiguration configuration,
            DataDirectory directory,
            PostgresBinaries binaries,
            DirectoryLock lock,
            String password,
            Postmaster postmaster,
            boolean adopted) {
        this.configuration = configuration;
        this.directory = directory;
        this.binaries = binaries;
        this.lock = lock;
        this.password = password;
        this.pid = postmaster.pid();
        this.port = postmaster.port();
        this.adopted = adopted;
    }

    /**
     * Starts or adopts the server and returns when it answers.
     *
     * @throws LocalServiceException when it cannot: the directory is in use or out of the user's reach, the port is
     *     taken, the disk is full, the limit has passed
     */
    public static PostgresServer start(PostgresConfiguration configuration) {
        return start(configuration, LOG::info);
    }

    /**
     * The same, telling of each thing that takes a moment.
     *
     * @param progress gets sentences for the person who waits
     */
    public static PostgresServer start(PostgresConfiguration configuration, Consumer<String> progress) {
        try {
            DataDirectory directory = open(configuration);
            DirectoryLock lock = DirectoryLock.take(directory.home());
            try {
                return startLocked(configuration, directory, lock, progress);
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new LocalServiceException(
                    "Cannot start PostgreSQL in " + configuration.directory() + ": " + e.getMessage(), e);
        }
    }

    /**
     * Stops a server that a killed process left behind in {@code home}, without starting one.
     *
     * @param home the directory of a {@link PostgresConfiguration}
     * @param user as whom it runs when we are root
     * @return false when a living process holds the directory; true when nothing runs there (any more)
     */
    public static boolean stopAbandoned(Path home, @Nullable String user) {
        if (!Files.isDirectory(home, LinkOption.NOFOLLOW_LINKS)) {
            return true;
        }
        try {
            DataDirectory directory = new DataDirectory(home.toRealPath(), owner(user));
            Optional<DirectoryLock> lock = DirectoryLock.tryTake(directory.home());
            if (lock.isEmpty()) {
                return false;
            }
            try (DirectoryLock held = lock.get()) {
                Postmaster.of(directory.data())
                        .filter(Postmaster::alive)
                        .ifPresent(server -> signal(directory, server, Duration.ofSeconds(20)));
                return true;
            }
        } catch (IOException e) {
            throw new LocalServiceException("Cannot look into " + home + ": " + e.getMessage(), e);
        }
    }

    private static DataDirectory open(PostgresConfiguration configuration) throws IOException {
        UnixUser owner = owner(configuration.user());
        // As root, others may pass through but not look: what is inside has modes of its own.
        FileTree.directory(configuration.directory(), owner == null ? "rwx------" : "rwx--x--x", null);
        FileTree.directory(configuration.binaries(), "rwxr-xr-x", null);
        if (owner != null) {
            owner.requireSearchable(configuration.directory());
            owner.requireSearchable(configuration.binaries());
        }
        return new DataDirectory(configuration.directory().toRealPath(), owner);
    }

    private static @Nullable UnixUser owner(@Nullable String user) {
        if (!UnixUser.weAreRoot()) {
            return null;
        }
        if (user == null) {
            throw new LocalServiceException("PostgreSQL does not run as root: name the user it is to run as.");
        }
        return UnixUser.named(user);
    }

    private static PostgresServer startLocked(
            PostgresConfiguration configuration, DataDirectory directory, DirectoryLock lock, Consumer<String> progress)
            throws IOException {
        PostgresBinaries binaries =
                PostgresBinaries.under(configuration.binaries().toRealPath(), progress);
        if (!Files.exists(directory.data())) {
            progress.accept("Making a database in " + directory.data());
        }
        String password = directory.prepare(binaries, configuration.durable(), new SecureRandom());
        Optional<Postmaster> running = adoptable(configuration, directory, binaries, progress);
        if (running.isPresent()) {
            progress.accept("PostgreSQL still runs on port " + running.get().port() + "; going on with it");
            return new PostgresServer(configuration, directory, binaries, lock, password, running.get(), true);
        }
        Postmaster started = startNew(configuration, directory, binaries);
        LOG.info(
                "PostgreSQL runs on 127.0.0.1:{} in {} as process {}", started.port(), directory.home(), started.pid());
        return new PostgresServer(configuration, directory, binaries, lock, password, started, false);
    }

    /** The server still running here, if it is what is asked for. One that is not has been stopped on return. */
    private static Optional<Postmaster> adoptable(
            PostgresConfiguration configuration,
            DataDirectory directory,
            PostgresBinaries binaries,
            Consumer<String> progress)
            throws IOException {
        Optional<Postmaster> found = Postmaster.of(directory.data());
        if (found.isEmpty()) {
            return Optional.empty();
        }
        if (!found.get().alive()) {
            directory.disarmPostmasterFile();
            return Optional.empty();
        }
        progress.accept(
                "Found a PostgreSQL still running here (process " + found.get().pid() + ")");
        Optional<Postmaster> ready = awaitReady(directory, configuration.startLimit());
        if (ready.isEmpty()) {
            return Optional.empty();
        }
        Postmaster server = ready.get();
        boolean asWanted = (configuration.port() == 0 || configuration.port() == server.port())
                && DataDirectory.settings(configuration, server.port()).equals(directory.lastSettings())
                && server.runs(binaries);
        if (asWanted) {
            return ready;
        }
        progress.accept("It runs with another port, version or other settings: starting it again");
        signal(directory, server, configuration.stopLimit());
        return Optional.empty();
    }

    private static Optional<Postmaster> awaitReady(DataDirectory directory, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            Optional<Postmaster> now = Postmaster.of(directory.data());
            if (now.isEmpty() || !now.get().alive()) {
                // It was about to stop.
                return Optional.empty();
            }
            if (now.get().ready()) {
                return now;
            }
            if (System.nanoTime() > end) {
                throw new LocalServiceException("PostgreSQL in " + directory.home() + " (process "
                        + now.get().pid()
                        + ") is still " + now.get().status() + " after " + limit.toSeconds()
                        + " s. Its log is " + directory.log() + ". Wait for it and start again.");
            }
            Pause.of(Duration.ofMillis(20));
        }
    }

    private static Postmaster startNew(
            PostgresConfiguration configuration, DataDirectory directory, PostgresBinaries binaries)
            throws IOException {
        directory.turnLog();
        int attempt = 0;
        while (true) {
            attempt++;
            int port = configuration.port() != 0 ? configuration.port() : freePort();
            directory.writeSettings(DataDirectory.settings(configuration, port));
            long logSize = directory.logSize();
            BoundedProcess.Result result = BoundedProcess.run(
                    directory.asOwner(List.of(
                            binaries.pgCtl().toString(),
                            "start",
                            "-D",
                            directory.data().toString(),
                            "-l",
                            directory.log().toString(),
                            "-w",
                            "-s",
                            "-t",
                            Long.toString(configuration.startLimit().toSeconds()))),
                    configuration.startLimit().plusSeconds(10));
            if (result.ok()) {
                return Postmaster.of(directory.data())
                        .filter(Postmaster::ready)
                        .orElseThrow(() -> new LocalServiceException("PostgreSQL in " + directory.home()
                                + " ended as soon as it had started. Its log is " + directory.log() + "."));
            }
            String log = directory.logFrom(logSize);
            boolean portTaken = log.contains("could not bind");
            // Backends of a killed server end by themselves within moments.
            boolean backendsLeft = log.contains("is still in use");
            if (portTaken && configuration.port() != 0) {
                throw new LocalServiceException("PostgreSQL cannot listen on 127.0.0.1:" + port
                        + ": another program does. Give another port (SEGEL_DB_PORT), or 0 for any free one.");
            }
            if (attempt == ATTEMPTS || !(portTaken || backendsLeft)) {
                throw new LocalServiceException("PostgreSQL in " + directory.home() + " did not start. It said: "
                        + String.join("\n", List.of(result.output(), log)).strip());
            }
            LOG.info("PostgreSQL did not start at attempt {}, trying again: {}", attempt, log);
            Pause.of(BETWEEN_ATTEMPTS);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** @return the port on 127.0.0.1 */
    public int port() {
        return port;
    }

    /** @return process number of the server */
    public long pid() {
        return pid;
    }

    /** @return whether the server ran already when {@link #start} was called */
    public boolean adopted() {
        return adopted;
    }

    /** @return JDBC URL of {@code database}, without name and password */
    public String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    /** @return JDBC URL of the database {@code postgres}, for {@link #SUPERUSER} with {@link #superuserPassword()} */
    public String superuserUrl() {
        return url("postgres");
    }

    /** @return the superuser's password; goes into no argument, log or environment */
    public String superuserPassword() {
        return password;
    }

    /** @return the file of mode 0600 that holds {@link #superuserPassword()} */
    public Path superuserPasswordFile() {
        return directory.passwordFile();
    }

    /** @return the server's log */
    public Path logFile() {
        return directory.log();
    }

    /** @return whether the server's process is there */
    public boolean isRunning() {
        return postmaster().alive();
    }

    private Postmaster postmaster() {
        return new Postmaster(directory.data(), pid, port, "");
    }

    /**
     * Ends all connections, writes everything and stops; after the limit, stops at once (the next start recovers). Then
     * another process may have the directory. Does nothing the second time.
     *
     * @throws LocalServiceException when the process does not go away
     */
    public synchronized void stop() {
        if (stopped) {
            return;
        }
        stopped = true;
        try (lock) {
            signal(directory, postmaster(), configuration.stopLimit());
            LOG.info("PostgreSQL in {} (programs of {}) has stopped", directory.home(), binaries.directory());
        }
    }

    @Override
    public void close() {
        stop();
    }

    /**
     * INT is PostgreSQL's fast shutdown, QUIT its immediate one, KILL the end of a process that answers neither. Sent
     * through the user the server runs as, which may signal its own processes where root lacks CAP_KILL.
     */
    private static void signal(DataDirectory directory, Postmaster server, Duration limit) {
        List<String> signals = List.of("-INT", "-QUIT", "-KILL");
        for (String name : signals) {
            if (!server.alive()) {
                return;
            }
            BoundedProcess.run(
                    // The shell's own kill: the program of that name is missing on a bare machine.
                    directory.asOwner(List.of("sh", "-c", "kill $0 $1", name, Long.toString(server.pid()))),
                    Duration.ofSeconds(10));
            long end = System.nanoTime() + limit.toNanos();
            while (server.alive() && System.nanoTime() < end) {
                Pause.of(Duration.ofMillis(10));
            }
            if (server.alive()) {
                LOG.warn(
                        "PostgreSQL (process {}) still runs {} s after kill {}", server.pid(), limit.toSeconds(), name);
            }
        }
        if (server.alive()) {
            throw new LocalServiceException("PostgreSQL in " + directory.home() + " (process " + server.pid()
                    + ") does not stop. Look at " + directory.log() + ".");
        }
    }
}
