package id.segel.hsm;

import id.segel.hsm.cryptoki.LibraryLoss;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Signature;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A process that loses its library while it has two tokens open, each with a key "kunci". Every line it prints is an
 * observation; the test says which it wants.
 */
final class LibraryLostMain {
    private static final byte[] MESSAGE = {1, 2, 3};

    private LibraryLostMain() {}

    public static void main(String[] arguments) throws Exception {
        Path library = Path.of(arguments[1]);
        Path tokens = Path.of(arguments[2]);
        try (Token one = open(library, "satu");
                Token other = open(library, "dua")) {
            System.out.println("ready " + sign(one) + " " + sign(other));
            switch (arguments[0]) {
                case "finalised" -> finalised(library, one, other);
                case "moved" -> moved(tokens, one, other);
                case "one-moved" -> oneMoved(tokens, one, other);
                case "hanging" -> hanging(library, one, other, tokens);
                default -> throw new IllegalArgumentException(arguments[0]);
            }
        }
    }

    private static Token open(Path library, String label) {
        TokenConfiguration configuration = new TokenConfiguration(
                TokenPurpose.CA,
                library,
                label,
                TestTokens.pin("segel-test-user"),
                4,
                Duration.ofSeconds(5),
                Duration.ofSeconds(2),
                List.of());
        Token token = Token.open(configuration, new SimpleMeterRegistry());
        if (!token.hasKey("kunci")) {
            TestTokens.certifiedKey(token, "kunci", KeySpec.EC_P256);
        }
        return token;
    }

    /** One signature, verified with the certificate's public key; what came of it in a word or a sentence. */
    private static String sign(Token token) {
        try {
            SigningKey key = token.signingKey("kunci");
            byte[] signature = key.sign(SignatureScheme.ECDSA_SHA256, MESSAGE, () -> {});
            Signature verifier = Signature.getInstance("SHA256withECDSA");
            verifier.initVerify(key.publicKey());
            verifier.update(MESSAGE);
            return verifier.verify(signature) ? "signed" : "WRONG KEY";
        } catch (TokenException e) {
            return e.getClass().getSimpleName() + ": " + e.getMessage();
        } catch (java.security.GeneralSecurityException e) {
            return String.valueOf(e);
        }
    }

    private static void finalised(Path library, Token one, Token other) {
        for (int round = 1; round <= 5; round++) {
            LibraryLoss.strike(library);
            long start = System.nanoTime();
            String first = sign(one);
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            System.out.println("round " + round + " " + first + " " + sign(other) + " after " + millis + " ms");
        }
        System.out.println(
                "health " + one.health().status() + " " + other.health().status());
    }

    private static void moved(Path tokens, Token one, Token other) throws IOException {
        Path away = tokens.resolveSibling("away");
        Files.move(tokens, away);
        System.out.println("away " + sign(one));
        System.out.println("health " + one.health().status());
        Files.move(away, tokens);
        System.out.println("back " + untilSigned(one) + " " + untilSigned(other));
        System.out.println(
                "health " + one.health().status() + " " + other.health().status());
    }

    /** The next try of a token that failed is due a little later. */
    private static String untilSigned(Token token) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        String said = sign(token);
        while (!said.equals("signed") && System.nanoTime() < end) {
            java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
            said = sign(token);
        }
        return said;
    }

    private static void oneMoved(Path tokens, Token one, Token other) throws Exception {
        Path directory = ClonedTokens.find(tokens, "satu");
        Path away = tokens.resolveSibling("away");
        AtomicBoolean stop = new AtomicBoolean();
        AtomicInteger signed = new AtomicInteger();
        List<String> failures = new ArrayList<>();
        List<Thread> load = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Thread thread = new Thread(() -> {
                while (!stop.get()) {
                    String said = sign(other);
                    if (said.equals("signed")) {
                        signed.incrementAndGet();
                    } else {
                        synchronized (failures) {
                            failures.add(said);
                        }
                    }
                }
            });
            thread.start();
            load.add(thread);
        }
        for (int round = 1; round <= 3; round++) {
            Files.move(directory, away);
            String gone = sign(one);
            Files.move(away, directory);
            System.out.println("round " + round + " " + untilSigned(one) + " after " + gone);
        }
        stop.set(true);
        for (Thread thread : load) {
            thread.join();
        }
        System.out.println("load signed " + (signed.get() > 100) + " failed "
                + failures.stream().distinct().toList());
    }

    private static void hanging(Path library, Token one, Token other, Path control) throws Exception {
        Files.writeString(control, "C_Sign count=1 hang\n");
        System.out.println("hung " + sign(one));
        System.out.println(
                "others " + sign(one) + " " + sign(other) + " " + one.health().status());
        LibraryLoss.strike(library);
        System.out.println("lost " + sign(other));
        System.out.println(
                "health " + other.health().status() + ": " + other.health().detail());
        Files.writeString(control, "");
        System.out.println("released " + untilSigned(one) + " " + untilSigned(other));
    }
}
