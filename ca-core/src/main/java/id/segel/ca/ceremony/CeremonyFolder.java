package id.segel.ca.ceremony;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Files beside the ceremony: what a file of it refers to, and what comes out.
 *
 * @param in where names in the ceremony file are looked up; null if it may refer to none
 * @param out where transcript, certificates and requests are written; null if they are kept in the database only
 */
public record CeremonyFolder(@Nullable Path in, @Nullable Path out) {
    private static final int LARGEST = 1024 * 1024;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    /** No files at all. */
    public static final CeremonyFolder NONE = new CeremonyFolder(null, null);

    /** Whether files can be written. */
    boolean writes() {
        return out != null;
    }

    /**
     * Reads a file that the ceremony file names.
     *
     * @throws IllegalArgumentException saying why it cannot be
     */
    byte[] read(String name) {
        Path folder = in;
        if (folder == null || !NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("the file " + name
                    + " is not read: name a file that stands beside the ceremony file, without a path");
        }
        try (InputStream stream = Files.newInputStream(folder.resolve(name))) {
            byte[] content = stream.readNBytes(LARGEST + 1);
            if (content.length > LARGEST) {
                throw new IllegalArgumentException("the file " + name + " is longer than " + LARGEST + " bytes");
            }
            return content;
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "the file " + name + " beside the ceremony file cannot be read (" + e + ")", e);
        }
    }

    /** Why nothing can come out into the folder; null if it can. Makes nothing. */
    @Nullable
    String fault() {
        Path folder = out;
        if (folder == null || !Files.exists(folder)) {
            return null;
        }
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.findAny().isEmpty()
                    ? null
                    : "the folder " + folder
                            + " is not empty; name a new one, so that nothing of another ceremony is overwritten";
        } catch (IOException e) {
            return "the folder " + folder + " cannot be used for what the ceremony writes (" + e + ")";
        }
    }

    /**
     * Makes the folder for what comes out.
     *
     * @throws IllegalStateException if it cannot be made
     */
    void make() {
        Path folder = out;
        if (folder == null) {
            return;
        }
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new IllegalStateException("the folder " + folder + " cannot be made (" + e + ")", e);
        }
    }

    /**
     * Writes a file that is not there yet.
     *
     * @throws IllegalStateException if it cannot be written
     */
    void write(String name, byte[] content) {
        Path folder = out;
        if (folder == null) {
            return;
        }
        try {
            Files.write(folder.resolve(name), content, java.nio.file.StandardOpenOption.CREATE_NEW);
        } catch (IOException e) {
            throw new IllegalStateException("the file " + folder.resolve(name) + " cannot be written (" + e + ")", e);
        }
    }
}
