package id.segel.api;

import static id.segel.api.Walk.require;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import id.segel.ca.person.Role;
import id.segel.ca.refusal.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Every class of bad input is told as a problem, in the reader's language, with every fault at once. */
class ProblemsOverHttpTest {
    private final RunningService service = RunningService.shared();
    private final Walk walk = new Walk(service);
    private final ApiClient officer = service.as(Role.OFFICER);

    private static void assertProblem(Answer answer, int status, String kebab) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        JsonNode problem = answer.json();
        assertThat(problem.path("type").asText()).isEqualTo("/problems/" + kebab);
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("title").asText()).isNotEmpty();
        assertThat(problem.path("detail").asText()).isNotEmpty();
        assertThat(problem.path("errors").isArray()).isTrue();
        assertThat(problem.path("requestId").asText())
                .isEqualTo(answer.header("X-Request-Id"))
                .isNotEmpty();
    }

    private static List<String> pointers(Answer answer) {
        List<String> pointers = new ArrayList<>();
        answer.json()
                .path("errors")
                .forEach(error -> pointers.add(error.path("pointer").asText()));
        return pointers;
    }

    @Test
    void everyFaultOfABodyIsToldAtOnce() {
        Answer answer = service.as(service.newApplicant())
                .postJson(
                        "/api/v1/applications",
                        "{\"state\":\"APPROVED\",\"number\":\"OSD-2017-000001\",\"product\":7}");
        assertProblem(answer, 422, "invalid");
        assertThat(pointers(answer)).containsExactlyInAnyOrder("/product", "/state", "/number");
    }

    @Test
    void brokenJsonIsMalformed() {
        ApiClient applicant = service.as(service.newApplicant());
        for (String body :
                List.of("{", "", "{\"product\":\"a\",\"product\":\"b\"}", "{\"product\":\"a\"} x", "[".repeat(2_000))) {
            assertProblem(applicant.postJson("/api/v1/applications", body), 400, "malformed");
        }
    }

    @Test
    void theWrongMethodTypeAndAcceptAreTold() {
        Answer method = officer.delete("/admin/v1/applications");
        assertProblem(method, 405, "method-not-allowed");
        assertThat(method.header("Allow")).contains("GET");
        assertProblem(
                officer.post("/admin/v1/decisions", "text/plain", new byte[] {'x'}), 415, "unsupported-media-type");
        assertProblem(officer.get("/admin/v1/applications", "Accept", "image/png"), 406, "not-acceptable");
        assertProblem(officer.get("/admin/v1/applications/OSD-1999-000001"), 404, "not-found");
    }

    @Test
    void aBodyTooLargeIsRefused() {
        ApiClient applicant = service.as(service.newApplicant());
        assertProblem(
                applicant.postJson("/api/v1/applications", "{\"product\":\"" + "a".repeat(300_000) + "\"}"),
                413,
                "too-large");
        assertProblem(applicant.post("/api/v1/csr-checks", "application/pkcs10", new byte[65_537]), 413, "too-large");
        assertProblem(
                applicant.post("/api/v1/csr-checks", "application/pkcs10", new byte[10], "Content-Encoding", "gzip"),
                415,
                "unsupported-media-type");
    }

    @Test
    void theReaderChoosesTheLanguage() {
        Answer indonesian =
                officer.get("/admin/v1/applications/OSD-1999-000001", "Accept-Language", "fr, id;q=0.5, en;q=0.3");
        Answer english = officer.get("/admin/v1/applications/OSD-1999-000001", "Accept-Language", "en-GB, id;q=0.5");
        assertThat(indonesian.json().path("title").asText())
                .isEqualTo(Problem.NOT_FOUND.sentence().indonesian());
        assertThat(indonesian.header("Content-Language")).isEqualTo("id");
        assertThat(english.json().path("title").asText())
                .isEqualTo(Problem.NOT_FOUND.sentence().english());
        assertThat(english.header("Content-Language")).isEqualTo("en");
    }

    @Test
    void aSaneRequestIdIsKeptAndAnyOtherReplaced() {
        assertThat(officer.get("/admin/v1/applications", "X-Request-Id", "proxy-1234567890")
                        .header("X-Request-Id"))
                .isEqualTo("proxy-1234567890");
        assertThat(officer.get("/admin/v1/applications", "X-Request-Id", "a b\"{}")
                        .header("X-Request-Id"))
                .matches("[0-9a-f]{24}");
    }

    @Test
    void whatTheServerRefusesByItselfIsAProblemToo() throws IOException {
        assertThat(raw("GET /%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .contains(" 400 ", "application/problem+json", "/problems/malformed");
        assertThat(raw("GET / HTTP/1.1\r\nHost: x\r\nX: " + "a".repeat(20_000) + "\r\nConnection: close\r\n\r\n"))
                .contains("application/problem+json", "/problems/too-large");
        assertThat(raw("GARBAGE\r\n\r\n")).contains(" 400 ");
        assertThat(raw("GET /../../etc/passwd HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .contains(" 400 ", "application/problem+json");
    }

    @Test
    void aBodyThatDripsIsRefusedAfterItsTime() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", service.port())) {
            socket.setSoTimeout(20_000);
            OutputStream out = socket.getOutputStream();
            out.write(
                    ("POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 4000\r\n\r\n{")
                            .getBytes(StandardCharsets.US_ASCII));
            Thread drip = new Thread(() -> {
                try {
                    for (int i = 0; i < 3_000; i++) {
                        out.write(' ');
                        out.flush();
                        TimeUnit.MILLISECONDS.sleep(20);
                    }
                } catch (IOException | InterruptedException e) {
                    // The service has closed the connection: that is what is tested.
                    Thread.currentThread().interrupt();
                }
            });
            drip.start();
            byte[] answer = new byte[900];
            int got = socket.getInputStream().readNBytes(answer, 0, answer.length);
            drip.interrupt();
            assertThat(new String(answer, 0, got, StandardCharsets.UTF_8))
                    .contains(" 400 ", "application/problem+json");
        }
    }

    private String raw(String request) throws IOException {
        URI base = URI.create("http://127.0.0.1:" + service.port());
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void theVersionOfAFileMustBeSentAndMustBeTheLatest() {
        String path = "/admin/v1/applications/" + walk.submit(service.newApplicant());
        assertProblem(officer.post(path + "/claim"), 428, "version-required");
        for (String malformed : List.of("7", "*", "W/\"1\"", "\"x\"", "\"1\", \"2\"", "\"0\"")) {
            assertProblem(officer.post(path + "/claim", "If-Match", malformed), 400, "malformed");
        }
        assertProblem(officer.post(path + "/claim", "If-Match", "\"999\""), 412, "stale-version");
        Answer claimed = require(
                officer.post(path + "/claim", "If-Match", officer.get(path).header("ETag")), 200);
        assertProblem(officer.postJson(path + "/decision", Walk.approval(claimed.json())), 428, "version-required");
        Answer released = require(officer.post(path + "/release", "If-Match", claimed.header("ETag")), 200);
        assertThat(released.json().path("state").asText()).isEqualTo("SUBMITTED");
        assertProblem(officer.post(path + "/release", "If-Match", released.header("ETag")), 409, "wrong-state");
    }

    @Test
    void aSecondOpenApplicationNamesTheFirst() {
        TestAccount applicant = service.newApplicant();
        String first = walk.start(applicant);
        Answer second =
                service.as(applicant).postJson("/api/v1/applications", "{\"product\":\"" + Walk.PRODUCT + "\"}");
        assertProblem(second, 409, "application-already-open");
        assertThat(second.header("Location")).isEqualTo(first);
    }

    @Test
    void anUnknownProductIsNamed() {
        Answer answer =
                service.as(service.newApplicant()).postJson("/api/v1/applications", "{\"product\":\"tidak-ada\"}");
        assertProblem(answer, 422, "invalid");
        assertThat(pointers(answer)).containsExactly("/product");
    }

    @Test
    void nobodySeesTheFileOfAnother() {
        String path = walk.start(service.newApplicant());
        ApiClient other = service.as(service.newApplicant());
        for (String part : List.of("", "/timeline", "/state", "/certificate", "/enrolment")) {
            assertProblem(other.get(path + part), 404, "not-found");
        }
        assertProblem(other.put(path + "/letter", "application/pdf", Samples.letter()), 404, "not-found");
        assertProblem(other.post(path + "/withdraw"), 404, "not-found");
    }

    @Test
    void anApplicantCannotDecide() {
        TestAccount applicant = service.newApplicant();
        String number = walk.submit(applicant);
        Answer answer = service.as(applicant)
                .postJson(
                        "/admin/v1/applications/" + number + "/decision",
                        "{\"outcome\":\"APPROVE\"}",
                        "If-Match",
                        "\"1\"");
        assertProblem(answer, 403, "not-permitted");
    }

    @Test
    void approvingNeedsTheWholeChecklist() {
        String number = walk.submit(service.newApplicant());
        Answer claimed = walk.claim(officer, number);
        Answer answer = officer.postJson(
                "/admin/v1/applications/" + number + "/decision",
                "{\"outcome\":\"APPROVE\",\"checklist\":{\"letterhead\":{\"value\":\"NO\"}}}",
                "If-Match",
                claimed.header("ETag"));
        assertProblem(answer, 422, "checklist-incomplete");
        assertThat(answer.json().path("errors").size()).isGreaterThan(10);
    }

    @Test
    void aBulkDecisionAnswersForEachMember() {
        String number = walk.submit(service.newApplicant());
        Answer claimed = walk.claim(officer, number);
        String checklist = Walk.approval(claimed.json())
                .replaceFirst("\\{\"outcome\":\"APPROVE\",", "")
                .replaceFirst("}$", "");
        String members = "[{\"number\":\"OSD-1999-000001\",\"version\":1,\"outcome\":\"APPROVE\"},"
                + "{\"number\":\"" + number + "\",\"version\":"
                + claimed.json().path("version").asInt()
                + ",\"outcome\":\"APPROVE\"," + checklist + "}]";

        JsonNode results =
                require(officer.postJson("/admin/v1/decisions", members), 200).json();

        assertThat(results.size()).isEqualTo(2);
        assertThat(results.get(0).path("problem").path("type").asText()).isEqualTo("/problems/not-found");
        assertThat(results.get(1).path("state").asText()).isEqualTo("APPROVED");
        assertProblem(officer.postJson("/admin/v1/decisions", "[{\"number\":\"a\"},{\"x\":1}]"), 422, "invalid");
        assertThat(pointers(officer.postJson("/admin/v1/decisions", "[{\"number\":\"a\"},{\"x\":1}]")))
                .contains("/0/version", "/0/outcome", "/1/number", "/1/x");
    }

    @Test
    void aReasonThatDoesNotApplyIsNamedWithTheChoices() {
        String number = walk.issue(service.newApplicant());
        String serial = officer.get("/admin/v1/applications/" + number)
                .json()
                .path("application")
                .path("certificate")
                .path("serial")
                .asText();
        Answer answer =
                officer.postJson("/admin/v1/certificates/" + serial + "/revoke", "{\"reason\":\"weil ich will\"}");
        assertProblem(answer, 422, "invalid");
        assertThat(answer.text()).contains("affiliationChanged");
        assertProblem(
                officer.postJson("/admin/v1/certificates/zz/revoke", "{\"reason\":\"superseded\"}"), 404, "not-found");
        Answer shown = require(officer.get("/admin/v1/certificates/" + serial), 200);
        assertThat(shown.json().path("state").asText()).isEqualTo("ISSUED");
        Answer revoked = require(
                officer.postJson("/admin/v1/certificates/" + serial + "/revoke", "{\"reason\":\"superseded\"}"), 200);
        assertThat(revoked.json().path("state").asText()).isEqualTo("REVOKED");
        assertProblem(officer.postJson("/admin/v1/certificates/" + serial + "/release", "{}"), 409, "wrong-state");
    }

    @Test
    void everyProblemHasItsPageInBothLanguages() {
        for (Problem problem : Problem.values()) {
            Answer page = require(service.anybody().get("/problems/" + problem.kebab()), 200);
            assertThat(page.header("Content-Type")).startsWith("text/html");
            assertThat(page.text()).contains("<html lang=\"id\">").doesNotContainIgnoringCase("segel");
            assertThat(require(service.anybody().get("/problems/" + problem.kebab() + "?lang=en"), 200)
                            .text())
                    .contains("<html lang=\"en\">");
        }
        assertProblem(service.anybody().get("/problems/no-such"), 404, "not-found");
    }
}
