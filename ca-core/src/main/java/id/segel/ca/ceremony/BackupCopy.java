package id.segel.ca.ceremony;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A restored copy of keys, asked in a process of its own ({@link CopyWitness}). */
final class BackupCopy {
    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final int LARGEST_ANSWER = 4 * 1024 * 1024;
    private static final int LAST_WORDS = 2_000;

    private final CustodyEntries.CopyToken token;
    private final Set<String> secretVariables;

    /**
     * @param secretVariables environment variables that the process is not given
     */
    BackupCopy(CustodyEntries.CopyToken token, Set<String> secretVariables) {
        this.token = token;
        this.secretVariables = secretVariables;
    }

    /** What a wrapped probe is bound to. */
    static byte[] aad(String label) {
        return ("segel-backup-probe-v1\0" + label).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Has the copy do what is asked.
     *
     * @param pin put together by custodians, or null to read the file
     * @throws IllegalStateException saying why it did not
     */
    CopyAnswer ask(char @Nullable [] pin, List<CopyQuestion.Task> tasks) {
        Path pinFile = token.pinFile();
        CopyQuestion question = new CopyQuestion(
                token.module().toString(),
                token.label(),
                token.serial(),
                pin == null && pinFile != null ? pinFile.toString() : null,
                pin,
                tasks);
        Process process = start();
        try {
            CompletableFuture<byte[]> answer = reading(process.getInputStream(), LARGEST_ANSWER);
            CompletableFuture<byte[]> lastWords = reading(process.getErrorStream(), LARGEST_ANSWER);
            try (OutputStream in = process.getOutputStream()) {
                byte[] json = CopyWitness.JSON.writeValueAsBytes(question);
                in.write(json);
                Arrays.fill(json, (byte) 0);
            }
            if (!process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
                throw failed("it did not answer within " + LONGEST.toSeconds() + " s");
            }
            byte[] said = answer.get(10, TimeUnit.SECONDS);
            if (process.exitValue() != 0 || said.length == 0) {
                throw failed("its process ended with " + process.exitValue() + ": "
                        + tail(lastWords.get(10, TimeUnit.SECONDS)));
            }
            CopyAnswer read = CopyWitness.JSON.readValue(said, CopyAnswer.class);
            if (read.failure() != null) {
                throw failed(read.failure());
            }
            if (read.keys().size() != tasks.size()) {
                throw failed("it answered for " + read.keys().size() + " keys instead of " + tasks.size());
            }
            return read;
        } catch (IOException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException(message(String.valueOf(e.getMessage())), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed("the ceremony was interrupted");
        } finally {
            process.destroyForcibly();
        }
    }

    private Process start() {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                CopyWitness.class.getName());
        Map<String, String> environment = builder.environment();
        environment.keySet().removeAll(secretVariables);
        Path conf = token.softhsm2Conf();
        if (conf != null) {
            environment.put("SOFTHSM2_CONF", conf.toString());
        }
        try {
            return builder.start();
        } catch (IOException e) {
            throw new IllegalStateException(message(String.valueOf(e.getMessage())), e);
        }
    }

    private static CompletableFuture<byte[]> reading(InputStream stream, int limit) {
        CompletableFuture<byte[]> read = new CompletableFuture<>();
        Thread reader = new Thread(
                () -> {
                    try {
                        read.complete(stream.readNBytes(limit));
                    } catch (IOException e) {
                        read.completeExceptionally(e);
                    }
                },
                "backup-copy-reader");
        reader.setDaemon(true);
        reader.start();
        return read;
    }

    private IllegalStateException failed(String why) {
        return new IllegalStateException(message(why));
    }

    private String message(String why) {
        return "the copy in token \"" + token.label() + "\" cannot be asked: " + why;
    }

    private static String tail(byte[] words) {
        String text = new String(words, StandardCharsets.UTF_8).strip();
        return text.substring(Math.max(0, text.length() - LAST_WORDS));
    }
}
