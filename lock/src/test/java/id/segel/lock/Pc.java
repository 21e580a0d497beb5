package id.segel.lock;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** An applicant's computer: files, a clock that moves only while LOCK waits, and a person at the keyboard. */
final class Pc {

    static final String PASSPHRASE = "kucing-melompat-pagar";

    private final Path directory;
    final Map<String, String> environment = new HashMap<>(Map.of(Passphrase.ENVIRONMENT, PASSPHRASE));
    final Deque<String> typed = new ArrayDeque<>();
    final List<String> asked = new ArrayList<>();
    final List<Duration> pauses = new ArrayList<>();
    private Instant now = TestAuthority.NOW;
    private long nanos;
    private String out = "";
    private String err = "";

    Pc(Path directory) {
        this.directory = directory;
    }

    /** Runs LOCK; arguments that begin with {@code @} are files in the directory. */
    int lock(String... arguments) {
        ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
        ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
        Surroundings surroundings = new Surroundings(
                new PrintStream(outBytes, true, UTF_8),
                new PrintStream(errBytes, true, UTF_8),
                environment,
                new MovingClock(),
                () -> nanos += Duration.ofMillis(600).toNanos(),
                new SecureRandom(),
                question -> {
                    asked.add(question);
                    String answer = typed.poll();
                    return answer == null ? null : answer.toCharArray();
                },
                duration -> {
                    pauses.add(duration);
                    now = now.plus(duration);
                });
        int code = Lock.run(
                surroundings,
                Arrays.stream(arguments)
                        .map(a -> a.startsWith("@") ? file(a.substring(1)).toString() : a)
                        .toArray(String[]::new));
        out = outBytes.toString(UTF_8);
        err = errBytes.toString(UTF_8);
        return code;
    }

    String out() {
        return out;
    }

    String err() {
        return err;
    }

    Path file(String name) {
        return directory.resolve(name);
    }

    void write(String name, String content) throws IOException {
        Files.writeString(file(name), content);
    }

    String read(String name) throws IOException {
        return Files.readString(file(name));
    }

    boolean has(String name) {
        return Files.exists(file(name));
    }

    String mode(String name) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file(name)));
    }

    /**
     * Makes a P-256 key file as LOCK would, but with few iterations, so that a test about something else need not wait
     * for the key derivation.
     */
    void quickKey(String name) throws IOException, InterruptedException {
        openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", name + ".clear");
        openssl(
                "pkcs8",
                "-topk8",
                "-in",
                name + ".clear",
                "-passout",
                "pass:" + PASSPHRASE,
                "-v2",
                "aes-256-cbc",
                "-v2prf",
                "hmacWithSHA256",
                "-iter",
                "1000",
                "-out",
                name);
    }

    /** Runs openssl here and returns what it printed; fails when it fails. */
    String openssl(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        Path output = file("openssl-output.txt");
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        process.getOutputStream().close();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(command + " took longer than 60 s");
        }
        String printed = Files.readString(output);
        if (process.exitValue() != 0) {
            throw new AssertionError(command + " failed: " + printed);
        }
        return printed;
    }

    private final class MovingClock extends Clock {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
