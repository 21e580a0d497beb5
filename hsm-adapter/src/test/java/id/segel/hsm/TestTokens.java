package id.segel.hsm;

import id.segel.hsm.cryptoki.Cryptoki;
import id.segel.hsm.cryptoki.CryptokiSession;
import id.segel.hsm.cryptoki.TokenDescription;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/** Tokens for tests: each test makes its own in this process, in the directory the fixtures prepared. */
final class TestTokens {
    static final String PIN = "tes-4711";

    private TestTokens() {}

    static Path softHsm() {
        return id.segel.softhsm.TestTokens.module();
    }

    /** A new token's label. */
    static String create() {
        String label = "uji-" + UUID.randomUUID().toString().substring(0, 8);
        Token.initialise(softHsm(), label, pin("so-4711"), pin(PIN));
        return label;
    }

    static Pin pin(String value) {
        return Pin.of(value.toCharArray());
    }

    static TokenConfiguration configuration(String label, String... expectedKeys) {
        return new TokenConfiguration(
                TokenPurpose.CA,
                softHsm(),
                label,
                pin(PIN),
                4,
                Duration.ofSeconds(10),
                Duration.ofSeconds(20),
                List.of(expectedKeys));
    }

    /** The same token through another library, as a shim is. */
    static TokenConfiguration through(Path module, TokenConfiguration of) {
        return new TokenConfiguration(
                of.purpose(),
                module,
                of.label(),
                of.pin(),
                of.permits(),
                of.permitTimeout(),
                of.signTimeout(),
                of.expectedKeys());
    }

    /** The same configuration with other permits and deadlines. */
    static TokenConfiguration tight(TokenConfiguration of, int permits, Duration permitTimeout, Duration signTimeout) {
        return new TokenConfiguration(
                of.purpose(),
                of.module(),
                of.label(),
                of.pin(),
                permits,
                permitTimeout,
                signTimeout,
                of.expectedKeys());
    }

    static Token open(String label, String... expectedKeys) {
        return open(configuration(label, expectedKeys), new SimpleMeterRegistry());
    }

    static Token open(TokenConfiguration configuration, MeterRegistry meters) {
        return Token.open(configuration, meters);
    }

    /** Makes a key and its self-signed certificate, as a ceremony does. */
    static SigningKey certifiedKey(Token token, String label, KeySpec spec) {
        NewKey key = token.generateKeyPair(label, spec);
        token.storeCertificate(label, TestCertificates.selfSigned(key));
        return token.signingKey(label);
    }

    /** Lets a test look at or change the token's objects through a session of its own. */
    static void natively(String label, Consumer<CryptokiSession> work) {
        Cryptoki cryptoki = Cryptoki.load(softHsm(), "");
        long slot = cryptoki.tokens().stream()
                .filter(token -> token.label().equals(label))
                .mapToLong(TokenDescription::slot)
                .findFirst()
                .orElseThrow();
        try (CryptokiSession session = cryptoki.openSession(slot)) {
            session.login(PIN.getBytes(StandardCharsets.UTF_8));
            work.accept(session);
        }
    }
}
