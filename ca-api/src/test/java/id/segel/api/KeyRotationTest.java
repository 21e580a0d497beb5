package id.segel.api;

import static id.segel.api.Walk.require;
import static org.assertj.core.api.Assertions.assertThat;

import id.segel.ca.person.Role;
import id.segel.hsm.Token;
import id.segel.hsm.TokenPurpose;
import id.segel.softhsm.TestCluster;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Both keys rotated by the steps of docs/keys.md, upon a service that goes on working. */
class KeyRotationTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** What the officer sees. */
    private static String status(RunningService service) {
        StringWriter out = new StringWriter();
        CommandLine command = Segel.commandLine();
        command.setOut(new PrintWriter(out, true));
        assertThat(command.execute("keys", "status", service.configurationFile().toString()))
                .isZero();
        return out.toString();
    }

    private static void awaitStatus(RunningService service, String... lines) {
        Awaitility.await()
                .atMost(LIMIT)
                .untilAsserted(
                        () -> assertThat(status(service)).containsPattern(String.join("[^\\n]*\\n[^\\n]*", lines)));
    }

    @Test
    void bothKeysAreRotatedStepByStep() {
        try (TestCluster cluster = TestCluster.privateCluster();
                RunningService service = RunningService.on(cluster)) {
            service.awaitReady();
            TestAccount applicant = service.newApplicant();
            String path = "/admin/v1/applications/" + new Walk(service).submit(applicant) + "/letter";
            byte[] letter = require(service.as(Role.OFFICER).get(path), 200).body();
            assertThat(status(service))
                    .containsPattern("wrapping-1 +current +letters 1, data keys 1 +wraps what is new")
                    .containsPattern("blind-index-1 +current +COMPLETE, people 1 +everybody is indexed under it");

            service.stop();
            newKeys(service);
            service.start("dataKeys: {nextWrapping: wrapping-2, nextBlindIndex: blind-index-2}\n");
            assertThat(status(service)).containsPattern("wrapping-2 +next +letters 0, data keys 0 +readable here");
            service.restart("dataKeys: {wrapping: wrapping-2, formerWrapping: [wrapping-1],"
                    + " blindIndex: blind-index-2, formerBlindIndex: [blind-index-1]}\n");

            awaitStatus(
                    service,
                    "wrapping-1 +former +letters 0, data keys 0 +no row needs it: remove it",
                    "wrapping-2 +current +letters 1, data keys 1");
            awaitStatus(
                    service,
                    "blind-index-1 +former +COMPLETE, people 1 +not needed any more: remove it",
                    "blind-index-2 +current +COMPLETE, people 1 +everybody is indexed under it");
            assertThat(require(service.as(Role.OFFICER).get(path), 200).body()).isEqualTo(letter);
            Awaitility.await()
                    .atMost(LIMIT)
                    .untilAsserted(
                            () -> assertThat(service.admin().get("/metrics").text())
                                    .contains("segel_keys_rows_left{key=\"wrapping-1\",table=\"letter\"} 0.0")
                                    .contains("segel_keys_rows_left{key=\"wrapping-1\",table=\"data_key\"} 0.0")
                                    .contains("segel_keys_people_left{key=\"blind-index-2\"} 0.0"));

            service.restart("dataKeys: {wrapping: wrapping-2, blindIndex: blind-index-2}\n");

            awaitStatus(
                    service, "blind-index-1 +not configured +RETIRED, people 0 +no row needs it: it may be destroyed");
            assertThat(status(service)).doesNotContain("wrapping-1 ");
            assertThat(require(service.as(Role.OFFICER).get(path), 200).body()).isEqualTo(letter);
        }
    }

    /** What the ceremony does. */
    private static void newKeys(RunningService service) {
        try (Token token = Token.open(
                Objects.requireNonNull(service.configuration().tokens().data()).forAdapter(TokenPurpose.DATA),
                new SimpleMeterRegistry())) {
            token.generateWrappingKey("wrapping-2");
            token.generateMacKey("blind-index-2");
        }
    }
}
