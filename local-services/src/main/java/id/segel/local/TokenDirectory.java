package id.segel.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A directory in which SoftHSM2 keeps tokens, and the configuration file that leads it there. SoftHSM2 reads the file
 * named by {@code SOFTHSM2_CONF} once per process. Tokens themselves are initialised by whoever speaks PKCS#11.
 *
 * @param configurationFile for {@code SOFTHSM2_CONF}
 * @param tokens the directory of the tokens, mode 0700
 */
public record TokenDirectory(Path configurationFile, Path tokens) {
    /** The variable by which SoftHSM2 finds its configuration. */
    public static final String VARIABLE = "SOFTHSM2_CONF";

    /**
     * Makes both where they are missing. The configuration is written anew whenever it differs, so that a home that was
     * moved finds its tokens; tokens are never touched.
     *
     * @param configurationFile file to write
     * @param tokens directory to make
     * @param owner to whom both belong when we are root, null = us
     * @throws LocalServiceException when they cannot be made, or a path holds what SoftHSM2's format cannot express
     */
    public static TokenDirectory prepare(Path configurationFile, Path tokens, @Nullable UnixUser owner) {
        Path conf = configurationFile.toAbsolutePath().normalize();
        Path directory = tokens.toAbsolutePath().normalize();
        String path = directory.toString();
        if (path.chars().anyMatch(c -> c < ' ') || !path.equals(path.strip())) {
            throw new LocalServiceException("SoftHSM2 cannot keep tokens in \"" + path
                    + "\": the path holds control characters or ends in space.");
        }
        try {
            FileTree.directory(directory, "rwx------", owner);
            Path folder = conf.getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            String text = text(directory);
            if (!Files.exists(conf) || !Files.readString(conf).equals(text)) {
                FileTree.write(conf, text, owner);
            }
            return new TokenDirectory(conf, directory);
        } catch (IOException e) {
            throw new LocalServiceException("Cannot make the token directory " + directory + ": " + e.getMessage(), e);
        }
    }

    /** File store: the other one is not in Debian's build and no faster. Not removable: a token that is away is a fault. */
    private static String text(Path directory) {
        return """
                # Written by Segel; what you change here is lost.
                directories.tokendir = %s
                objectstore.backend = file
                log.level = ERROR
                slots.removable = false
                """.formatted(directory);
    }
}
