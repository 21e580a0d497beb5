package id.segel.softhsm;

import id.segel.local.SoftHsmLibrary;
import id.segel.local.TokenDirectory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Tokens for tests. Within the test JVM each class takes its own from a pool made before the first test; a child JVM
 * that damages its module or directory gets a directory of its own.
 */
public final class TestTokens {
    private TestTokens() {}

    /**
     * The next token nobody has taken, of the directory {@code SOFTHSM2_CONF} names.
     *
     * @throws IllegalStateException when SoftHSM2 is missing, the variable is not set, or all are taken
     */
    public static TestToken take() {
        return TokenPool.ofThisJvm().take();
    }

    /** The PKCS#11 module of SoftHSM2 on this machine, as an absolute path. */
    public static Path module() {
        return SoftHsmLibrary.find(Map.of(), List.of());
    }

    /**
     * Makes a directory of tokens for another process: this JVM does not see them.
     *
     * @param directory where to make it; must not exist or be empty
     * @param labels of the tokens to make
     */
    public static Directory directory(Path directory, String... labels) {
        TokenDirectory made =
                TokenDirectory.prepare(directory.resolve("softhsm2.conf"), directory.resolve("tokens"), null);
        List<TestToken> tokens = new ArrayList<>();
        for (String label : labels) {
            tokens.add(TokenPool.initialise(made, label));
        }
        return new Directory(made, List.copyOf(tokens));
    }

    /**
     * Tokens of another process.
     *
     * @param directory its configuration file goes into that process's environment
     * @param tokens in the order asked for
     */
    public record Directory(TokenDirectory directory, List<TestToken> tokens) {
        /** The variable a process must have to see these tokens. */
        public Map<String, String> environment() {
            return Map.of(TokenDirectory.VARIABLE, directory.configurationFile().toString());
        }
    }
}
