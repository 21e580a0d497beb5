package id.segel.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What {@code postmaster.pid} in a data directory says of the server that made it. The file outlives its server when
 * that was killed, and its number may then belong to anybody: {@link #alive()} looks.
 *
 * @param data the data directory
 * @param pid process number of the server
 * @param port on which it listens, 0 when not told yet
 * @param status "ready", "starting", "stopping", or empty
 */
record Postmaster(Path data, long pid, int port, String status) {
    private static final long FILE_LIMIT = 4096;

    /** Reads the file; empty when there is none or it is cut short (the server is just writing it). */
    static Optional<Postmaster> of(Path data) {
        Path file = data.resolve("postmaster.pid");
        try {
            if (Files.size(file) > FILE_LIMIT) {
                return Optional.empty();
            }
            List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
            if (lines.isEmpty()) {
                return Optional.empty();
            }
            // Lines: process, data directory, start time, port, socket directory, address, shared memory, status.
            long pid = Long.parseLong(lines.get(0).strip());
            int port = lines.size() > 3 ? Integer.parseInt(lines.get(3).strip()) : 0;
            String status = lines.size() > 7 ? lines.get(7).strip() : "";
            return Optional.of(new Postmaster(data, pid, port, status));
        } catch (NumberFormatException | NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new LocalServiceException("Cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    boolean ready() {
        return status.equals("ready");
    }

    /**
     * Whether the process runs and is the PostgreSQL of this data directory. Its command line is what every user may
     * read of it; its working directory is not (root in a container without CAP_SYS_PTRACE may not either).
     */
    boolean alive() {
        return running() && commandLine().map(this::isServerHere).orElse(false);
    }

    /** Whether the server is alive and was started from these programs: not those of another version. */
    boolean runs(PostgresBinaries binaries) {
        return running()
                && commandLine()
                        .filter(this::isServerHere)
                        .map(line -> line.get(0).equals(binaries.postgres().toString()))
                        .orElse(false);
    }

    /** Whether any process has this number, its own or a stranger's. A dead child nobody waited for does not count. */
    boolean running() {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"), StandardCharsets.ISO_8859_1);
            // "pid (name) state …", and the name may hold anything, brackets too.
            String afterName = stat.substring(stat.lastIndexOf(')') + 1).strip();
            return !afterName.startsWith("Z") && !afterName.startsWith("X");
        } catch (IOException e) {
            // No such process. A machine without /proc runs no Java.
            return false;
        }
    }

    private boolean isServerHere(List<String> line) {
        return line.size() > 2
                && Path.of(line.get(0)).endsWith("postgres")
                && line.get(1).equals("-D")
                && line.get(2).equals(data.toString());
    }

    private Optional<List<String>> commandLine() {
        try {
            String line = Files.readString(Path.of("/proc/" + pid + "/cmdline"), StandardCharsets.UTF_8);
            return Optional.of(List.of(line.split("\0", 64)));
        } catch (IOException e) {
            // It has ended meanwhile.
            return Optional.empty();
        }
    }
}
