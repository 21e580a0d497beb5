package id.segel.api;

import static org.assertj.core.api.Assertions.assertThat;

import id.segel.softhsm.TestCluster;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The database goes away under a running service and comes back. */
class DatabaseAwayTest {
    @Test
    void requestsAreRefusedWhileTheDatabaseIsAwayAndServedAgainAfterwards() {
        try (TestCluster cluster = TestCluster.privateCluster();
                RunningService service = RunningService.on(cluster)) {
            service.awaitReady();
            TestAccount account = service.newApplicant();
            ApiClient applicant = service.as(account);
            String path = new Walk(service).start(account);

            cluster.stop();

            Answer refused = applicant.get(path);
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.problem()).isEqualTo("database-away");
            assertThat(refused.header("Retry-After")).matches("[1-9][0-9]*");
            assertThat(service.anybody().get("/pki/root-uji-g1.crt").problem()).isEqualTo("database-away");
            assertThat(service.anybody().get("/").status()).isEqualTo(200);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> service.admin().get("/ready").status() == 503);
            Answer health = service.admin().get("/healthcheck");
            assertThat(health.status()).isEqualTo(503);
            assertThat(health.text()).contains("PostgreSQL").doesNotContain("password");

            cluster.start();

            Awaitility.await()
                    .atMost(Duration.ofSeconds(40))
                    .until(() -> applicant.get(path).status() == 200);
            service.awaitReady();
            assertThat(new Walk(service).issue(service.newApplicant())).startsWith("OSD-");
        }
    }
}
