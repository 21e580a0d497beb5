package id.segel.api;

import static org.assertj.core.api.Assertions.assertThat;

import id.segel.api.access.Operation;
import id.segel.api.access.Permit;
import id.segel.ca.person.Role;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Walks every resource method with every role and with none. */
class PermissionsTest {
    private static final Set<Integer> REFUSED = Set.of(401, 403);

    private final RunningService service = RunningService.shared();

    @Test
    void everyOperationOfTheTableHasExactlyOneMethod() {
        List<Operation> used = ApiClasses.endpoints().stream()
                .map(endpoint -> endpoint.method().getAnnotation(Permit.class))
                .map(Permit::value)
                .toList();
        assertThat(used).doesNotHaveDuplicates().containsExactlyInAnyOrder(Operation.values());
    }

    @TestFactory
    List<DynamicTest> withoutCredentialsNothingIsToldButThatTheyAreNeeded() {
        return ApiClasses.endpoints().stream()
                .map(endpoint -> DynamicTest.dynamicTest(endpoint.toString(), () -> {
                    Answer answer = ask(service.anybody(), endpoint);
                    if (operation(endpoint).isOpen()) {
                        assertThat(answer.problem()).isNotEqualTo("sign-in-required");
                    } else {
                        assertThat(answer.problem()).as(answer.toString()).isEqualTo("sign-in-required");
                        assertThat(answer.status()).isEqualTo(401);
                        assertThat(answer.header("WWW-Authenticate")).isNotEmpty();
                    }
                }))
                .toList();
    }

    @TestFactory
    List<DynamicTest> everyRoleMayCallWhatTheTableSaysAndNothingElse() {
        return Arrays.stream(Role.values())
                .flatMap(role -> ApiClasses.endpoints().stream()
                        .filter(endpoint -> operation(endpoint) != Operation.END_SESSION)
                        .map(endpoint -> DynamicTest.dynamicTest(role + " " + endpoint, () -> {
                            Operation operation = operation(endpoint);
                            Answer answer = ask(client(role), endpoint);
                            boolean may =
                                    operation.isOpen() || operation.roles().contains(role);
                            if (may) {
                                assertThat(answer.problem())
                                        .as(answer.toString())
                                        .isNotIn("not-permitted", "sign-in-required");
                            } else {
                                assertThat(answer.problem())
                                        .as(answer.toString())
                                        .isEqualTo("not-permitted");
                                assertThat(REFUSED).contains(answer.status());
                            }
                        })))
                .toList();
    }

    @Test
    void authenticationComesBeforeAnythingThatTellsPathsApart() {
        ApiClient anybody = service.anybody();
        for (String path : List.of(
                "/api/v1/nothing",
                "/admin/v1/nothing",
                "/audit/v1/nothing",
                "/api",
                "/admin/",
                "/api/v1/applications/OSD-2026-000001")) {
            assertThat(anybody.get(path).status()).as(path).isEqualTo(401);
            assertThat(anybody.delete(path).status()).as(path).isEqualTo(401);
            assertThat(anybody.post(path, "text/plain", new byte[] {1}).status())
                    .as(path)
                    .isEqualTo(401);
        }
        assertThat(anybody.with("Authorization", "Bearer st_" + "x".repeat(43))
                        .get("/api/v1/nothing")
                        .status())
                .isEqualTo(401);
        assertThat(anybody.with("Authorization", "Basic YTpi")
                        .get("/api/v1/session")
                        .status())
                .isEqualTo(401);
        assertThat(service.as(Role.OFFICER).get("/api/v1/nothing").problem()).isEqualTo("not-found");
        assertThat(service.as(Role.OFFICER).delete("/admin/v1/decisions").problem())
                .isEqualTo("method-not-allowed");
    }

    @Test
    void anAdministratorDecidesNothingAndAnAuditorChangesNothing() {
        Set<Operation> officers = EnumSet.of(
                Operation.CLAIM_APPLICATION,
                Operation.RELEASE_APPLICATION,
                Operation.DECIDE_APPLICATION,
                Operation.DECIDE_APPLICATIONS,
                Operation.REVOKE_CERTIFICATE,
                Operation.SUSPEND_CERTIFICATE,
                Operation.RELEASE_CERTIFICATE);
        assertThat(officers)
                .allSatisfy(operation ->
                        assertThat(operation.roles()).doesNotContain(Role.ADMIN, Role.AUDITOR, Role.APPLICANT));
        Set<Operation> changes = ApiClasses.endpoints().stream()
                .filter(endpoint -> !endpoint.httpMethod().equals("GET"))
                .map(PermissionsTest::operation)
                .filter(operation -> !operation.isOpen())
                .collect(Collectors.toSet());
        changes.removeAll(EnumSet.of(Operation.END_SESSION, Operation.ACCEPT_AGREEMENT, Operation.CHECK_CSR));
        assertThat(changes)
                .allSatisfy(operation -> assertThat(operation.roles()).doesNotContain(Role.AUDITOR));
    }

    private ApiClient client(Role role) {
        return role == Role.APPLICANT ? service.as(Applicant.ACCOUNT) : service.as(role);
    }

    /** One for all walks. */
    private static final class Applicant {
        static final TestAccount ACCOUNT = RunningService.shared().newApplicant();
    }

    private static Operation operation(ApiClasses.Endpoint endpoint) {
        return endpoint.method().getAnnotation(Permit.class).value();
    }

    /** Asks for something that does not exist, with a body that does not fit, so that nothing changes. */
    private static Answer ask(ApiClient client, ApiClasses.Endpoint endpoint) {
        String path = endpoint.path()
                .replace("{number}", "OSD-1999-999999")
                .replace("{serial}", "7fffffffffffffffffffffffffffffffff")
                .replace("{version}", "999999")
                .replace("{code}", "no-such-product")
                .replace("{spkiSha256}", "f".repeat(64))
                .replace("{ca}", "no-such-ca")
                .replace("{shard}", "0")
                .replace("{request}", "MA==")
                .replace("{problem}", "not-found");
        jakarta.ws.rs.Consumes consumes = endpoint.method().getAnnotation(jakarta.ws.rs.Consumes.class);
        byte[] body = consumes == null ? new byte[0] : "{\"no\":1}".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        return consumes == null
                ? client.send(endpoint.httpMethod(), path, body)
                : client.send(endpoint.httpMethod(), path, body, "Content-Type", consumes.value()[0]);
    }
}
