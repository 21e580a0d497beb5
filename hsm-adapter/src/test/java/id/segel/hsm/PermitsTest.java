package id.segel.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** Places at the token, deadlines, and the permit of a signature. */
class PermitsTest {
    private static final byte[] MESSAGE = {1, 2, 3};

    private final String label = TestTokens.create();
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch release = new CountDownLatch(1);

    @BeforeEach
    void makeKey() {
        try (Token token = TestTokens.open(label)) {
            TestTokens.certifiedKey(token, "kunci", KeySpec.EC_P256);
        }
    }

    @AfterEach
    void end() {
        release.countDown();
        threads.shutdownNow();
    }

    private Token open(int permits, Duration permitTimeout, Duration signTimeout) {
        return Token.open(
                TestTokens.tight(TestTokens.configuration(label, "kunci"), permits, permitTimeout, signTimeout),
                meters);
    }

    /** Occupies one place at the token until the test releases it. */
    private Future<byte[]> occupy(Token token, CountDownLatch occupied) {
        SigningKey key = token.signingKey("kunci");
        return threads.submit(() -> key.sign(SignatureScheme.ECDSA_SHA256, MESSAGE, () -> {
            occupied.countDown();
            awaitRelease();
        }));
    }

    private void awaitRelease() {
        try {
            release.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whenEveryPlaceIsTakenTheNextCallerIsToldAndNothingIsSigned() throws Exception {
        try (Token token = open(2, Duration.ofMillis(100), Duration.ofSeconds(30))) {
            CountDownLatch occupied = new CountDownLatch(2);
            List<Future<byte[]>> held = List.of(occupy(token, occupied), occupy(token, occupied));
            assertThat(occupied.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(meters.get("segel.hsm.permits.available").gauge().value())
                    .isZero();
            AtomicInteger consumed = new AtomicInteger();
            SigningKey third = token.signingKey("kunci");

            assertThatThrownBy(() -> third.sign(SignatureScheme.ECDSA_SHA256, MESSAGE, consumed::incrementAndGet))
                    .isInstanceOf(TokenBusyException.class)
                    .hasMessageContaining("within 100 ms")
                    .hasMessageContaining("all 2 permits");
            assertThat(consumed).hasValue(0);
            assertThat(meters.get("segel.hsm.permit.wait")
                            .tags("key", "kunci", "outcome", "busy")
                            .timer()
                            .count())
                    .isEqualTo(1);

            release.countDown();
            for (Future<byte[]> signature : held) {
                assertThat(signature.get(30, TimeUnit.SECONDS)).isNotEmpty();
            }
            assertThat(third.sign(SignatureScheme.ECDSA_SHA256, MESSAGE, consumed::incrementAndGet))
                    .isNotEmpty();
            assertThat(meters.get("segel.hsm.permits.available").gauge().value())
                    .isEqualTo(2);
        }
    }

    @Test
    void aPermitThatThrowsPassesItsExceptionThroughUnchanged() {
        try (Token token = open(1, Duration.ofSeconds(5), Duration.ofSeconds(5))) {
            SigningKey key = token.signingKey("kunci");
            RuntimeException refused = new IllegalStateException("the intent was abandoned");
            AtomicInteger asked = new AtomicInteger();

            assertThatThrownBy(() -> key.sign(SignatureScheme.ECDSA_SHA256, MESSAGE, () -> {
                        asked.incrementAndGet();
                        throw refused;
                    }))
                    .isSameAs(refused);
            assertThatThrownBy(() -> key.sign(SignatureScheme.ECDSA_SHA256, MESSAGE, () -> sneak(new IOException("x"))))
                    .isInstanceOf(IOException.class);

            assertThat(asked).hasValue(1);
            assertThat(key.sign(SignatureScheme.ECDSA_SHA256, MESSAGE, () -> {}))
                    .isNotEmpty();
            assertThat(meters.get("segel.hsm.operation")
                            .tags("outcome", "refused")
                            .timer()
                            .count())
                    .isEqualTo(2);
            assertThat(token.health().status()).isEqualTo(TokenHealth.Status.UP);
        }
    }

    @SuppressWarnings("unchecked")
    private static <X extends Throwable> void sneak(Throwable thrown) throws X {
        throw (X) thrown;
    }

    @Test
    void aCallThatHangsAfterThePermitLeavesItsOutcomeUnknownAndTheTokenDownUntilItReturns() throws Exception {
        try (Token token = open(2, Duration.ofSeconds(5), Duration.ofMillis(300))) {
            CountDownLatch occupied = new CountDownLatch(1);
            Future<byte[]> hung = occupy(token, occupied);
            assertThat(occupied.await(30, TimeUnit.SECONDS)).isTrue();

            assertThatThrownBy(() -> hung.get(30, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOf(SignatureOutcomeUnknownException.class)
                    .hasMessageContaining("within 300 ms")
                    .hasMessageContaining("restart");
            assertThat(token.health().status()).isEqualTo(TokenHealth.Status.DOWN);
            assertThat(token.health().detail()).contains("has not come back").contains("restart");
            assertThat(meters.get("segel.hsm.permits.available").gauge().value())
                    .isEqualTo(1);
            // The other place still works.
            assertThat(token.signingKey("kunci").sign(SignatureScheme.ECDSA_SHA256, MESSAGE, () -> {}))
                    .isNotEmpty();
            assertThat(token.health().status()).isEqualTo(TokenHealth.Status.DEGRADED);
            assertThat(token.health().hanging()).isEqualTo(1);
            assertThat(meters.get("segel.hsm.calls.hanging").gauge().value()).isEqualTo(1);

            release.countDown();

            await().untilAsserted(() -> {
                assertThat(token.health().status()).isEqualTo(TokenHealth.Status.UP);
                assertThat(meters.get("segel.hsm.permits.available").gauge().value())
                        .isEqualTo(2);
            });
            assertThat(meters.get("segel.hsm.operation")
                            .tags("outcome", "late")
                            .timer()
                            .count())
                    .isEqualTo(1);
        }
    }

    @Test
    void manyThreadsSignExactlyAsOftenAsTheyAsk() throws Exception {
        try (Token token = open(3, Duration.ofSeconds(30), Duration.ofSeconds(30))) {
            SigningKey key = token.signingKey("kunci");
            AtomicInteger consumed = new AtomicInteger();
            AtomicInteger inside = new AtomicInteger();
            AtomicInteger most = new AtomicInteger();
            List<Future<Integer>> workers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                workers.add(threads.submit(() -> {
                    int made = 0;
                    for (int n = 0; n < 50; n++) {
                        byte[] message = {(byte) n};
                        byte[] signature = key.sign(SignatureScheme.ECDSA_SHA256, message, () -> {
                            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                            consumed.incrementAndGet();
                            inside.decrementAndGet();
                        });
                        java.security.Signature verifier = java.security.Signature.getInstance("SHA256withECDSA");
                        verifier.initVerify(key.publicKey());
                        verifier.update(message);
                        made += verifier.verify(signature) ? 1 : 0;
                    }
                    return made;
                }));
            }
            int made = 0;
            for (Future<Integer> worker : workers) {
                made += worker.get(60, TimeUnit.SECONDS);
            }
            assertThat(made).isEqualTo(400);
            assertThat(consumed).hasValue(400);
            assertThat(most.get()).isBetween(1, 3);
            assertThat(meters.get("segel.hsm.operation")
                            .tags(
                                    "token",
                                    label,
                                    "key",
                                    "kunci",
                                    "operation",
                                    "sign",
                                    "mechanism",
                                    "ECDSA_SHA256",
                                    "outcome",
                                    "success")
                            .timer()
                            .count())
                    .isEqualTo(400);
        }
    }

    @Test
    void theRequestIdOfTheCallerIsInTheLogContextAtTheToken() {
        try (Token token = open(1, Duration.ofSeconds(5), Duration.ofSeconds(5))) {
            SigningKey key = token.signingKey("kunci");
            AtomicReference<String> seen = new AtomicReference<>();
            AtomicReference<String> seenAfter = new AtomicReference<>();

            MDC.put("requestId", "r-1");
            key.sign(SignatureScheme.ECDSA_SHA256, MESSAGE, () -> seen.set(MDC.get("requestId")));
            MDC.clear();
            key.sign(SignatureScheme.ECDSA_SHA256, MESSAGE, () -> seenAfter.set(MDC.get("requestId")));

            assertThat(seen).hasValue("r-1");
            assertThat(seenAfter).hasValue(null);
        }
    }

    @Test
    void anInterruptedCallerWhoseSignatureIsUnderWayStillGetsIt() throws Exception {
        try (Token token = open(1, Duration.ofSeconds(5), Duration.ofSeconds(30))) {
            SigningKey key = token.signingKey("kunci");
            Future<Boolean> stillInterrupted = threads.submit(() -> {
                Thread caller = Thread.currentThread();
                byte[] signature = key.sign(SignatureScheme.ECDSA_SHA256, MESSAGE, caller::interrupt);
                assertThat(signature).isNotEmpty();
                return Thread.interrupted();
            });
            assertThat(stillInterrupted.get(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aCallerInterruptedWhileItWaitsForAPlaceIsToldAndNothingIsSigned() throws Exception {
        try (Token token = open(1, Duration.ofSeconds(30), Duration.ofSeconds(30))) {
            CountDownLatch occupied = new CountDownLatch(1);
            Future<byte[]> held = occupy(token, occupied);
            assertThat(occupied.await(30, TimeUnit.SECONDS)).isTrue();
            SigningKey key = token.signingKey("kunci");
            AtomicInteger consumed = new AtomicInteger();
            AtomicReference<Thread> caller = new AtomicReference<>();
            Future<Boolean> stillInterrupted = threads.submit(() -> {
                caller.set(Thread.currentThread());
                assertThatThrownBy(() -> key.sign(SignatureScheme.ECDSA_SHA256, MESSAGE, consumed::incrementAndGet))
                        .isInstanceOf(TokenBusyException.class)
                        .hasMessageContaining("interrupted");
                return Thread.interrupted();
            });
            await().until(() -> caller.get() != null && caller.get().getState() == Thread.State.TIMED_WAITING);

            Objects.requireNonNull(caller.get()).interrupt();

            assertThat(stillInterrupted.get(30, TimeUnit.SECONDS)).isTrue();
            release.countDown();
            assertThat(held.get(30, TimeUnit.SECONDS)).isNotEmpty();
            assertThat(consumed).hasValue(0);
        }
    }

    @Test
    void healthAndMetersTellOfTheLastSuccess() {
        try (Token token = open(1, Duration.ofSeconds(5), Duration.ofSeconds(5))) {
            token.challenge();

            TokenHealth health = token.health();
            assertThat(health.keys()).containsOnlyKeys("kunci");
            assertThat(health.keys().values()).allSatisfy(key -> {
                assertThat(key.status()).isEqualTo(TokenHealth.Status.UP);
                assertThat(key.lastSuccess()).isNotNull();
            });
            assertThat(health.lastSuccess()).isNotNull();
            assertThat(meters.get("segel.hsm.last.success.age.seconds").gauge().value())
                    .isBetween(0.0, 30.0);
            assertThat(meters.get("segel.hsm.generation").gauge().value()).isEqualTo(1);
        }
        assertThat(meters.find("segel.hsm.generation").gauge()).isNull();
    }

    @Test
    void inPlaceAndHandedOverTogetherAreNeverMoreThanThePermits() throws Exception {
        try (Token token = open(3, Duration.ofSeconds(30), Duration.ofSeconds(30))) {
            SigningKey key = token.signingKey("kunci");
            AtomicInteger inside = new AtomicInteger();
            AtomicInteger most = new AtomicInteger();
            SignaturePermit counting = () -> {
                most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                Thread.yield();
                inside.decrementAndGet();
            };
            List<Future<Integer>> workers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                boolean inPlace = i % 2 == 0;
                workers.add(threads.submit(() -> {
                    int made = 0;
                    for (int n = 0; n < 50; n++) {
                        byte[] signature = inPlace
                                ? key.signInPlace(SignatureScheme.ECDSA_SHA256, MESSAGE, counting)
                                : key.sign(SignatureScheme.ECDSA_SHA256, MESSAGE, counting);
                        made += signature.length > 0 ? 1 : 0;
                    }
                    return made;
                }));
            }
            for (Future<Integer> worker : workers) {
                assertThat(worker.get(60, TimeUnit.SECONDS)).isEqualTo(50);
            }
            assertThat(most.get()).isBetween(1, 3);
            assertThat(meters.get("segel.hsm.permits.available").gauge().value())
                    .isEqualTo(3);
        }
    }

    @Test
    void inPlaceWaitsForAPlaceAndIsToldInTimeThatThereIsNone() throws Exception {
        try (Token token = open(1, Duration.ofMillis(200), Duration.ofSeconds(30))) {
            CountDownLatch occupied = new CountDownLatch(1);
            Future<byte[]> first = occupy(token, occupied);
            assertThat(occupied.await(30, TimeUnit.SECONDS)).isTrue();
            SigningKey key = token.signingKey("kunci");

            assertThatThrownBy(() -> key.signInPlace(SignatureScheme.ECDSA_SHA256, MESSAGE, () -> {}))
                    .isInstanceOf(TokenBusyException.class)
                    .hasMessageContaining("within 200 ms");
            Future<byte[]> next =
                    threads.submit(() -> key.signInPlace(SignatureScheme.ECDSA_SHA256, MESSAGE, () -> {}));
            release.countDown();

            assertThat(first.get(30, TimeUnit.SECONDS)).isNotEmpty();
            assertThat(next.get(30, TimeUnit.SECONDS)).isNotEmpty();
        }
    }

    @Test
    void aCallInPlaceThatHangsIsNoticedWhileItsCallerIsInsideAndStillGivesItsSignature() throws Exception {
        try (Token token = open(2, Duration.ofSeconds(5), Duration.ofMillis(300))) {
            CountDownLatch inside = new CountDownLatch(1);
            SigningKey key = token.signingKey("kunci");
            Future<byte[]> hung = threads.submit(() -> key.signInPlace(SignatureScheme.ECDSA_SHA256, MESSAGE, () -> {
                inside.countDown();
                awaitRelease();
            }));
            assertThat(inside.await(30, TimeUnit.SECONDS)).isTrue();

            await().until(() -> token.health().hanging() == 1);
            assertThat(token.health().status()).isEqualTo(TokenHealth.Status.DOWN);
            assertThat(token.health().detail()).contains("has not come back").contains("restart");
            assertThat(key.signInPlace(SignatureScheme.ECDSA_SHA256, MESSAGE, () -> {}))
                    .isNotEmpty();
            assertThat(token.health().status()).isEqualTo(TokenHealth.Status.DEGRADED);
            assertThat(hung.isDone()).isFalse();

            release.countDown();

            assertThat(hung.get(30, TimeUnit.SECONDS)).isNotEmpty();
            assertThat(token.health().hanging()).isZero();
            assertThat(meters.get("segel.hsm.permits.available").gauge().value())
                    .isEqualTo(2);
        }
    }
}
