package id.segel.hsm;

import static org.assertj.core.api.Assertions.assertThat;

import id.segel.softhsm.ChildJvm;
import id.segel.softhsm.FaultShim;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A library that was finalised, or has lost its token directory, in a process of its own. */
class LibraryLostTest {
    private static final Duration LIMIT = Duration.ofSeconds(100);

    @TempDir
    private Path directory = Path.of("");

    private id.segel.softhsm.TestTokens.@Nullable Directory made;

    @BeforeEach
    void makeTokens() {
        made = id.segel.softhsm.TestTokens.directory(directory, "satu", "dua");
    }

    private id.segel.softhsm.TestTokens.Directory tokens() {
        return Objects.requireNonNull(made);
    }

    private List<String> run(String scenario, Path library, Path file) {
        try (ChildJvm child = ChildJvm.of(LibraryLostMain.class)
                .environment(tokens().environment())
                .arguments(scenario, library.toString(), file.toString())
                .start()) {
            assertThat(child.awaitExit(LIMIT)).as("%s", child.output()).isZero();
            return child.output();
        }
    }

    @Test
    void aLibrarySomebodyFinalisedIsInitialisedAnewAndAllItsTokensSignWithTheirOwnKeys() {
        List<String> seen =
                run("finalised", TestTokens.softHsm(), tokens().directory().tokens());

        assertThat(seen).contains("ready signed signed", "health UP UP");
        for (int round = 1; round <= 5; round++) {
            String begins = "round " + round + " signed signed after ";
            assertThat(seen).anyMatch(line -> line.startsWith(begins));
        }
    }

    @Test
    void aTokenDirectoryMovedAwayIsToldOfAndWhenItIsBackTheTokensSignAgain() {
        List<String> seen =
                run("moved", TestTokens.softHsm(), tokens().directory().tokens());

        assertThat(seen)
                .anyMatch(line -> line.startsWith("away SigningNotStartedException: "))
                .contains("health DOWN", "back signed signed", "health UP UP");
    }

    @Test
    void whileOneTokenIsBroughtBackTheOthersGoOnSigning() {
        List<String> seen =
                run("one-moved", TestTokens.softHsm(), tokens().directory().tokens());

        for (int round = 1; round <= 3; round++) {
            String begins = "round " + round + " signed after SigningNotStartedException";
            assertThat(seen).anyMatch(line -> line.startsWith(begins));
        }
        assertThat(seen).contains("load signed true failed []");
    }

    @Test
    void whileACallHangsTheLibraryIsNotTouchedAndHealthSaysRestart() throws Exception {
        try (FaultShim shim = FaultShim.around(TestTokens.softHsm(), directory.resolve("shim"))) {
            Path control = directory.resolve("shim").toRealPath().resolve("p11fault.control");
            List<String> seen = run("hanging", shim.library(), control);

            assertThat(seen)
                    .anyMatch(line -> line.startsWith("hung SignatureOutcomeUnknownException"))
                    .contains("others signed signed DEGRADED")
                    .anyMatch(line -> line.startsWith("lost SigningNotStartedException"))
                    .anyMatch(
                            line -> line.startsWith("health RESTART_NEEDED: ") && line.contains("Restart this process"))
                    .contains("released signed signed");
            assertThat(Files.exists(control)).isTrue();
        }
    }
}
