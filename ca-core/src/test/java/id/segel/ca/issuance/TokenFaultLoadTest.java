package id.segel.ca.issuance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import id.segel.ca.authority.Authority;
import id.segel.ca.store.CoreDatabase;
import id.segel.hsm.TokenHealth;
import id.segel.softhsm.FaultShim;
import id.segel.softhsm.TestToken;
import id.segel.softhsm.TestTokens;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The issuer under load while its token fails: nothing restarts, no certificate is lost, none is made twice, no wrong
 * signature is passed on, and every signature that may exist without being delivered is a revoked orphan. With
 * {@code -Dsegel.long=true} at full length; each prints its figures.
 */
class TokenFaultLoadTest {
    private static final boolean LONG = Boolean.getBoolean("segel.long");
    private static final Duration LIMIT = LONG ? Duration.ofMinutes(4) : Duration.ofSeconds(60);

    /** Deadlines of the token as an installation would set them, leases to match. */
    private static final Duration SIGN_DEADLINE = Duration.ofSeconds(LONG ? 5 : 1);

    private final TestToken token = TestTokens.take();
    private final FaultShim shim;
    private final IssuanceFixture fixture;

    TokenFaultLoadTest(@TempDir Path directory) {
        this.shim = FaultShim.around(token.module(), directory);
        this.fixture = fixture();
    }

    private IssuanceFixture fixture() {
        IssuanceConfiguration configuration = new IssuanceConfiguration(
                16,
                4,
                64,
                SIGN_DEADLINE.multipliedBy(4),
                SIGN_DEADLINE,
                SIGN_DEADLINE.multipliedBy(2),
                Duration.ofMillis(200),
                Duration.ofSeconds(1),
                Duration.ofHours(24),
                Duration.ofMillis(100));
        return new IssuanceFixture(CoreDatabase.create(), token, shim.library(), configuration, SIGN_DEADLINE);
    }

    @BeforeEach
    void makeHierarchy() {
        fixture.ceremony();
    }

    @AfterEach
    void close() {
        shim.close();
        fixture.close();
    }

    @Test
    void ofSignaturesCorruptedAtRandomNotOneIsPassedOn() throws Exception {
        int signatures = LONG ? 3_000 : 100;
        Load load = new Load(signatures);
        shim.control("C_Sign percent=10 flip");
        load.run(() -> await().atMost(LIMIT).until(() -> load.issued() > signatures / 2));
        int orphans = load.finish("10 % of signatures corrupted");

        assertThat(orphans).isGreaterThan(signatures / 50);
        assertThat(orphans).isEqualTo((int) shim.injected("C_Sign"));
    }

    @Test
    void whenAllSessionsAreDroppedAgainAndAgainIssuingGoesOn() throws Exception {
        int times = LONG ? 100 : 5;
        Load load = new Load(0);
        load.run(() -> {
            for (int i = 1; i <= times; i++) {
                int dropped = i;
                shim.control("C_SignInit count=1 drop");
                await().pollInterval(Duration.ofMillis(5))
                        .atMost(LIMIT)
                        .until(() -> shim.injected("C_SignInit") == dropped);
                load.recovery(shim::clear);
            }
        });
        load.finish("all sessions dropped " + times + " times");
    }

    @Test
    void aTokenThatAnswersWithErrorsForAWhileDelaysAndLosesNothing() throws Exception {
        Duration fault = Duration.ofMillis(LONG ? 5_000 : 1_000);
        Load load = new Load(0);
        load.run(() -> {
            await().atMost(LIMIT).until(() -> load.issued() > 5);
            shim.control("* error=0x30");
            pause(fault);
            assertThat(fixture.token.health().status()).isEqualTo(TokenHealth.Status.DOWN);
            load.recovery(shim::clear);
        });
        load.finish("errors of the token for " + fault.toMillis() + " ms");
    }

    @Test
    void aTokenThatHangsForAWhileCostsItsPermitsAndLosesNothing() throws Exception {
        Duration fault = Duration.ofMillis(LONG ? 30_000 : 3_000);
        Load load = new Load(0);
        load.run(() -> {
            await().atMost(LIMIT).until(() -> load.issued() > 5);
            long start = System.nanoTime();
            shim.control("C_Sign hang");
            await().atMost(LIMIT)
                    .until(() -> fixture.token.health().status() == TokenHealth.Status.DOWN
                            && fixture.token.health().hanging() > 0);
            System.out.printf(
                    Locale.ROOT,
                    "token hung: noticed after %d ms%n",
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
            pause(fault.minusNanos(System.nanoTime() - start));
            load.recovery(shim::clear);
        });
        load.finish("token hung for " + fault.toMillis() + " ms");
    }

    /** The length of a fault is the fault: it is waited for. */
    private static void pause(Duration length) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(Math.max(0, length.toNanos()));
    }

    /** What happens while the load runs. */
    @FunctionalInterface
    private interface Events {
        void happen() throws Exception;
    }

    /** Applications approved one after the other while things happen, issued by one worker beside a reconciler. */
    private final class Load {
        private final int atLeast;
        private final AtomicInteger applications = new AtomicInteger();
        private long recoveryMillis = -1;

        /**
         * @param atLeast so many applications, and more for as long as things happen
         */
        Load(int atLeast) {
            this.atLeast = atLeast;
        }

        int issued() {
            return (int) count("state = 'ISSUED'");
        }

        /** Ends the fault and takes the time until the next certificate. */
        void recovery(Runnable end) {
            int before = issued();
            long start = System.nanoTime();
            end.run();
            await().pollInterval(Duration.ofMillis(5)).atMost(LIMIT).until(() -> issued() > before);
            recoveryMillis = Math.max(recoveryMillis, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
        }

        void run(Events events) throws Exception {
            Reconciler reconciler = fixture.issuance.reconciler();
            AtomicBoolean happening = new AtomicBoolean(true);
            try (IssuerWorker worker = fixture.issuance.worker()) {
                worker.start();
                Thread approving = new Thread(() -> {
                    while (happening.get() || applications.get() < atLeast) {
                        fixture.approvedApplication();
                        applications.incrementAndGet();
                        worker.wake();
                    }
                });
                approving.start();
                try {
                    events.happen();
                } finally {
                    happening.set(false);
                    approving.join();
                }
                await().atMost(LIMIT).until(() -> {
                    reconciler.run();
                    return fixture.count("SELECT count(*) FROM application WHERE state <> 'ISSUED'") == 0;
                });
            }
        }

        /** Asserts what must be true of everything that was made; returns the number of orphans. */
        int finish(String name) throws Exception {
            assertThat(fixture.count("SELECT count(*) FROM application")).isEqualTo(applications.get());
            assertThat(issued()).isEqualTo(applications.get());
            assertThat(fixture.count("""
                            SELECT count(*) FROM (SELECT application_id FROM certificate
                             WHERE application_id IS NOT NULL AND state = 'ISSUED' GROUP BY 1 HAVING count(*) > 1) twice
                            """)).isZero();
            assertThat(count("state = 'INTENT'")).isZero();
            assertThat(fixture.count("""
                            SELECT count(*) FROM certificate c WHERE NOT EXISTS (SELECT FROM authorisation a WHERE a.id = c.authorisation_id)
                            """)).isZero();
            assertEverySignatureIsGood();
            int orphans = (int) count("state = 'ORPHANED'");
            assertThat(count("state = 'ORPHANED' AND revoked_at IS NULL")).isZero();
            assertThat(fixture.meters.find("segel.issuance.ended").tags("outcome", "orphaned").counters().stream()
                            .mapToDouble(io.micrometer.core.instrument.Counter::count)
                            .sum())
                    .as("the alarm counts every orphan")
                    .isEqualTo(orphans);
            System.out.printf(
                    Locale.ROOT,
                    "%s: %d issued, %d orphaned and revoked, %d abandoned; longest wait %d ms, median %d ms%s%n",
                    name,
                    issued(),
                    orphans,
                    count("state = 'ABANDONED'"),
                    waited("max(t)"),
                    waited("percentile_cont(0.5) WITHIN GROUP (ORDER BY t)"),
                    recoveryMillis < 0 ? "" : "; next certificate " + recoveryMillis + " ms after the fault");
            return orphans;
        }

        private void assertEverySignatureIsGood() throws Exception {
            Authority issuing = fixture.authorities().byName("issuing-g1").orElseThrow();
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            PublicKey key = factory.generateCertificate(new ByteArrayInputStream(issuing.requireCertificate()))
                    .getPublicKey();
            List<byte[]> certificates = fixture.superuser.withHandle((Handle handle) -> handle.createQuery(
                            "SELECT der FROM certificate WHERE application_id IS NOT NULL AND state = 'ISSUED'")
                    .mapTo(byte[].class)
                    .list());
            for (byte[] der : certificates) {
                ((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der))).verify(key);
            }
            assertThat(certificates).hasSize(applications.get());
        }

        private long waited(String what) {
            return fixture.count("SELECT (1000 * " + what + ")::int FROM (SELECT extract(epoch FROM a.state_since"
                    + " - a.approved_at) AS t FROM application a WHERE a.state = 'ISSUED') waiting");
        }
    }

    private long count(String condition) {
        return fixture.count("SELECT count(*) FROM certificate WHERE application_id IS NOT NULL AND " + condition);
    }
}
