package id.segel.ca.person;

import id.segel.hsm.MacKey;
import id.segel.hsm.Pin;
import id.segel.hsm.Place;
import id.segel.hsm.Token;
import id.segel.hsm.TokenConfiguration;
import id.segel.hsm.TokenException;
import id.segel.hsm.TokenPurpose;
import id.segel.hsm.WrappingKey;
import id.segel.softhsm.TestToken;
import id.segel.softhsm.TestTokens;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Keys of a data token, which is one for all tests of this JVM. They can be taken away from one test. */
public final class DataKeys {
    public static final String WRAPPING = "segel-wrapping";
    public static final String OTHER_WRAPPING = "other-wrapping";
    public static final String BLIND_INDEX = "segel-blind-index";
    public static final String OTHER_BLIND_INDEX = "other-blind-index";

    private static final class Shared {
        static final Token TOKEN = open();

        private static Token open() {
            TestToken token = TestTokens.take();
            Token opened = Token.open(
                    new TokenConfiguration(
                            TokenPurpose.DATA,
                            token.module(),
                            token.label(),
                            Pin.of(token.userPin()),
                            4,
                            Duration.ofSeconds(5),
                            Duration.ofSeconds(5),
                            List.of()),
                    new SimpleMeterRegistry());
            opened.generateWrappingKey(WRAPPING);
            opened.generateWrappingKey(OTHER_WRAPPING);
            opened.generateMacKey(BLIND_INDEX);
            opened.generateMacKey(OTHER_BLIND_INDEX);
            return opened;
        }
    }

    private volatile boolean away;

    public void takeAway() {
        away = true;
    }

    public void bringBack() {
        away = false;
    }

    private void requireHere() {
        if (away) {
            throw new TokenException(
                    "The token is away",
                    new Place(Path.of("/none"), null, "data", null),
                    "CKR_TOKEN_NOT_PRESENT",
                    "Bring it back.",
                    null);
        }
    }

    public WrappingKey wrappingKey(String label) {
        WrappingKey key = Shared.TOKEN.wrappingKey(label);
        return new WrappingKey() {
            @Override
            public String label() {
                return key.label();
            }

            @Override
            public byte[] wrap(byte[] plaintext, byte[] aad) {
                requireHere();
                return key.wrap(plaintext, aad);
            }

            @Override
            public byte[] unwrap(byte[] wrapped, byte[] aad) {
                requireHere();
                return key.unwrap(wrapped, aad);
            }
        };
    }

    public MacKey macKey(String label) {
        MacKey key = Shared.TOKEN.macKey(label);
        return new MacKey() {
            @Override
            public String label() {
                return key.label();
            }

            @Override
            public byte[] mac(byte[] data) {
                requireHere();
                return key.mac(data);
            }
        };
    }
}
