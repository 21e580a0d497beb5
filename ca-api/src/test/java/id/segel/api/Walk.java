package id.segel.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.segel.ca.person.Role;
import java.security.KeyPair;

/** Takes applications through the procedure over HTTP. */
public final class Walk {
    public static final String PRODUCT = "osd-lu-kelas-2-individu";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final RunningService service;

    public Walk(RunningService service) {
        this.service = service;
    }

    /** A started application; its path. */
    public String start(TestAccount applicant) {
        Answer answer = service.as(applicant).postJson("/api/v1/applications", "{\"product\":\"" + PRODUCT + "\"}");
        return require(answer, 201).header("Location");
    }

    /** An application with letter and CSR, handed in; its number. */
    public String submit(TestAccount applicant) {
        return submit(applicant, Samples.ecKey());
    }

    /** The same with a key of the test's own. */
    public String submit(TestAccount applicant, KeyPair key) {
        String path = start(applicant);
        ApiClient api = service.as(applicant);
        require(api.put(path + "/letter", "application/pdf", Samples.letter()), 200);
        require(api.put(path + "/csr", "application/pkcs10", Samples.csr(applicant, key)), 200);
        return require(api.post(path + "/submit"), 200).json().path("number").asText();
    }

    /** Claims as an officer; the review. */
    public Answer claim(ApiClient officer, String number) {
        String path = "/admin/v1/applications/" + number;
        return require(
                officer.post(
                        path + "/claim",
                        "If-Match",
                        require(officer.get(path), 200).header("ETag")),
                200);
    }

    /** A body that approves what a review shows. */
    public static String approval(JsonNode review) {
        ObjectNode decision = JSON.createObjectNode().put("outcome", "APPROVE");
        ObjectNode checklist = decision.putObject("checklist");
        for (JsonNode item : review.path("checklist")) {
            checklist.putObject(item.path("id").asText()).put("value", "YES");
        }
        decision.putArray("reasons");
        return decision.toString();
    }

    /** Claims and approves, and waits for the certificate. */
    public Answer approve(ApiClient officer, String number) {
        Answer review = claim(officer, number);
        return require(
                officer.postJson(
                        "/admin/v1/applications/" + number + "/decision",
                        approval(review.json()),
                        "If-Match",
                        review.header("ETag"),
                        "Prefer",
                        "wait=30"),
                200);
    }

    /** Everything up to an issued certificate; the application's number. */
    public String issue(TestAccount applicant) {
        String number = submit(applicant);
        Answer decided = approve(service.as(Role.OFFICER), number);
        if (!decided.json().path("state").asText().equals("ISSUED")) {
            throw new AssertionError("not issued: " + decided);
        }
        return number;
    }

    public static Answer require(Answer answer, int status) {
        if (answer.status() != status) {
            throw new AssertionError("expected " + status + ", got " + answer);
        }
        return answer;
    }
}
