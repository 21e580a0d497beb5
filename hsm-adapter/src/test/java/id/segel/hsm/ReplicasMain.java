package id.segel.hsm;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A process with the same key on two tokens, "satu" and its copy, each behind a shim of its own. */
final class ReplicasMain {
    private static final byte[] MESSAGE = {1, 2, 3};

    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final AtomicInteger consumed = new AtomicInteger();

    public static void main(String[] arguments) throws Exception {
        if (arguments[0].equals("make")) {
            make(Path.of(arguments[1]));
        } else {
            new ReplicasMain().use(Path.of(arguments[1]), Path.of(arguments[2]));
        }
    }

    private static void make(Path library) {
        for (String label : List.of("satu", "lain")) {
            try (Token token = Token.open(configuration(library, label, null, List.of()), new SimpleMeterRegistry())) {
                TestTokens.certifiedKey(token, "kunci", KeySpec.EC_P256);
                token.generateWrappingKey("bungkus");
                token.generateMacKey("indeks");
            }
        }
    }

    private static TokenConfiguration configuration(Path library, String label, @Nullable String serial) {
        return configuration(library, label, serial, List.of("kunci"));
    }

    private static TokenConfiguration configuration(
            Path library, String label, @Nullable String serial, List<String> expected) {
        return new TokenConfiguration(
                TokenPurpose.CA,
                library,
                label,
                TestTokens.pin("segel-test-user"),
                2,
                Duration.ofMillis(500),
                Duration.ofSeconds(1),
                expected,
                "",
                serial);
    }

    private void use(Path first, Path second) throws Exception {
        List<String> serials = Token.module(first).slots().stream()
                .filter(slot -> slot.label().equals("satu"))
                .map(SlotInfo::serialNumber)
                .sorted()
                .toList();
        System.out.println("tokens of this label " + serials.size());
        System.out.println("without serial " + said(() -> Token.open(configuration(first, "satu", null), meters)));
        List<TokenConfiguration> both =
                List.of(configuration(first, "satu", serials.get(0)), configuration(second, "satu", serials.get(1)));
        try (Token token = Token.open(both, meters)) {
            SigningKey key = token.signingKey("kunci");
            System.out.println("signed " + sign(key, 40) + " in turn " + count("satu") + " " + count("satu#2"));
            away(token, key, control(first));
            hung(token, key, control(second));
            dataKeys(token, control(first));
            System.out.println("ceremony " + said(() -> token.generateKeyPair("baru", KeySpec.EC_P256)));
        }
        List<TokenConfiguration> different =
                List.of(configuration(first, "satu", serials.get(0)), configuration(second, "lain", null));
        try (Token token = Token.open(different, meters)) {
            SigningKey key = token.signingKey("kunci");
            System.out.println("not a clone " + sign(key, 10) + " "
                    + token.health().status() + " " + token.health().detail());
        }
    }

    private void away(Token token, SigningKey key, Path control) throws Exception {
        Files.writeString(control, "* error=0x32\n");
        System.out.println("one away " + sign(key, 20) + " " + token.health().status());
        Files.writeString(control, "");
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (token.health().status() != TokenHealth.Status.UP && System.nanoTime() < end) {
            said(() -> {
                token.challenge();
                return "";
            });
            java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
        }
        System.out.println("back " + sign(key, 20) + " " + token.health().status());
    }

    private void hung(Token token, SigningKey key, Path control) throws Exception {
        Files.writeString(control, "C_Sign hang\n");
        int unknown = 0;
        int signed = 0;
        for (int i = 0; i < 20; i++) {
            String said = said(() -> key.sign(SignatureScheme.ECDSA_SHA256, MESSAGE, consumed::incrementAndGet));
            signed += said.equals("done") ? 1 : 0;
            unknown += said.startsWith("SignatureOutcomeUnknownException") ? 1 : 0;
        }
        System.out.println("one hung: all told " + (signed + unknown == 20) + ", at most its permits unknown "
                + (unknown <= 2) + " " + token.health().status() + " hanging "
                + token.health().hanging());
        Files.writeString(control, "");
    }

    private void dataKeys(Token token, Path control) throws Exception {
        WrappingKey wrapping = token.wrappingKey("bungkus");
        MacKey mac = token.macKey("indeks");
        byte[] wrapped = wrapping.wrap(MESSAGE, MESSAGE);
        byte[] made = mac.mac(MESSAGE);
        Files.writeString(control, "* error=0x32\n");
        boolean same = java.util.Arrays.equals(MESSAGE, wrapping.unwrap(wrapped, MESSAGE))
                && java.util.Arrays.equals(made, mac.mac(MESSAGE))
                && java.util.Arrays.equals(MESSAGE, wrapping.unwrap(wrapped, MESSAGE))
                && java.util.Arrays.equals(made, mac.mac(MESSAGE));
        Files.writeString(control, "");
        System.out.println("data keys the same " + same);
    }

    private static Path control(Path library) {
        return library.resolveSibling("p11fault.control");
    }

    private long count(String token) {
        return meters.get("segel.hsm.operation").tags("token", token, "operation", "sign").timers().stream()
                .mapToLong(io.micrometer.core.instrument.Timer::count)
                .sum();
    }

    private String sign(SigningKey key, int times) throws GeneralSecurityException {
        int good = 0;
        consumed.set(0);
        for (int i = 0; i < times; i++) {
            byte[] signature = key.sign(SignatureScheme.ECDSA_SHA256, MESSAGE, consumed::incrementAndGet);
            Signature verifier = Signature.getInstance("SHA256withECDSA");
            verifier.initVerify(key.publicKey());
            verifier.update(MESSAGE);
            good += verifier.verify(signature) ? 1 : 0;
        }
        return good + " of " + times + " with " + consumed + " permits";
    }

    @FunctionalInterface
    private interface Attempt {
        Object make();
    }

    private static String said(Attempt attempt) {
        try {
            attempt.make();
            return "done";
        } catch (TokenException e) {
            return e.getClass().getSimpleName() + ": " + e.getMessage();
        }
    }
}
