package id.segel.ca.issuance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import id.segel.ca.store.CoreDatabase;
import id.segel.softhsm.ChildJvm;
import id.segel.softhsm.TestDatabase;
import id.segel.softhsm.TestToken;
import id.segel.softhsm.TestTokens;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The issuer killed between all its steps, with real processes: whatever was begun is accounted for, nothing is issued
 * twice, and the application gets its certificate from the next issuer.
 */
class KilledIssuerTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    static Path directory;

    static TestDatabase database;
    static TestTokens.Directory tokens;
    static ApprovedApplications applications;

    @BeforeAll
    static void makeHierarchy() {
        database = CoreDatabase.create();
        tokens = TestTokens.directory(directory.resolve("softhsm"), "killed");
        applications = new ApprovedApplications(database);
        try (ChildJvm child = child("ceremony", "")) {
            assertThat(child.awaitExit(LIMIT))
                    .as(String.join("\n", child.output()))
                    .isZero();
        }
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"before-intent", "after-intent", "after-sign", "before-record"})
    void aKilledIssuerLeavesNothingUnaccountedFor(String failpoint) {
        long application = applications.approve();
        try (ChildJvm killed = child("issue", failpoint)) {
            assertThat(killed.awaitExit(LIMIT)).isEqualTo(137);
        }
        boolean intended = !failpoint.equals("before-intent");
        assertThat(applications.state(application)).isEqualTo("ISSUING");
        assertThat(applications.certificateStates(application)).isEqualTo(intended ? List.of("INTENT") : List.of());
        try (ChildJvm next = child("issue", "")) {
            await().atMost(LIMIT).until(() -> applications.state(application).equals("ISSUED"));
            next.kill();
        }
        assertThat(applications.certificateStates(application))
                .isEqualTo(intended ? List.of("ORPHANED", "ISSUED") : List.of("ISSUED"));
        assertEverythingIsAccountedFor();
    }

    private static void assertEverythingIsAccountedFor() {
        assertThat(applications.count("SELECT count(*) FROM certificate WHERE state = 'INTENT'"))
                .isZero();
        assertThat(applications.count("""
                SELECT count(*) FROM certificate c
                 WHERE c.state = 'ORPHANED' AND (c.revoked_at IS NULL OR NOT EXISTS (
                       SELECT FROM status_change s WHERE s.issuer_id = c.issuer_id AND s.serial = c.serial AND s.change = 'ORPHAN'))
                """))
                .as("orphans that are not revoked with their event")
                .isZero();
        assertThat(applications.count("""
                SELECT count(*) FROM certificate c
                 WHERE NOT EXISTS (SELECT FROM audit_event e WHERE e.object_type = 'certificate' AND e.action = 'certificate.intent-stored'
                                      AND e.object_id = c.issuer_id || '/' || encode(c.serial, 'hex'))
                    OR (c.state = 'ISSUED' AND NOT EXISTS (SELECT FROM audit_event e WHERE e.action = 'certificate.issued'
                                      AND e.object_id = c.issuer_id || '/' || encode(c.serial, 'hex')))
                """))
                .as("certificates without their audit events")
                .isZero();
        assertThat(applications.count("""
                SELECT count(*) FROM (SELECT application_id FROM certificate WHERE state IN ('ISSUED', 'HELD', 'REVOKED') AND kind = 'SUBSCRIBER'
                                       GROUP BY application_id HAVING count(*) > 1) twice
                """))
                .as("applications with two certificates")
                .isZero();
    }

    private static ChildJvm child(String work, String failpoint) {
        TestToken token = tokens.tokens().get(0);
        ChildJvm.Starter starter = ChildJvm.of(IssuerChild.class)
                .environment(tokens.environment())
                .environment("SEGEL_TESTING", "1")
                .arguments(database.url(), token.label(), new String(token.userPin()), work)
                .lifetime(Duration.ofMinutes(2));
        return (failpoint.isEmpty() ? starter : starter.environment("SEGEL_FAILPOINT", failpoint)).start();
    }
}
