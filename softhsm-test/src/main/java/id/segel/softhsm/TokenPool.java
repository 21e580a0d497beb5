package id.segel.softhsm;

import id.segel.local.LocalServiceException;
import id.segel.local.TokenDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of this test JVM, made one after the other by {@code softhsm2-util} (about 20 ms each; run at the same time
 * it trips over itself).
 */
final class TokenPool {
    private static final int SIZE = 64;
    private static final String USER_PIN = "segel-test-user";
    private static final String SO_PIN = "segel-test-officer";

    /** Says that a directory is ours to empty. */
    private static final String MARKER = ".segel-test-tokens";

    private final List<TestToken> tokens;
    private final @Nullable RuntimeException failure;
    private final AtomicInteger taken = new AtomicInteger();

    private TokenPool(List<TestToken> tokens, @Nullable RuntimeException failure) {
        this.tokens = tokens;
        this.failure = failure;
    }

    /** One per JVM, as SoftHSM2's configuration is. */
    private static final class Holder {
        static final TokenPool POOL = make();

        private static TokenPool make() {
            try {
                return new TokenPool(tokens(), null);
            } catch (RuntimeException e) {
                // Told by take(): tests that need no token run without SoftHSM2.
                return new TokenPool(List.of(), e);
            }
        }
    }

    static TokenPool ofThisJvm() {
        return Holder.POOL;
    }

    TestToken take() {
        if (failure != null) {
            throw new IllegalStateException(failure.getMessage(), failure);
        }
        int index = taken.getAndIncrement();
        if (index >= tokens.size()) {
            throw new IllegalStateException("All " + tokens.size() + " tokens of this test JVM are taken. Take one per"
                    + " class and not per test, or raise TokenPool.SIZE.");
        }
        return tokens.get(index);
    }

    private static List<TestToken> tokens() {
        String configuration = System.getenv(TokenDirectory.VARIABLE);
        if (configuration == null) {
            throw new IllegalStateException(
                    TokenDirectory.VARIABLE + " is not set, so SoftHSM2 would use this machine's"
                            + " own tokens. Run the tests with Maven, or set it to the name of a file in a directory that does"
                            + " not exist yet.");
        }
        Path file = Path.of(configuration).toAbsolutePath();
        Path directory = file.resolveSibling("tokens");
        empty(file, directory);
        TokenDirectory made = TokenDirectory.prepare(file, directory, null);
        List<TestToken> tokens = new ArrayList<>();
        for (int i = 1; i <= SIZE; i++) {
            tokens.add(initialise(made, "segel-test-%02d".formatted(i)));
        }
        return List.copyOf(tokens);
    }

    /** Removes the tokens of an earlier run, but never somebody's own. */
    private static void empty(Path file, Path directory) {
        Path marker = file.resolveSibling(MARKER);
        try {
            if (Files.exists(file) && !Files.exists(marker)) {
                throw new IllegalStateException(TokenDirectory.VARIABLE + " names " + file
                        + ", which is no test's: tests would delete its tokens. Unset it or name another file.");
            }
            Files.createDirectories(file.resolveSibling("."));
            Files.writeString(marker, "The tests empty this directory.\n");
            TestDirectories.delete(directory);
        } catch (IOException e) {
            throw new IllegalStateException("Cannot make " + directory + ": " + e.getMessage(), e);
        }
    }

    /** Initialises one token. The PINs are arguments here, because they protect nothing. */
    static TestToken initialise(TokenDirectory directory, String label) {
        ProcessBuilder builder = new ProcessBuilder(
                "softhsm2-util", "--init-token", "--free", "--label", label, "--so-pin", SO_PIN, "--pin", USER_PIN);
        builder.environment()
                .put(TokenDirectory.VARIABLE, directory.configurationFile().toString());
        builder.redirectErrorStream(true);
        try {
            Process process = builder.start();
            try {
                process.getOutputStream().close();
                String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                if (!process.waitFor(20, TimeUnit.SECONDS) || process.exitValue() != 0) {
                    throw new IllegalStateException("softhsm2-util could not make the token " + label + " in "
                            + directory.tokens() + ": " + output.strip());
                }
            } finally {
                process.destroyForcibly();
            }
            return new TestToken(TestTokens.module(), label, USER_PIN.toCharArray(), SO_PIN.toCharArray());
        } catch (IOException e) {
            throw new IllegalStateException(
                    "softhsm2-util cannot be run: " + e.getMessage()
                            + ". The tests need SoftHSM2; install it: apt-get install softhsm2",
                    e);
        } catch (LocalServiceException e) {
            throw new IllegalStateException(e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while making the token " + label, e);
        }
    }
}
