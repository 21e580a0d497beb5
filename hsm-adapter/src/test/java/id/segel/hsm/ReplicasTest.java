package id.segel.hsm;

import static org.assertj.core.api.Assertions.assertThat;

import id.segel.softhsm.ChildJvm;
import id.segel.softhsm.FaultShim;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The same keys on two tokens, as a vendor's cloning makes them. One process makes them, another uses them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReplicasTest {
    @TempDir
    private static Path directory = Path.of("");

    private List<String> seen = List.of();

    @BeforeAll
    void makeCloneAndUse() throws Exception {
        id.segel.softhsm.TestTokens.Directory tokens =
                id.segel.softhsm.TestTokens.directory(directory.resolve("hsm"), "satu", "lain");
        run(tokens, "make", TestTokens.softHsm().toString());
        ClonedTokens.copy(tokens.directory().tokens(), "satu", "satu");
        try (FaultShim first = FaultShim.around(TestTokens.softHsm(), directory.resolve("first"));
                FaultShim second = FaultShim.around(TestTokens.softHsm(), directory.resolve("second"))) {
            seen = run(
                    tokens, "use", first.library().toString(), second.library().toString());
        }
    }

    private static List<String> run(id.segel.softhsm.TestTokens.Directory tokens, String... arguments) {
        try (ChildJvm child = ChildJvm.of(ReplicasMain.class)
                .environment(tokens.environment())
                .arguments(arguments)
                .start()) {
            assertThat(child.awaitExit(Duration.ofSeconds(100)))
                    .as("%s", child.output())
                    .isZero();
            return child.output();
        }
    }

    @Test
    void tokensOfOneLabelAreToldApartByTheirSerialNumber() {
        assertThat(seen)
                .contains("tokens of this label 2")
                .anyMatch(line -> line.startsWith("without serial TokenException: 2 tokens carry this label")
                        && line.contains("name the serial number"));
    }

    @Test
    void bothSignInTurn() {
        assertThat(seen).contains("signed 40 of 40 with 40 permits in turn 20 20");
    }

    @Test
    void whatOneDoesNotBeginTheOtherDoesAndWhenItIsBackItTakesPartAgain() {
        assertThat(seen).contains("one away 20 of 20 with 20 permits DEGRADED", "back 20 of 20 with 20 permits UP");
    }

    @Test
    void aTokenThatHangsCostsItsOwnPermitsAndNoMore() {
        assertThat(seen).contains("one hung: all told true, at most its permits unknown true DEGRADED hanging 1");
    }

    @Test
    void dataKeysAreUsedOnWhicheverTokenAnswers() {
        assertThat(seen).contains("data keys the same true");
    }

    @Test
    void keysAreNotMadeOnSeveralTokensAtOnce() {
        assertThat(seen).anyMatch(line -> line.startsWith("ceremony TokenException: Keys are not made"));
    }

    @Test
    void aTokenWithAnotherKeyOfTheSameLabelSignsNothing() {
        assertThat(seen)
                .anyMatch(line -> line.startsWith("not a clone 10 of 10 with 10 permits DEGRADED")
                        && line.contains("different ones of this label"));
    }
}
