package id.segel.api;

import static id.segel.api.Walk.require;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import id.segel.ca.person.Role;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Letters and CSRs, from the applicant and from LOCK. */
class UploadsOverHttpTest {
    private static final String PKCS10 = "application/pkcs10";

    private final RunningService service = RunningService.shared();
    private final Walk walk = new Walk(service);

    private static List<String> ids(Answer answer) {
        List<String> ids = new ArrayList<>();
        answer.json().path("errors").forEach(error -> ids.add(error.path("id").asText()));
        answer.json()
                .path("findings")
                .forEach(finding -> ids.add(finding.path("id").asText()));
        return ids;
    }

    @Test
    void aLetterThatIsNoPdfOrTooLargeIsRefusedAndTheGoodOneStays() {
        TestAccount applicant = service.newApplicant();
        String path = walk.start(applicant);
        ApiClient api = service.as(applicant);
        byte[] good = Samples.letter();
        String sha256 = require(api.put(path + "/letter", "application/pdf", good), 200)
                .json()
                .path("letter")
                .path("sha256")
                .asText();

        Answer noPdf = api.put(path + "/letter", "application/pdf", "GIF89a".getBytes(StandardCharsets.US_ASCII));
        Answer tooLarge = api.put(path + "/letter", "application/pdf", new byte[1_048_577]);
        Answer muchTooLarge = api.put(path + "/letter", "application/pdf", new byte[3_000_000]);

        assertThat(noPdf.status()).isEqualTo(422);
        assertThat(noPdf.problem()).isEqualTo("letter-refused");
        assertThat(ids(noPdf)).isNotEmpty();
        assertThat(tooLarge.problem()).isEqualTo("too-large");
        assertThat(muchTooLarge.problem()).isEqualTo("too-large");
        assertThat(api.get(path).json().path("letter").path("sha256").asText()).isEqualTo(sha256);
        assertThat(api.put(path + "/letter", "image/png", good).status()).isEqualTo(415);
    }

    @Test
    void theOfficerReadsTheLetterAsAnAttachmentInASandbox() {
        TestAccount applicant = service.newApplicant();
        String number = walk.submit(applicant);
        Answer letter = require(service.as(Role.OFFICER).get("/admin/v1/applications/" + number + "/letter"), 200);
        assertThat(letter.header("Content-Type")).isEqualTo("application/pdf");
        assertThat(letter.header("Content-Disposition")).startsWith("attachment");
        assertThat(letter.header("Content-Security-Policy")).isEqualTo("sandbox; default-src 'none'");
        assertThat(letter.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(new String(letter.body(), 0, 5, StandardCharsets.US_ASCII)).isEqualTo("%PDF-");
    }

    @Test
    void aBadCsrIsRefusedWithItsFindingsAndTheGoodOneStays() {
        TestAccount applicant = service.newApplicant();
        String path = walk.start(applicant);
        ApiClient api = service.as(applicant);
        Answer good = require(api.put(path + "/csr", PKCS10, Samples.csrDer(applicant, Samples.ecKey())), 200);
        byte[] broken = Samples.csrDer(applicant, Samples.ecKey());
        broken[broken.length - 3] ^= 1;

        Answer brokenSignature = api.put(path + "/csr", PKCS10, broken);
        Answer shortKey = api.put(path + "/csr", PKCS10, Samples.csr(applicant, Samples.rsaKey(1024)));
        Answer privateKey = api.put(path + "/csr", PKCS10, Samples.privateKey(Samples.ecKey()));

        for (Answer refused : List.of(brokenSignature, shortKey, privateKey)) {
            assertThat(refused.status()).isEqualTo(422);
            assertThat(refused.problem()).isEqualTo("csr-refused");
        }
        assertThat(ids(brokenSignature)).anyMatch(id -> id.contains("signature"));
        assertThat(ids(shortKey)).anyMatch(id -> id.contains("rsa-too-short"));
        assertThat(ids(privateKey)).anyMatch(id -> id.contains("private-key"));
        assertThat(api.get(path).json().path("csr").path("sha256"))
                .isEqualTo(good.json().path("sha256"));
    }

    @Test
    void aCheckKeepsNothingAndSaysEverythingOfAnyBytes() {
        TestAccount applicant = service.newApplicant();
        ApiClient api = service.as(applicant);
        for (byte[] bytes : List.of(new byte[0], new byte[65_536], "bukan CSR".getBytes(StandardCharsets.UTF_8))) {
            Answer answer = require(api.post("/api/v1/csr-checks", PKCS10, bytes), 200);
            assertThat(answer.json().path("findings").get(0).path("severity").asText())
                    .isEqualTo("ERROR");
            assertThat(answer.json().path("findings").get(0).path("message").asText())
                    .isNotEmpty();
        }
        Answer shortKey = require(
                api.post(
                        "/api/v1/csr-checks?product=" + Walk.PRODUCT,
                        PKCS10,
                        Samples.csr(applicant, Samples.rsaKey(1024))),
                200);
        assertThat(ids(shortKey)).contains("csr.rsa-too-short");
        Answer good = require(api.post("/api/v1/csr-checks", PKCS10, Samples.csr(applicant, Samples.ecKey())), 200);
        assertThat(good.json().path("findings"))
                .noneMatch(finding -> finding.path("severity").asText().equals("ERROR"));
        assertThat(api.post("/api/v1/csr-checks?product=tidak-ada", PKCS10, new byte[] {1})
                        .problem())
                .isEqualTo("invalid");
    }

    @Test
    void threeHundredChecksAMinuteAreAllowed() {
        ApiClient api = service.as(service.newApplicant());
        for (int i = 0; i < 300; i++) {
            assertThat(api.post("/api/v1/csr-checks", PKCS10, new byte[] {1}).status())
                    .isEqualTo(200);
        }
    }

    @Test
    void lockSendsTheCsrWithItsTokenAndReadsTheStateWithItsReceipt() {
        TestAccount applicant = service.newApplicant();
        String path = walk.start(applicant);
        String number = path.substring(path.lastIndexOf('/') + 1);
        JsonNode enrolment = enrolment(applicant, path);
        ApiClient lock = service.anybody()
                .with("Authorization", "Bearer " + enrolment.path("uploadToken").asText());
        KeyPair key = Samples.ecKey();
        byte[] csr = Samples.csr(applicant, key);

        Answer sent = require(lock.put(path + "/csr", PKCS10, csr), 200);
        Answer again = require(lock.put(path + "/csr", PKCS10, csr), 200);

        JsonNode receipt = sent.json().path("receipt");
        assertThat(receipt.path("applicationNumber").asText()).isEqualTo(number);
        assertThat(receipt.path("server").asText()).isEqualTo("http://localhost:8080");
        assertThat(receipt.path("certificates").size()).isEqualTo(2);
        assertThat(sent.json().path("sha256").asText()).matches("[0-9a-f]{64}");
        assertThat(sent.json().has("application")).isFalse();
        assertThat(again.json()).isEqualTo(sent.json());
        assertThat(lock.put(path + "/csr", PKCS10, Samples.csr(applicant, Samples.ecKey()))
                        .status())
                .isEqualTo(401);
        assertThat(lock.get(path + "/state").status()).isEqualTo(401);

        ApiClient withReceipt = service.anybody()
                .with("Authorization", "Bearer " + receipt.path("token").asText());
        Answer state = require(withReceipt.get(path + "/state", "Accept-Language", "en"), 200);
        assertThat(state.json().path("number").asText()).isEqualTo(number);
        assertThat(state.json().path("state").asText()).isEqualTo("DRAFT");
        assertThat(state.json().path("stateText").asText()).isEqualTo("Draft");
        assertThat(withReceipt.get(path + "/certificate").status()).isEqualTo(409);
        assertThat(withReceipt.get(path).status()).isEqualTo(401);
        assertThat(withReceipt.get("/api/v1/session").status()).isEqualTo(401);
    }

    @Test
    void aTokenOfLockIsGoodForItsOwnApplicationOnly() {
        TestAccount applicant = service.newApplicant();
        JsonNode enrolment = enrolment(applicant, walk.start(applicant));
        String other = walk.start(service.newApplicant());
        ApiClient lock = service.anybody()
                .with("Authorization", "Bearer " + enrolment.path("uploadToken").asText());
        assertThat(lock.put(other + "/csr", PKCS10, Samples.csr(applicant, Samples.ecKey()))
                        .status())
                .isIn(401, 404);
    }

    private JsonNode enrolment(TestAccount applicant, String path) {
        Answer file = require(service.as(applicant).get(path + "/enrolment"), 200);
        assertThat(file.header("Content-Type")).startsWith("application/jose");
        byte[] payload = Base64.getUrlDecoder().decode(file.text().split("\\.", -1)[1]);
        return new Answer(200, file.headers(), payload).json();
    }

    @Test
    void theSameIdempotencyKeyGivesTheSameAnswer() {
        ApiClient api = service.as(service.newApplicant());
        String body = "{\"product\":\"" + Walk.PRODUCT + "\"}";
        Answer first = require(api.postJson("/api/v1/applications", body, "Idempotency-Key", "satu"), 201);
        Answer again = require(api.postJson("/api/v1/applications", body, "Idempotency-Key", "satu"), 201);
        assertThat(again.json()).isEqualTo(first.json());
        assertThat(again.header("Location")).isEqualTo(first.header("Location"));
        assertThat(first.header("ETag")).isEqualTo("\"1\"");
        assertThat(api.postJson("/api/v1/applications", "{\"product\":\"lain\"}", "Idempotency-Key", "satu")
                        .problem())
                .isEqualTo("idempotency-key-reused");
        assertThat(api.postJson("/api/v1/applications", body, "Idempotency-Key", "dua")
                        .problem())
                .isEqualTo("application-already-open");
        assertThat(api.postJson("/api/v1/applications", body, "Idempotency-Key", "a b")
                        .problem())
                .isEqualTo("malformed");
    }

    @Test
    void ownApplicationsComeInPages() {
        TestAccount applicant = service.newApplicant();
        ApiClient api = service.as(applicant);
        require(api.post(walk.start(applicant) + "/withdraw"), 200);
        String second = walk.start(applicant);

        JsonNode first = require(api.get("/api/v1/applications?limit=1"), 200).json();
        JsonNode rest = require(
                        api.get("/api/v1/applications?limit=1&after="
                                + first.path("next").asText()),
                        200)
                .json();

        assertThat(second).endsWith(first.path("items").get(0).path("number").asText());
        assertThat(first.path("items").get(0).path("stateText").asText()).isEqualTo("Draf");
        assertThat(rest.path("items").get(0).path("state").asText()).isEqualTo("WITHDRAWN");
        assertThat(rest.has("next")).isFalse();
        assertThat(api.get("/api/v1/applications?limit=0").problem()).isEqualTo("invalid");
    }

    @Test
    void aRecalledApplicationIsADraftAgainAndItsStepsAreTimed() {
        TestAccount applicant = service.newApplicant();
        String number = walk.submit(applicant);
        ApiClient api = service.as(applicant);
        String path = "/api/v1/applications/" + number;
        assertThat(api.post(path + "/recall", "If-Match", "\"999\"").status()).isEqualTo(412);
        assertThat(require(api.post(path + "/recall"), 200).json().path("state").asText())
                .isEqualTo("DRAFT");
        JsonNode timeline = require(api.get(path + "/timeline"), 200).json();
        assertThat(timeline.path("normSeconds").asInt()).isEqualTo(780);
        assertThat(timeline.path("steps").size()).isEqualTo(9);
        assertThat(require(service.as(Role.AUDITOR).get("/admin/v1/applications/" + number + "/timeline"), 200)
                        .json()
                        .path("steps")
                        .size())
                .isEqualTo(9);
    }
}
