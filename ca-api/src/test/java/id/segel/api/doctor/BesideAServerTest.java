package id.segel.api.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import id.segel.api.Answer;
import id.segel.api.RunningService;
import id.segel.api.Walk;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The doctor beside a live server: the server looks, nobody else logs in, and no token changes. */
class BesideAServerTest {
    private static final int TIMES = Boolean.getBoolean("segel.long") ? 100 : 2;

    @TempDir
    private Path directory = Path.of("");

    private final RunningService service = RunningService.durable();

    @Test
    void theServerTellsOfItsTokensAndTheDoctorOpensNone() throws IOException {
        Installation installation = Installation.of(service, directory);
        Map<String, String> before = installation.fingerprint();

        Installation.Said said = installation.doctor("--json");

        assertThat(said.errors()).as(said.out() + said.err()).isEmpty();
        assertThat(said.code()).isZero();
        assertThat(said.about("server").get(0).path("message").asText()).contains("looked at its tokens itself");
        assertThat(said.about("token.health")).hasSize(4);
        assertThat(said.about("token.pin")).isEmpty();
        assertThat(said.about("key.signature"))
                .isNotEmpty()
                .allSatisfy(finding -> assertThat(finding.path("message").asText())
                        .contains(
                                "with 2 at once; no more at once, beside a running server at most 2 places are taken"));
        assertThat(said.about("store.lock").get(0).path("message").asText()).contains("This process alone holds");
        assertThat(said.about("database.rights")).hasSize(2);
        assertThat(installation.fingerprint()).isEqualTo(before);
        Installation.keep("beside-a-server", installation.doctor());
    }

    @Test
    void manyTimesUnderLoadNoLoginCollidesAndNoTokenIsHarmed() throws Exception {
        Installation installation = Installation.of(service, directory);
        service.awaitReady();
        Map<String, String> before = installation.fingerprint();
        AtomicBoolean over = new AtomicBoolean();
        ExecutorService load = Executors.newFixedThreadPool(2);
        try {
            List<Future<Integer>> issued = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                issued.add(load.submit(() -> {
                    int count = 0;
                    Walk walk = new Walk(service);
                    while (!over.get()) {
                        walk.issue(service.newApplicant());
                        count++;
                    }
                    return count;
                }));
            }
            for (int i = 0; i < TIMES; i++) {
                Installation.Said said = installation.doctor("--json");
                assertThat(said.errors())
                        .as("time " + i + ": " + said.out() + said.err())
                        .isEmpty();
                assertThat(said.code()).isZero();
                assertThat(service.admin().get("/healthcheck").status()).isEqualTo(200);
            }
            over.set(true);
            int all = 0;
            for (Future<Integer> walked : issued) {
                all += walked.get();
            }
            assertThat(all).isGreaterThanOrEqualTo(TIMES);
            System.out.println("doctor " + TIMES + " times, " + all + " certificates issued meanwhile");
        } finally {
            over.set(true);
            load.shutdownNow();
        }
        // Every login of SoftHSM2 writes token.object anew: that none has changed says that nobody logged in.
        assertThat(installation.fingerprint()).isEqualTo(before);
        new Walk(service).issue(service.newApplicant());
    }

    @Test
    void whoeverHoldsTheTokensWithoutAnsweringIsNamedAndTheTokensAreLeftAlone() throws IOException {
        int nobody;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = socket.getLocalPort();
        }
        Installation installation =
                Installation.of(service, directory).with("adminPort: " + service.adminPort(), "adminPort: " + nobody);
        Map<String, String> before = installation.fingerprint();

        Installation.Said said = installation.doctor("--json");

        assertThat(said.errors()).as(said.out() + said.err()).containsExactly("store.lock");
        assertThat(said.code()).isEqualTo(1);
        assertThat(said.about("store.lock").get(0).path("message").asText())
                .contains("is held by process " + ProcessHandle.current().pid())
                .contains("were not opened here");
        assertThat(said.about("token.open")).hasSize(4);
        assertThat(installation.fingerprint()).isEqualTo(before);
        Installation.keep("held", installation.doctor());
    }

    @Test
    void somethingElseOnTheAdminPortKeepsTheTokensClosed() throws IOException {
        HttpServer other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.createContext("/", exchange -> {
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        });
        other.start();
        try {
            Installation installation = Installation.copyOf(service, directory);
            installation.with(
                    "adminPort: " + installation.adminPort(),
                    "adminPort: " + other.getAddress().getPort());
            Map<String, String> before = installation.fingerprint();

            Installation.Said said = installation.doctor("--json");

            assertThat(said.errors()).containsExactly("server");
            assertThat(said.about("server").get(0).path("message").asText()).contains("answers 404", "were not opened");
            assertThat(said.about("token.pin")).isEmpty();
            assertThat(installation.fingerprint()).isEqualTo(before);
        } finally {
            other.stop(0);
        }
    }

    @Test
    void theAdminPortGivesOneDocumentWithoutSecrets() {
        Answer answer = service.admin().get("/doctor");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        JsonNode document = answer.json();
        assertThat(document.path("version").asInt()).isEqualTo(1);
        assertThat(document.findValuesAsText("part"))
                .contains("token ca", "token ocsp", "token audit", "token data", "token store");
        assertThat(answer.text()).doesNotContain("segel-test-user").doesNotContain("pin-ca");
    }
}
