package id.segel.ca.ceremony;

import static org.assertj.core.api.Assertions.assertThat;

import id.segel.ca.store.CoreDatabase;
import id.segel.softhsm.ChildJvm;
import id.segel.softhsm.TestDatabase;
import id.segel.softhsm.TestToken;
import id.segel.softhsm.TestTokens;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A ceremony killed between its steps, with real processes: the next run says what was left and does nothing about it, and
 * cleans exactly that up where it is told to.
 */
class KilledCeremonyTest {
    private static final Duration LIMIT = Duration.ofSeconds(150);

    @TempDir
    Path directory;

    /** Each is three processes: two of them in the ordinary run, all of them with {@code -Dsegel.long=true}. */
    private static Stream<Arguments> kills() {
        return Stream.of(
                        Arguments.of("ceremony-after-key", "key wrapping-1 (CKA_ID"),
                        Arguments.of("after-sign", "authority root-g1 PENDING"),
                        Arguments.of("ceremony-after-authority", "key root-g1 (CKA_ID"),
                        Arguments.of("ceremony-after-certificate", "left nothing unfinished"),
                        Arguments.of("ceremony-before-finish", "left nothing unfinished"))
                .limit(Boolean.getBoolean("segel.long") ? 5 : 2);
    }

    @ParameterizedTest
    @MethodSource("kills")
    void aKilledCeremonyIsNamedByTheNextAndCleanedUpWhenAsked(String failpoint, String named) {
        TestTokens.Directory tokens = TestTokens.directory(directory.resolve("softhsm"), "kc-root", "kc-ca");
        try (TestDatabase database = CoreDatabase.create()) {
            try (ChildJvm killed = child(database, tokens, "run", failpoint)) {
                assertThat(killed.awaitExit(LIMIT))
                        .as(String.join("\n", killed.output()))
                        .isEqualTo(137);
            }
            List<String> refusal = output(database, tokens, "run");
            assertThat(String.join("\n", refusal))
                    .contains("REFUSED", "ceremony 1 (Hierarki uji, file SHA-256 ", "was cut off and left")
                    .contains(named)
                    .contains("run again with --clean-up", "Nothing was made");
            List<String> cleaned = output(database, tokens, "clean-up");
            assertThat(String.join("\n", cleaned)).contains("clean-up after ceremony 1", "Outcome: DONE");
            assertThat(cleaned.stream().filter(line -> line.startsWith("KEY ")))
                    .containsExactlyInAnyOrder(
                            "KEY root-g1 true",
                            "KEY issuing-g1 true",
                            "KEY ocsp-1 true",
                            "KEY enrolment-1 true",
                            "KEY audit-1 true",
                            "KEY wrapping-1 true",
                            "KEY blind-index-1 true");
            assertNothingIsLeft(Jdbi.create(database.superuserUrl()));
        }
    }

    private static void assertNothingIsLeft(Jdbi superuser) {
        for (String none : List.of(
                "SELECT count(*) FROM certificate WHERE state = 'INTENT'",
                "SELECT count(*) FROM authority WHERE state = 'PENDING'",
                "SELECT count(*) FROM ceremony WHERE outcome IS NULL",
                "SELECT count(*) FROM ceremony_key WHERE state IN ('INTENDED', 'MADE')")) {
            assertThat((int) superuser.withHandle(handle ->
                            handle.createQuery(none).mapTo(Integer.class).one()))
                    .as(none)
                    .isZero();
        }
        List<String> outcomes =
                superuser.withHandle(handle -> handle.createQuery("SELECT outcome FROM ceremony ORDER BY id")
                        .mapTo(String.class)
                        .list());
        assertThat(outcomes).containsExactly("INTERRUPTED", "DONE");
    }

    private static List<String> output(TestDatabase database, TestTokens.Directory tokens, String work) {
        try (ChildJvm child = child(database, tokens, work, "")) {
            assertThat(child.awaitExit(LIMIT))
                    .as(String.join("\n", child.output()))
                    .isZero();
            return child.output();
        }
    }

    private static ChildJvm child(TestDatabase database, TestTokens.Directory tokens, String work, String failpoint) {
        TestToken root = tokens.tokens().get(0);
        TestToken ca = tokens.tokens().get(1);
        ChildJvm.Starter starter = ChildJvm.of(CeremonyChild.class)
                .environment(tokens.environment())
                .environment("SEGEL_TESTING", "1")
                .arguments(
                        database.url(),
                        root.label(),
                        new String(root.userPin()),
                        ca.label(),
                        new String(ca.userPin()),
                        work)
                .lifetime(Duration.ofMinutes(3));
        return (failpoint.isEmpty() ? starter : starter.environment("SEGEL_FAILPOINT", failpoint)).start();
    }
}
