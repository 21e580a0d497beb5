package id.segel.hsm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The copy of a SoftHSM2 token's directory, made while nobody has it open, as another token: it stands for what a
 * vendor's cloning makes. Label and serial number are changed in place, because SoftHSM2 tells tokens apart by them.
 */
final class ClonedTokens {
    private ClonedTokens() {}

    /**
     * @param tokens SoftHSM2's token directory
     * @param label of the token to copy
     * @param cloneLabel of the copy; may be the same
     */
    static void copy(Path tokens, String label, String cloneLabel) throws IOException {
        Path source = find(tokens, label);
        String name = String.valueOf(source.getFileName());
        Path copy = Files.createDirectory(
                tokens.resolve(new StringBuilder(name).reverse().toString()));
        try (Stream<Path> files = Files.list(source)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        // The serial number is the end of the directory's name, without its dash.
        String serial = name.substring(name.length() - 17).replace("-", "");
        String other = new StringBuilder(serial).reverse().toString();
        Path object = copy.resolve("token.object");
        String bytes = new String(Files.readAllBytes(object), StandardCharsets.ISO_8859_1);
        String changed = bytes.replace(padded(label), padded(cloneLabel)).replace(serial, other);
        if (changed.length() != bytes.length() || !changed.contains(cloneLabel) || !changed.contains(other)) {
            throw new AssertionError("the copy of " + source + " cannot be told from it");
        }
        Files.write(object, changed.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String padded(String label) {
        return String.format(Locale.ROOT, "%-32s", label);
    }

    static Path find(Path tokens, String label) throws IOException {
        List<Path> found;
        try (Stream<Path> all = Files.list(tokens)) {
            found = all.filter(Files::isDirectory)
                    .filter(directory -> carries(directory.resolve("token.object"), label))
                    .toList();
        }
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " tokens in " + tokens + " carry the label " + label);
        }
        return found.get(0);
    }

    private static boolean carries(Path file, String label) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(padded(label));
        } catch (IOException e) {
            return false;
        }
    }
}
