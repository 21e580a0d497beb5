package id.segel.hsm;

import static org.assertj.core.api.Assertions.assertThat;

import id.segel.softhsm.ChildJvm;
import id.segel.softhsm.FaultShim;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rows of docs/hsm-pitfalls.md that harm the library or its directory: in processes and directories of their own. One
 * process goes through most of them; each test looks at what it saw.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PitfallsLibraryTest {
    private static final Duration LIMIT = Duration.ofSeconds(100);

    @TempDir
    private static Path directory = Path.of("");

    private List<String> seen = List.of();

    @BeforeAll
    void goThroughThem() {
        try (ChildJvm child = child(tokens("most"), "library").start()) {
            assertThat(child.awaitExit(LIMIT)).as("%s", child.output()).isZero();
            seen = child.output();
        }
        assertThat(seen).contains("end");
    }

    private static id.segel.softhsm.TestTokens.Directory tokens(String name) {
        return id.segel.softhsm.TestTokens.directory(directory.resolve(name), "naif", "segel");
    }

    private static ChildJvm.Starter child(id.segel.softhsm.TestTokens.Directory tokens, String scenario) {
        return ChildJvm.of(PitfallsMain.class)
                .environment(tokens.environment())
                .systemProperty("basedir", System.getProperty("basedir", ""))
                .arguments(
                        scenario,
                        tokens.directory().tokens().toString(),
                        directory.resolve("shim").toString());
    }

    @Test
    void p02_aProcessThatStartsWhileAnotherLogsInReadsHalfATokenAndTheAdapterKeepsTheSecondOut() {
        for (String attempt : new String[] {"half written", "again"}) {
            assertThat(seen)
                    .anyMatch(line -> line.startsWith("p02 naive " + attempt + ": ")
                            && line.contains("CKR_USER_PIN_NOT_INITIALIZED"));
        }
        assertThat(seen).contains("p02 naive restarted: done");

        id.segel.softhsm.TestTokens.Directory tokens = tokens("two");
        try (FaultShim shim = FaultShim.around(TestTokens.softHsm(), directory.resolve("second"));
                ChildJvm first = child(tokens, "hold").start()) {
            first.awaitLine("open done"::equals, LIMIT);
            try (ChildJvm second = ChildJvm.of(PitfallsMain.class)
                    .environment(tokens.environment())
                    .arguments("second", "/", shim.library().toString())
                    .start()) {
                assertThat(second.awaitLine(line -> line.startsWith("open "), LIMIT))
                        .contains("TokenException")
                        .contains("is in use by process " + first.pid())
                        .contains("only one process may log in");
                assertThat(second.awaitExit(LIMIT)).isZero();
            }
            assertThat(shim.calls("C_Initialize")).isPositive();
            assertThat(shim.calls("C_Login")).isZero();
        }
    }

    @Test
    void p04_onARemovableSlotLostSessionsTakeTheServicesAwayForAWhileAndTheAdapterSignsAtOnce() throws IOException {
        id.segel.softhsm.TestTokens.Directory tokens = tokens("removable");
        Path configuration = tokens.directory().configurationFile();
        String fixed = Files.readString(configuration);
        Files.writeString(configuration, fixed.replace("slots.removable = false", "slots.removable = true"));
        assertThat(fixed).contains("slots.removable = false");

        List<String> said;
        try (ChildJvm child = child(tokens, "removable").start()) {
            assertThat(child.awaitExit(LIMIT)).as("%s", child.output()).isZero();
            said = child.output();
        }

        assertThat(said)
                .contains("naive: done")
                .anyMatch(line -> line.startsWith("naive sign: ") && line.contains("CKR_SESSION_HANDLE_INVALID"))
                .contains("naive again: ProviderException <- Token has been removed")
                .doesNotContain("naive again: done")
                .anyMatch(line -> line.startsWith("naive again: NoSuchAlgorithmException"))
                .contains("adapter signed UP");
    }

    @Test
    void p06_aFinalisedLibraryIsBeyondTheProviderAndTheAdapterInitialisesItAnew() {
        assertThat(seen).contains("p06 naive: done", "p06 adapter signed UP");
        for (String remedy : new String[] {"sign", "reload", "login", "configure"}) {
            assertThat(seen)
                    .anyMatch(line -> line.startsWith("p06 naive " + remedy + ": ")
                            && line.contains("CKR_CRYPTOKI_NOT_INITIALIZED"));
        }
    }

    @Test
    void p07_aTokenDirectoryMovedAwayAndBackStaysLostToTheProviderAndTheAdapterSignsAgain() {
        assertThat(seen)
                .contains("p07 naive: done")
                .anyMatch(line -> line.startsWith("p07 naive sign: ") && line.contains("CKR_OBJECT_HANDLE_INVALID"))
                // It says that it loaded, and the key is not there.
                .contains("p07 naive reload: done", "p07 naive aliases []")
                .anyMatch(line -> line.startsWith("p07 naive configure: ") && line.contains("CKR_GENERAL_ERROR"))
                .anyMatch(line ->
                        line.startsWith("p07 adapter away SigningNotStartedException: ") && line.endsWith(" DOWN"))
                .contains("p07 adapter signed UP");
    }

    @Test
    void p15_aSlotListIndexNamesAnotherTokenAsSoonAsOneIsAddedAndTheAdapterGoesByLabel() {
        assertThat(seen)
                .contains(
                        "p15 naive own key true",
                        "p15 naive after a token was added: own key false, another key true",
                        "p15 slot of the new token kept false")
                .filteredOn("p15 adapter signed signed own key true"::equals)
                .hasSize(2);
    }

    @Test
    void e3_finalisingUnderLoadCrashesTheProcessAndTheAdapterDrainsFirst() {
        try (ChildJvm child = child(tokens("crash"), "crash")
                .jvm("-XX:-CreateCoredumpOnCrash", "-XX:ErrorFile=" + directory.resolve("hs_err.log"))
                .start()) {
            assertThat(child.awaitExit(LIMIT)).as("%s", child.output()).isNotZero();
            assertThat(child.output())
                    .contains("round 1 under load")
                    .anyMatch(line -> line.contains("SIGSEGV") || line.contains("SIGABRT") || line.contains("corrupt"))
                    .doesNotContain("end");
        }

        assertThat(seen)
                .contains("e3 load failed []")
                .filteredOn("e3 other signed"::equals)
                .hasSize(3);
    }

    @Test
    void e3_anOldHandleSignsWithAnotherKeyAndAfterTheAdaptersHealingWithNone() {
        assertThat(seen)
                .contains(
                        "e3 naive own key true",
                        "e3 naive after C_Finalize and C_Initialize: own key false, other key true")
                .anyMatch(line -> line.startsWith("e3 naive after the adapter's healing: ") && line.contains("CKR_"))
                .doesNotContain("e3 adapter WRONG KEY")
                .filteredOn("e3 adapter signed"::equals)
                .hasSize(4);
    }

    @Test
    void e3_theCleanerOfAnOldProviderClosesNewSessionsAndAfterTheAdaptersHealingNone() {
        assertThat(seen)
                .contains("e3 naive signatures lost true", "e3 signatures lost after the adapter's healing 0")
                .filteredOn("e3 adapter signed"::equals)
                .hasSize(4);
    }
}
