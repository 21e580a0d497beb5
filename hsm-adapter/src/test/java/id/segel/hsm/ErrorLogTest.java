package id.segel.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import id.segel.softhsm.FaultShim;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What stands in the log when the token fails: one line at ERROR that says where, what and what to do, and no secret. */
class ErrorLogTest {
    private static final byte[] MESSAGE = {1, 2, 3};

    @TempDir
    private static Path directory = Path.of("");

    private final String label = TestTokens.create();
    private final FaultShim shim = FaultShim.around(TestTokens.softHsm(), directory.resolve(label));
    private final Logger logger = (Logger) LoggerFactory.getLogger("id.segel.hsm");
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        logger.setLevel(Level.DEBUG);
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void stopListening() {
        shim.close();
        logger.detachAppender(log);
        logger.setLevel(null);
    }

    private List<String> errors() {
        // A copy: threads of a token may still be logging.
        return List.copyOf(log.list).stream()
                .filter(event -> event.getLevel() == Level.ERROR)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    private void assertOneLineSaysAll(String key, String ckr) {
        List<String> about =
                errors().stream().filter(line -> line.contains(ckr)).toList();
        assertThat(about).as("errors in the log: " + errors()).hasSize(1);
        assertThat(about.get(0))
                .doesNotContain("\n")
                .contains("module " + shim.library(), "token \"" + label + "\"", key, Ckr.remedy(ckr))
                .containsPattern("slot [0-9]+");
        assertNoSecret();
    }

    private void assertNoSecret() {
        assertThat(log.list).allSatisfy(event -> {
            assertThat(event.getFormattedMessage()).doesNotContain(TestTokens.PIN);
            assertThat(String.valueOf(event.getThrowableProxy() == null ? "" : trace(event)))
                    .doesNotContain(TestTokens.PIN);
        });
    }

    private static String trace(ILoggingEvent event) {
        return ch.qos.logback.classic.spi.ThrowableProxyUtil.asString(event.getThrowableProxy());
    }

    private Token open() {
        return Token.open(
                TestTokens.through(
                        shim.library(),
                        TestTokens.tight(
                                TestTokens.configuration(label, "kunci"),
                                2,
                                Duration.ofSeconds(2),
                                Duration.ofSeconds(20))),
                new SimpleMeterRegistry());
    }

    private void makeKeys() {
        try (Token token = TestTokens.open(label)) {
            TestTokens.certifiedKey(token, "kunci", KeySpec.EC_P256);
            token.generateWrappingKey("bungkus");
        }
        log.list.clear();
    }

    @Test
    void aSignatureThatDoesNotBeginIsOneLineHoweverOftenItIsTried() {
        makeKeys();
        try (Token token = open()) {
            SigningKey key = token.signingKey("kunci");
            shim.control("C_SignInit error=0x30");

            assertThatThrownBy(() -> key.sign(SignatureScheme.ECDSA_SHA256, MESSAGE, () -> {}))
                    .isInstanceOf(SigningNotStartedException.class);

            assertOneLineSaysAll("key \"kunci\"", "CKR_DEVICE_ERROR");
        }
    }

    @Test
    void aSignatureOfUnknownOutcomeIsOneLine() {
        makeKeys();
        try (Token token = open()) {
            SigningKey key = token.signingKey("kunci");
            shim.control("C_Sign error=0x6 count=1");

            assertThatThrownBy(() -> key.sign(SignatureScheme.ECDSA_SHA256, MESSAGE, () -> {}))
                    .isInstanceOf(SignatureOutcomeUnknownException.class);

            assertOneLineSaysAll("key \"kunci\"", "CKR_FUNCTION_FAILED");
            assertThat(errors().get(0)).contains("Never sign the same serial number again");
        }
    }

    @Test
    void aDataKeyThatFailsIsOneLine() {
        makeKeys();
        try (Token token = open()) {
            WrappingKey key = token.wrappingKey("bungkus");
            shim.control("C_EncryptInit error=0x31");

            assertThatThrownBy(() -> key.wrap(MESSAGE, MESSAGE)).isInstanceOf(TokenException.class);

            assertOneLineSaysAll("key \"bungkus\"", "CKR_DEVICE_MEMORY");
            // What failed is in nobody's log either.
            assertThat(errors()).noneMatch(line -> line.contains("[1, 2, 3]"));
        }
    }

    @Test
    void aRefusedPinIsOneLineAndIsNotShown() {
        TokenConfiguration right = TestTokens.through(shim.library(), TestTokens.configuration(label));
        TokenConfiguration wrong = new TokenConfiguration(
                right.purpose(),
                right.module(),
                label,
                TestTokens.pin("salah-0815"),
                1,
                Duration.ofSeconds(1),
                Duration.ofSeconds(5),
                List.of());

        assertThatThrownBy(() -> Token.open(wrong, new SimpleMeterRegistry())).isInstanceOf(PinRefusedException.class);

        assertOneLineSaysAll("", "CKR_PIN_INCORRECT");
        assertThat(log.list)
                .noneMatch(event -> event.getFormattedMessage().contains("salah-0815")
                        || (event.getThrowableProxy() != null && trace(event).contains("salah-0815")));
    }

    @Test
    void theSameFailureAgainIsNoNews() {
        makeKeys();
        try (Token token = open()) {
            SigningKey key = token.signingKey("kunci");
            shim.control("C_Sign error=0x30");
            for (int i = 0; i < 5; i++) {
                assertThatThrownBy(() -> key.sign(SignatureScheme.ECDSA_SHA256, MESSAGE, () -> {}))
                        .isInstanceOf(SignatureOutcomeUnknownException.class);
            }
            assertOneLineSaysAll("key \"kunci\"", "CKR_DEVICE_ERROR");
        }
    }

    @Test
    void whatALibrarySaysInSeveralLinesIsOneLineHere() {
        Throwable chatty = new IllegalStateException("first\nsecond\r\n\tthird");

        assertThat(Failures.token("It failed", new Place(Path.of("/lib.so"), 1L, "ca", "kunci"), chatty))
                .hasMessageContaining(
                        "It failed: first second third (key \"kunci\", token \"ca\", slot 1, module /lib.so)");
    }
}
