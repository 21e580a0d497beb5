package id.segel.ca.keyring;

import static org.assertj.core.api.Assertions.assertThat;

import id.segel.ca.store.CoreDatabase;
import id.segel.ca.store.Database;
import id.segel.ca.store.DatabaseRole;
import id.segel.softhsm.ChildJvm;
import id.segel.softhsm.FaultShim;
import id.segel.softhsm.TestDatabase;
import id.segel.softhsm.TestToken;
import id.segel.softhsm.TestTokens;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rotation killed while the token wraps, and resumed by another process. */
class KilledRotationTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    private static Path directory = Path.of("");

    @Test
    void aRotationThatWasKilledInTheMiddleIsTakenUpWhereItStood() {
        TestTokens.Directory tokens = TestTokens.directory(directory.resolve("softhsm"), "rotation");
        try (TestDatabase database = CoreDatabase.create();
                Database web = CoreDatabase.open(database, DatabaseRole.WEB, new SimpleMeterRegistry());
                FaultShim shim = FaultShim.around(TestTokens.module(), directory.resolve("shim"))) {
            RotationFixture fixture = new RotationFixture(web, Jdbi.create(database.superuserUrl()));
            assertThat(run(database, tokens, shim, "prepare")).isZero();
            long callsOfOneRow = shim.calls("C_EncryptInit") / RotationChild.LETTERS;
            // In the third batch, after two rows of it.
            shim.control("C_EncryptInit kill skip=" + callsOfOneRow * (2 * RotationChild.BATCH + 2));

            assertThat(run(database, tokens, shim, "rotate")).isEqualTo(137);

            assertThat(fixture.under("letter", "wrapping-2")).isEqualTo(2 * RotationChild.BATCH);
            assertThat(fixture.under("letter", "wrapping-1"))
                    .isEqualTo(RotationChild.LETTERS - 2 * RotationChild.BATCH);
            assertThat(fixture.events("wrapping-key.rewrapping-finished")).isEmpty();
            shim.clear();
            assertThat(run(database, tokens, shim, "rotate")).isZero();
            assertThat(fixture.under("letter", "wrapping-1")).isZero();
            assertThat(run(database, tokens, shim, "check")).isZero();
            assertThat(fixture.events("wrapping-key.batch-rewrapped"))
                    .hasSize(RotationChild.LETTERS / RotationChild.BATCH);
            assertThat(fixture.events("wrapping-key.rewrapping-finished")).hasSize(1);
        }
    }

    private static int run(TestDatabase database, TestTokens.Directory tokens, FaultShim shim, String work) {
        TestToken token = tokens.tokens().get(0);
        try (ChildJvm child = ChildJvm.of(RotationChild.class)
                .environment(tokens.environment())
                .environment("SEGEL_TESTING", "1")
                .arguments(
                        database.url(),
                        database.superuserUrl(),
                        shim.library().toString(),
                        token.label(),
                        new String(token.userPin()),
                        work)
                .start()) {
            int code = child.awaitExit(LIMIT);
            assertThat(child.output()).as(work).noneMatch(line -> line.contains("Exception in thread"));
            return code;
        }
    }
}
