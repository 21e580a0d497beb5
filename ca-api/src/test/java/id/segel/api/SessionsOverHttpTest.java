package id.segel.api;

import static id.segel.api.Walk.require;
import static org.assertj.core.api.Assertions.assertThat;

import id.segel.ca.person.Role;
import org.junit.jupiter.api.Test;

/** Cookies, bearer tokens, CSRF. */
class SessionsOverHttpTest {
    private static final String OWN = "http://localhost:8080";

    private final RunningService service = RunningService.shared();

    private record Cookie(ApiClient client, String csrf) {}

    private Cookie signInWithCookie() {
        Answer answer =
                require(service.anybody().postJson("/api/v1/session", service.signIn(service.newApplicant())), 200);
        String cookie = answer.header("Set-Cookie");
        assertThat(cookie)
                .startsWith("segel=st_")
                .contains("HttpOnly", "Path=/", "SameSite=Strict")
                .doesNotContain("Max-Age", "Domain");
        assertThat(answer.json().has("token")).isFalse();
        return new Cookie(
                service.anybody().with("Cookie", cookie.substring(0, cookie.indexOf(';'))),
                answer.json().path("csrfToken").asText());
    }

    @Test
    void aCookieSessionKnowsItsOwnerAndGivesItsCsrfTokenAgain() {
        Cookie session = signInWithCookie();
        Answer shown = require(session.client().get("/api/v1/session"), 200);
        assertThat(shown.json().path("csrfToken").asText()).isEqualTo(session.csrf());
        assertThat(shown.json().path("roles").get(0).asText()).isEqualTo("APPLICANT");
        assertThat(shown.header("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void aChangeWithACookieNeedsTheTokenAndTheOwnOrigin() {
        Cookie session = signInWithCookie();
        String body = "{\"product\":\"" + Walk.PRODUCT + "\"}";
        ApiClient client = session.client();

        assertThat(client.postJson("/api/v1/applications", body).problem()).isEqualTo("csrf-token-wrong");
        assertThat(client.postJson("/api/v1/applications", body, "Origin", OWN).problem())
                .isEqualTo("csrf-token-wrong");
        assertThat(client.postJson("/api/v1/applications", body, "X-CSRF-Token", session.csrf())
                        .problem())
                .isEqualTo("csrf-token-wrong");
        assertThat(client.postJson(
                                "/api/v1/applications",
                                body,
                                "X-CSRF-Token",
                                session.csrf(),
                                "Origin",
                                "http://evil.example")
                        .problem())
                .isEqualTo("csrf-token-wrong");
        assertThat(client.postJson("/api/v1/applications", body, "X-CSRF-Token", session.csrf() + "x", "Origin", OWN)
                        .problem())
                .isEqualTo("csrf-token-wrong");
        require(client.postJson("/api/v1/applications", body, "X-CSRF-Token", session.csrf(), "Origin", OWN), 201);
    }

    @Test
    void signingOutEndsTheSession() {
        Cookie session = signInWithCookie();
        Answer out =
                require(session.client().delete("/api/v1/session", "X-CSRF-Token", session.csrf(), "Origin", OWN), 204);
        assertThat(out.header("Set-Cookie")).contains("Max-Age=0");
        assertThat(session.client().get("/api/v1/session").status()).isEqualTo(401);
    }

    @Test
    void aCookieAndABearerTokenTogetherAreRefused() {
        Cookie session = signInWithCookie();
        Answer answer = session.client().get("/api/v1/session", "Authorization", "Bearer st_" + "a".repeat(43));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.problem()).isEqualTo("two-credentials");
    }

    @Test
    void aCookiesTokenIsNoBearerToken() {
        Answer answer =
                require(service.anybody().postJson("/api/v1/session", service.signIn(service.newApplicant())), 200);
        String token = answer.header("Set-Cookie")
                .substring("segel=".length(), answer.header("Set-Cookie").indexOf(';'));
        assertThat(service.anybody()
                        .with("Authorization", "Bearer " + token)
                        .get("/api/v1/session")
                        .status())
                .isEqualTo(401);
    }

    @Test
    void aWrongPasswordAndAnUnknownNameGetTheSameAnswer() {
        TestAccount account = service.newApplicant();
        Answer wrong = service.anybody()
                .postJson(
                        "/api/v1/session",
                        "{\"username\":\"" + account.username() + "\",\"password\":\"bukan kata sandinya\"}");
        Answer unknown = service.anybody()
                .postJson("/api/v1/session", "{\"username\":\"siapa\",\"password\":\"bukan kata sandinya\"}");
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.problem()).isEqualTo("sign-in-failed");
        assertThat(unknown.problem()).isEqualTo(wrong.problem());
        assertThat(unknown.json().path("detail")).isEqualTo(wrong.json().path("detail"));
    }

    @Test
    void staffNeedACode() {
        TestAccount officer = service.staff(Role.OFFICER);
        Answer answer = service.anybody()
                .postJson(
                        "/api/v1/session",
                        "{\"username\":\"" + officer.username() + "\",\"password\":\"" + officer.password() + "\"}");
        assertThat(answer.problem()).isEqualTo("sign-in-failed");
    }

    @Test
    void guessingIsBoundedForEachAccount() {
        String body = "{\"username\":\"ditebak\",\"password\":\"salah salah salah\"}";
        Answer answer = service.anybody().postJson("/api/v1/session", body);
        for (int i = 0; i < 40 && answer.status() == 401; i++) {
            answer = service.anybody().postJson("/api/v1/session", body);
        }
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.header("Retry-After")).matches("[1-9][0-9]*");
    }

    @Test
    void theAgreementIsThereForEverybodyAndAcceptedByWhoIsSignedIn() {
        Answer agreement = require(service.anybody().get("/api/v1/agreements/current", "Accept-Language", "en"), 200);
        assertThat(agreement.json().path("text").asText()).startsWith("Subscriber agreement");
        int version = agreement.json().path("version").asInt();
        ApiClient applicant = service.as(service.newApplicant());
        require(applicant.post("/api/v1/agreements/" + version + "/acceptance"), 204);
        assertThat(applicant
                        .post("/api/v1/agreements/" + (version + 1) + "/acceptance")
                        .problem())
                .isEqualTo("not-found");
        assertThat(applicant.post("/api/v1/agreements/x/acceptance").problem()).isEqualTo("not-found");
    }
}
