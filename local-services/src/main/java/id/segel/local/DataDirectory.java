package id.segel.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The files of one private PostgreSQL:
 *
 * <pre>
 * launcher.lock        held by the process that started the server
 * superuser-password   0600, ours
 * data/                0700, of the user PostgreSQL runs as; segel.conf in it is written at each start
 * log/                 likewise
 * </pre>
 *
 * @param home the directory that holds them, a real path
 * @param owner the user PostgreSQL runs as when we are root
 */
record DataDirectory(Path home, @Nullable UnixUser owner) {
    private static final Duration INITDB_LIMIT = Duration.ofMinutes(2);
    private static final String SETTINGS_FILE = "segel.conf";

    Path data() {
        return home.resolve("data");
    }

    Path log() {
        return home.resolve("log/postgresql.log");
    }

    Path passwordFile() {
        return home.resolve("superuser-password");
    }

    /** The command as the user PostgreSQL runs as. */
    List<String> asOwner(List<String> command) {
        return owner == null ? command : owner.command(command);
    }

    /**
     * Makes the database cluster when there is none. Made under another name and renamed when complete, so that a start
     * cut short leaves nothing that looks like a database.
     *
     * @return the superuser's password
     */
    String prepare(PostgresBinaries binaries, boolean durable, SecureRandom random) throws IOException {
        FileTree.directory(home.resolve("log"), "rwx------", owner);
        if (Files.exists(data(), LinkOption.NOFOLLOW_LINKS)) {
            requireOurMajorVersion();
            return readPassword();
        }
        byte[] secret = new byte[32];
        random.nextBytes(secret);
        String password = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        FileTree.write(passwordFile(), password + "\n", null);
        initialise(binaries, durable, password);
        return password;
    }

    private void initialise(PostgresBinaries binaries, boolean durable, String password) throws IOException {
        Path work = home.resolve("data.new");
        // Readable by the user PostgreSQL runs as, which superuser-password is not; gone when initdb has ended.
        Path passwordForInitdb = home.resolve("initdb-password");
        FileTree.delete(work);
        try {
            FileTree.directory(work, "rwx------", owner);
            FileTree.write(passwordForInitdb, password + "\n", owner);
            List<String> command = new ArrayList<>(List.of(
                    binaries.initdb().toString(),
                    "--pgdata=" + work,
                    "--username=" + PostgresServer.SUPERUSER,
                    "--pwfile=" + passwordForInitdb,
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--locale-provider=builtin",
                    "--locale=C.UTF-8",
                    "--data-checksums",
                    "--no-instructions"));
            if (!durable) {
                command.add("--no-sync");
            }
            BoundedProcess.Result result = BoundedProcess.run(asOwner(command), INITDB_LIMIT);
            if (!result.ok()) {
                throw new LocalServiceException(
                        "Cannot make a database in " + home + ". initdb said: " + result.output());
            }
            Files.writeString(
                    work.resolve("postgresql.conf"),
                    "\ninclude_if_exists = '" + SETTINGS_FILE + "'\n",
                    StandardCharsets.UTF_8,
                    StandardOpenOption.APPEND);
            Files.move(work, data(), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(passwordForInitdb);
            FileTree.delete(work);
        }
    }

    private void requireOurMajorVersion() throws IOException {
        Path file = data().resolve("PG_VERSION");
        String version = Files.exists(file) ? Files.readString(file).strip() : "nothing";
        if (!version.equals(PostgresBinaries.MAJOR)) {
            throw new LocalServiceException("The database in " + data() + " was made by PostgreSQL " + version
                    + " and this program brings PostgreSQL " + PostgresBinaries.MAJOR
                    + ". Start it with the version of Segel that made it, or move the directory away to begin anew.");
        }
    }

    private String readPassword() throws IOException {
        if (!Files.exists(passwordFile())) {
            throw new LocalServiceException("The database in " + data() + " is there but its password is not: "
                    + passwordFile() + " is missing. Bring that file back, or move " + data()
                    + " away to begin with an empty database.");
        }
        return Files.readString(passwordFile()).strip();
    }

    /** The settings file for a server on this port. */
    static String settings(PostgresConfiguration configuration, int port) {
        TreeMap<String, String> all = new TreeMap<>(PostgresConfiguration.DEFAULTS);
        all.putAll(configuration.settings());
        all.put("listen_addresses", "127.0.0.1");
        all.put("port", Integer.toString(port));
        all.put("unix_socket_directories", "");
        all.put("password_encryption", "scram-sha-256");
        StringBuilder text = new StringBuilder("# Written at each start; what you change here is lost.\n");
        for (Map.Entry<String, String> setting : all.entrySet()) {
            text.append(setting.getKey())
                    .append(" = '")
                    .append(setting.getValue().replace("\\", "\\\\").replace("'", "''"))
                    .append("'\n");
        }
        return text.toString();
    }

    void writeSettings(String text) throws IOException {
        FileTree.write(data().resolve(SETTINGS_FILE), text, owner);
    }

    /** The settings of the last start, empty when there was none. */
    String lastSettings() throws IOException {
        Path file = data().resolve(SETTINGS_FILE);
        return Files.exists(file) ? Files.readString(file) : "";
    }

    /**
     * Makes a {@code postmaster.pid} harmless whose server is gone, but whose process number is not: it belongs to a
     * stranger of the same user now, or to the dead server itself where nobody waits for orphans (many containers).
     * PostgreSQL would take either for a running server and refuse to start; deleting the file would also lose the shared
     * memory key in it, by which it finds orphaned backends still writing. So only the number is replaced, by one that no
     * process can have.
     */
    void disarmPostmasterFile() throws IOException {
        Path file = data().resolve("postmaster.pid");
        String text = Files.readString(file);
        int line = text.indexOf('\n');
        FileTree.write(file, Integer.MAX_VALUE + (line < 0 ? "\n" : text.substring(line)), owner);
    }

    /** How much of the log there is, to read later what a start added. */
    long logSize() throws IOException {
        return Files.exists(log()) ? Files.size(log()) : 0;
    }

    /** Keeps one old log when the present one has grown beyond 8 MiB. */
    void turnLog() throws IOException {
        if (logSize() > 8L * 1024 * 1024) {
            Files.move(log(), log().resolveSibling("postgresql.log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** What was written to the log from {@code position} on, at most the last 4 KiB of it. */
    String logFrom(long position) throws IOException {
        if (!Files.exists(log())) {
            return "";
        }
        try (var channel = Files.newByteChannel(log())) {
            long begin = Math.max(position, channel.size() - 4096);
            channel.position(Math.min(begin, channel.size()));
            var buffer = java.nio.ByteBuffer.allocate(4096);
            while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
                // Reads until the buffer is full or the file ends.
            }
            return StandardCharsets.UTF_8.decode(buffer.flip()).toString().strip();
        }
    }
}
