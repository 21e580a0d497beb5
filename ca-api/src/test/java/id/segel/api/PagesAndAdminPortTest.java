package id.segel.api;

import static id.segel.api.Walk.require;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The first page, the API's description, health, readiness, metrics. */
class PagesAndAdminPortTest {
    private final RunningService service = RunningService.shared();

    @Test
    void theFirstPageSaysWhatThisIsInBothLanguages() {
        Answer page = require(service.anybody().get("/"), 200);
        assertThat(page.text())
                .contains(
                        "<html lang=\"id\">",
                        "Aplikasi Manajemen Sertifikat (AMS)",
                        "UJI",
                        "Mengunggah surat rekomendasi",
                        "10 menit")
                .doesNotContainIgnoringCase("segel")
                .doesNotContain("<script", "style=");
        assertThat(page.header("Content-Security-Policy"))
                .contains("default-src 'none'")
                .doesNotContain("unsafe");
        assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
        Answer english = require(service.anybody().get("/?lang=en"), 200);
        assertThat(english.text()).contains("<html lang=\"en\">", "10 min");
        assertThat(require(service.anybody().get("/", "Accept-Language", "en"), 200)
                        .text())
                .contains("<html lang=\"en\">");
        assertThat(require(service.anybody().get("/assets/page.css"), 200).header("Content-Type"))
                .startsWith("text/css");
    }

    @Test
    void theDescriptionServedIsTheCommittedOne() throws IOException {
        Answer document = require(service.anybody().get("/openapi.json"), 200);
        assertThat(document.body()).isEqualTo(Files.readAllBytes(Path.of("openapi.json")));
        assertThat(document.header("Content-Type")).isEqualTo("application/json");
    }

    @Test
    void noHeaderTellsWhatRunsHere() {
        Answer page = service.anybody().get("/");
        assertThat(page.headers().map()).doesNotContainKeys("server", "x-powered-by");
    }

    @Test
    void readinessAndHealthNameTheirParts() {
        service.awaitReady();
        Answer ready = service.admin().get("/ready");
        assertThat(ready.json().path("parts").findValuesAsText("name"))
                .contains("database web", "database issuer", "schema web", "token ca", "token data", "crl");
        Answer health = require(service.admin().get("/healthcheck"), 200);
        assertThat(health.json().path("parts").findValuesAsText("name"))
                .containsExactlyInAnyOrder(
                        "database web",
                        "database issuer",
                        "token ca",
                        "token ocsp",
                        "token audit",
                        "token data",
                        "backup");
    }

    @Test
    void theAdminPortHasFourPathsAndNoMore() {
        for (String path : List.of(
                "/", "/tasks/gc", "/tasks/log-level", "/threads", "/pprof", "/ping", "/metrics/x", "/api/v1/session")) {
            assertThat(service.admin().get(path).status()).as(path).isEqualTo(404);
            assertThat(service.admin().post(path).status()).as(path).isEqualTo(404);
        }
        assertThat(service.admin().post("/metrics").status()).isEqualTo(405);
        assertThat(service.admin().post("/doctor").status()).isEqualTo(405);
    }

    @Test
    void metricsShowEveryStageWithBoundedLabels() {
        Walk walk = new Walk(service);
        walk.issue(service.newApplicant());
        service.anybody().get("/pki/some-ca-" + System.nanoTime() + ".crt");
        String metrics = require(service.admin().get("/metrics"), 200).text();
        for (String stage : List.of("claim", "prepare", "intent", "sign", "record")) {
            assertThat(metrics).containsPattern("segel_issuance_stage_seconds_bucket\\{[^}]*stage=\"" + stage + "\"");
        }
        assertThat(metrics)
                .contains("segel_hsm_permit_wait_seconds_bucket", "segel_hsm_operation_seconds_bucket")
                .contains(
                        "hikaricp_connections_active{pool=\"segel_web\"", "jvm_memory_used_bytes", "jetty_threads_busy")
                .contains("uri=\"/api/v1/applications/{number}/csr\"")
                .doesNotContain("OSD-20", "some-ca-");
    }
}
