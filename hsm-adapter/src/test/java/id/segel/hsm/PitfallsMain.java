package id.segel.hsm;

import id.segel.hsm.cryptoki.Cka;
import id.segel.hsm.cryptoki.Cko;
import id.segel.hsm.cryptoki.Cryptoki;
import id.segel.hsm.cryptoki.CryptokiSession;
import id.segel.hsm.cryptoki.LibraryLoss;
import id.segel.hsm.cryptoki.SessionLoss;
import id.segel.hsm.cryptoki.Template;
import id.segel.hsm.cryptoki.TokenDescription;
import id.segel.softhsm.FaultShim;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/**
 * A process that does to SoftHSM2 what no other test may share: the tokens "naif", used through SunPKCS11 as it is, and
 * "segel", used through the adapter. Every line it prints is an observation; the test says which it wants.
 */
final class PitfallsMain {
    private static final String PIN = "segel-test-user";

    private PitfallsMain() {}

    public static void main(String[] arguments) throws Exception {
        Path tokens = Path.of(arguments[1]);
        Path shim = Path.of(arguments[2]);
        switch (arguments[0]) {
            case "library" -> library(tokens, shim);
            case "removable" -> removable(TestTokens.softHsm());
            case "crash" -> crash(TestTokens.softHsm());
            case "hold" -> hold(TestTokens.softHsm());
            case "second" -> hold(shim);
            default -> throw new IllegalArgumentException(arguments[0]);
        }
        // Threads of the provider must not keep it.
        System.out.println("end");
        System.exit(0);
    }

    private static void library(Path tokens, Path directory) throws Exception {
        try (FaultShim shim = FaultShim.around(TestTokens.softHsm(), directory)) {
            Path module = shim.library();
            adapter(module, "naif").close();
            halfWritten(module, tokens);
            Token token = adapter(module, "segel");
            finalised(module, token);
            moved(module, tokens, token);
            underLoad(module, tokens, token);
            slots(module, token);
            handles(module, token);
            cleaner(shim, token);
        }
    }

    private static void say(String what, ThrowingCallable attempt) {
        System.out.println(what + ": " + NaiveSigner.said(attempt));
    }

    private static Token adapter(Path module, String label) {
        Token token = Token.open(
                new TokenConfiguration(
                        TokenPurpose.CA,
                        module,
                        label,
                        TestTokens.pin(PIN),
                        4,
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(5),
                        List.of()),
                new SimpleMeterRegistry());
        if (!token.hasKey("kunci")) {
            TestTokens.certifiedKey(token, "kunci", KeySpec.EC_P256);
        }
        return token;
    }

    private static NaiveSigner naive(Path module, String label, String... more) throws Exception {
        return NaiveSigner.configured(PIN, module, "slot = " + NaiveSigner.slot(module, label), more)
                .key("kunci");
    }

    /** One signature, verified in software; what came of it in a word or a sentence. */
    private static String sign(Token token) {
        try {
            SigningKey key = token.signingKey("kunci");
            byte[] signature = key.sign(SignatureScheme.ECDSA_SHA256, NaiveSigner.MESSAGE, () -> {});
            return NaiveSigner.verifies(key.publicKey(), signature) ? "signed" : "WRONG KEY";
        } catch (TokenException e) {
            return e.getClass().getSimpleName() + ": " + e.getMessage();
        }
    }

    /** The next try of a token that failed is due a little later. */
    private static String untilSigned(Token token) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        String said = sign(token);
        while (!said.equals("signed") && System.nanoTime() < end) {
            LockSupport.parkNanos(20_000_000);
            said = sign(token);
        }
        return said;
    }

    private static void removable(Path module) throws Exception {
        adapter(module, "naif").close();
        Token token = adapter(module, "segel");
        NaiveSigner naive = naive(module, "naif");
        say("naive", naive::sign);
        SessionLoss.strike(module, "naif");
        say("naive sign", naive::sign);
        for (int i = 0; i < 4; i++) {
            // It looks every 50 ms whether the token is there.
            LockSupport.parkNanos(60_000_000);
            say("naive again", naive::sign);
        }
        SessionLoss.strike(module, "segel");
        System.out.println("adapter " + sign(token) + " " + token.health().status());
    }

    /** A start in the moment in which another process that logs in has written half of the file, held still. */
    private static void halfWritten(Path module, Path tokens) throws Exception {
        LibraryLoss.strike(module);
        Path object = ClonedTokens.find(tokens, "naif").resolve("token.object");
        byte[] whole = Files.readAllBytes(object);
        // The user's PIN comes last: CKA_OS_USERPIN is 0x8000534D.
        int pin = new String(whole, StandardCharsets.ISO_8859_1).indexOf("\u0080\u0000SM") - 4;
        Files.write(object, Arrays.copyOf(whole, pin));
        Cryptoki.load(module, "").initialise();
        Files.write(object, whole);
        say("p02 naive half written", () -> naive(module, "naif").sign());
        say("p02 naive again", () -> naive(module, "naif").sign());
        LibraryLoss.strike(module);
        Cryptoki.load(module, "").initialise();
        say("p02 naive restarted", () -> naive(module, "naif").sign());
    }

    private static void finalised(Path module, Token token) throws Exception {
        NaiveSigner naive = naive(module, "naif");
        say("p06 naive", naive::sign);
        LibraryLoss.strike(module);
        say("p06 naive sign", naive::sign);
        say("p06 naive reload", naive::reload);
        say("p06 naive login", naive::logoutAndLogin);
        say("p06 naive configure", naive::reconfigure);
        System.out.println("p06 adapter " + sign(token) + " " + token.health().status());
    }

    private static void moved(Path module, Path tokens, Token token) throws Exception {
        NaiveSigner naive = naive(module, "naif");
        say("p07 naive", naive::sign);
        Path away = tokens.resolveSibling("away");
        Files.move(tokens, away);
        say("p07 naive away", naive::sign);
        System.out.println(
                "p07 adapter away " + sign(token) + " " + token.health().status());
        Files.move(away, tokens);
        say("p07 naive sign", naive::sign);
        say("p07 naive reload", naive::reload);
        System.out.println("p07 naive aliases " + naive.aliases());
        say("p07 naive configure", naive::reconfigure);
        System.out.println(
                "p07 adapter " + untilSigned(token) + " " + token.health().status());
    }

    /** The token "naif" is taken away and brought back while "segel" is under load, both through the adapter. */
    private static void underLoad(Path module, Path tokens, Token token) throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        AtomicInteger signed = new AtomicInteger();
        List<String> failures = Collections.synchronizedList(new ArrayList<>());
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Thread thread = new Thread(() -> {
                while (!stop.get()) {
                    String said = sign(token);
                    if (said.equals("signed")) {
                        signed.incrementAndGet();
                    } else {
                        failures.add(said);
                    }
                }
            });
            thread.start();
            threads.add(thread);
        }
        try (Token other = adapter(module, "naif")) {
            Path directory = ClonedTokens.find(tokens, "naif");
            Path away = tokens.resolveSibling("away");
            for (int round = 0; round < 3; round++) {
                int before = signed.get();
                while (signed.get() < before + 20 && failures.isEmpty()) {
                    LockSupport.parkNanos(1_000_000);
                }
                Files.move(directory, away);
                sign(other);
                Files.move(away, directory);
                System.out.println("e3 other " + untilSigned(other));
            }
        }
        stop.set(true);
        for (Thread thread : threads) {
            thread.join();
        }
        System.out.println("e3 load failed " + failures);
    }

    private static void slots(Path module, Token token) throws Exception {
        PublicKey own = token.signingKey("kunci").publicKey();
        List<TokenDescription> before = Cryptoki.load(module, "").tokens();
        List<String> order = before.stream().map(TokenDescription::label).toList();
        String where = "slotListIndex = " + order.indexOf("segel");
        NaiveSigner naive = NaiveSigner.configured(PIN, module, where).key("kunci");
        System.out.println("p15 naive own key " + NaiveSigner.verifies(own, naive.sign()));
        Token.initialise(module, "baru", TestTokens.pin("so-4711"), TestTokens.pin(PIN));
        Token other = adapter(module, "baru");
        NaiveSigner restarted = NaiveSigner.configured(PIN, module, where).key("kunci");
        byte[] signature = restarted.sign();
        System.out.println("p15 naive after a token was added: own key " + NaiveSigner.verifies(own, signature)
                + ", another key " + NaiveSigner.verifies(restarted.publicKey(), signature));
        token.refresh();
        System.out.println("p15 adapter " + sign(token) + " " + sign(other) + " own key "
                + token.signingKey("kunci").publicKey().equals(own));
        long slot = NaiveSigner.slot(module, "baru");
        LibraryLoss.strike(module);
        System.out.println("p15 adapter " + sign(token) + " " + sign(other) + " own key "
                + token.signingKey("kunci").publicKey().equals(own));
        System.out.println("p15 slot of the new token kept " + (NaiveSigner.slot(module, "baru") == slot));
        other.close();
    }

    /** Threads sign and begin anew when they fail, while somebody finalises the library and initialises it again. */
    private static void crash(Path module) throws Exception {
        try (Token token = adapter(module, "naif")) {
            TestTokens.certifiedKey(token, "rsa", KeySpec.RSA_2048);
        }
        AtomicInteger signed = new AtomicInteger();
        for (int i = 0; i < 4; i++) {
            NaiveSigner naive = naive(module, "naif").key("rsa");
            Thread thread = new Thread(() -> {
                while (true) {
                    if (NaiveSigner.said(naive::sign).equals("done")) {
                        signed.incrementAndGet();
                    } else {
                        NaiveSigner.said(() -> {
                            naive.reconfigure();
                            naive.key("rsa");
                        });
                    }
                }
            });
            thread.setDaemon(true);
            thread.start();
        }
        for (int round = 1; round <= 100; round++) {
            int before = signed.get();
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
            while (signed.get() < before + 8 && System.nanoTime() < end) {
                LockSupport.parkNanos(1_000_000);
            }
            System.out.println("round " + round + " under load");
            NaiveSigner.said(() -> LibraryLoss.strike(module));
            Cryptoki.load(module, "").initialise();
        }
    }

    private static void handles(Path module, Token token) throws Exception {
        PublicKey other;
        try (Token setUp = adapter(module, "naif")) {
            other = TestTokens.certifiedKey(setUp, "lain", KeySpec.EC_P256).publicKey();
        }
        Cryptoki cryptoki = Cryptoki.load(module, "");
        LibraryLoss.strike(module);
        cryptoki.initialise();
        NaiveSigner naive = naive(module, "naif");
        System.out.println("e3 naive own key " + NaiveSigner.verifies(naive.publicKey(), naive.sign()));
        int handle = handle(cryptoki, module);
        LibraryLoss.strike(module);
        cryptoki.initialise();
        giveAway(cryptoki, module, handle);
        byte[] signature = naive.sign();
        System.out.println("e3 naive after C_Finalize and C_Initialize: own key "
                + NaiveSigner.verifies(naive.publicKey(), signature) + ", other key "
                + NaiveSigner.verifies(other, signature));

        LibraryLoss.strike(module);
        System.out.println("e3 adapter " + sign(token));
        giveAway(cryptoki, module, handle);
        say("e3 naive after the adapter's healing", naive::sign);
        System.out.println("e3 adapter " + sign(token));
    }

    /** A token object has one handle in the whole process. */
    private static int handle(Cryptoki cryptoki, Path module) {
        try (CryptokiSession session = cryptoki.openSession(NaiveSigner.slot(module, "naif"))) {
            return session.find(
                            new Template().number(Cka.CLASS, Cko.PRIVATE_KEY).text(Cka.LABEL, "kunci"))
                    .get(0)
                    .intValue();
        }
    }

    /** Sees that, in a library that counts handles from 1, this one goes to the key "lain". */
    private static void giveAway(Cryptoki cryptoki, Path module, int handle) {
        long slot = NaiveSigner.slot(module, "naif");
        CryptokiSession first = cryptoki.openSession(slot);
        first.login(PIN.getBytes(StandardCharsets.UTF_8));
        for (int i = 2; i < handle; i++) {
            cryptoki.openSession(slot);
        }
        first.find(new Template().number(Cka.CLASS, Cko.PRIVATE_KEY).text(Cka.LABEL, "lain"));
        // And that the old provider's sessions seem to be there.
        for (int i = 0; i < 40; i++) {
            cryptoki.openSession(slot);
        }
    }

    private static void cleaner(FaultShim shim, Token token) throws Exception {
        Path module = shim.library();
        LibraryLoss.strike(module);
        Cryptoki.load(module, "").initialise();
        abandon(module);
        LibraryLoss.strike(module);
        Cryptoki.load(module, "").initialise();
        System.out.println("e3 naive signatures lost " + (lost(module, shim) > 0));

        abandon(module);
        LibraryLoss.strike(module);
        System.out.println("e3 adapter " + sign(token));
        System.out.println("e3 signatures lost after the adapter's healing " + lost(module, shim));
        System.out.println("e3 adapter " + sign(token));
    }

    private static final int ABANDONED = 60;

    /** Begins signatures and forgets them, with a provider that closes what was forgotten after a second. */
    private static void abandon(Path module) throws Exception {
        NaiveSigner naive = naive(module, "naif", "cleaner.shortInterval = 1000", "cleaner.longInterval = 1000");
        for (int i = 0; i < ABANDONED; i++) {
            naive.begin();
        }
    }

    /** How many signatures of a new provider cannot be finished once the old one has closed what it knew. */
    private static int lost(Path module, FaultShim shim) throws Exception {
        NaiveSigner naive = naive(module, "naif");
        List<Signature> begun = new ArrayList<>();
        for (int i = 0; i < ABANDONED; i++) {
            begun.add(naive.begin());
        }
        long closed = shim.calls("C_CloseSession");
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (shim.calls("C_CloseSession") - closed < ABANDONED / 2 && System.nanoTime() < end) {
            System.gc();
            LockSupport.parkNanos(100_000_000);
        }
        if (shim.calls("C_CloseSession") - closed < ABANDONED / 2) {
            throw new IllegalStateException("the cleaner did not run");
        }
        int lost = 0;
        for (Signature signature : begun) {
            signature.update(NaiveSigner.digest());
            lost += NaiveSigner.said(signature::sign).equals("done") ? 0 : 1;
        }
        return lost;
    }

    /** Opens the token and keeps it until it is killed. */
    private static void hold(Path module) {
        String said = NaiveSigner.said(() -> adapter(module, "segel"));
        System.out.println("open " + said);
        if (said.equals("done")) {
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(60));
        }
    }
}
