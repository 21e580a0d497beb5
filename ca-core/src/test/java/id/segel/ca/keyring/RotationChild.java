package id.segel.ca.keyring;

import id.segel.ca.store.CoreDatabase;
import id.segel.ca.store.Database;
import id.segel.ca.store.DatabaseRole;
import id.segel.hsm.Pin;
import id.segel.hsm.Token;
import id.segel.hsm.TokenConfiguration;
import id.segel.hsm.TokenPurpose;
import id.segel.hsm.WrappingKey;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/**
 * A rotation in a process of its own, so that it can be killed for real. Arguments: database URL, superuser's URL, module,
 * token label, PIN, and "prepare" (makes keys and letters), "rotate" or "check" (reads every letter with the new key only).
 */
public final class RotationChild {
    static final int LETTERS = 20;
    static final int BATCH = 4;

    private RotationChild() {}

    public static void main(String[] arguments) {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        try (Database web = CoreDatabase.open(arguments[0], DatabaseRole.WEB, meters);
                Token token = Token.open(
                        new TokenConfiguration(
                                TokenPurpose.DATA,
                                Path.of(arguments[2]),
                                arguments[3],
                                Pin.of(arguments[4].toCharArray()),
                                2,
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(10),
                                List.of()),
                        meters)) {
            RotationFixture fixture = new RotationFixture(web, Jdbi.create(arguments[1]));
            if (arguments[5].equals("prepare")) {
                token.generateWrappingKey("wrapping-1");
                token.generateWrappingKey("wrapping-2");
                for (int n = 1; n <= LETTERS; n++) {
                    fixture.upload(fixture.letters(WrappingKeys.only(token.wrappingKey("wrapping-1"))), n);
                }
                return;
            }
            WrappingKey current = token.wrappingKey("wrapping-2");
            if (arguments[5].equals("rotate")) {
                RotationFixture.runToTheEnd(fixture.rotation(current, token.wrappingKey("wrapping-1"), BATCH));
                return;
            }
            for (int n = 1; n <= LETTERS; n++) {
                long id = fixture.count("SELECT id FROM letter WHERE application_id = " + n);
                if (!Arrays.equals(
                        RotationFixture.file(n),
                        fixture.letters(WrappingKeys.only(current)).open(id))) {
                    throw new IllegalStateException("letter " + n + " is another file");
                }
            }
        }
    }
}
