package id.segel.api.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Who asks the server for its tokens at the same time, again, or at a bad one. */
class LiveDoctorTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-23T06:00:00Z"), ZoneOffset.UTC);

    private final AtomicInteger looks = new AtomicInteger();
    private final CountDownLatch mayEnd = new CountDownLatch(1);

    private LiveDoctor doctor(Duration patience, Duration kept) {
        return new LiveDoctor(
                findings -> {
                    looks.incrementAndGet();
                    findings.in("token ca").ok(Topic.TOKEN_SLOT, "there");
                    await();
                    findings.in("token ca").ok(Topic.KEY, "good");
                },
                CLOCK,
                patience,
                kept);
    }

    private void await() {
        try {
            assertThat(mayEnd.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void everybodyWhoAsksAtTheSameTimeOrSoonAfterSharesOneLook() throws Exception {
        LiveDoctor doctor = doctor(Duration.ofSeconds(30), Duration.ofMinutes(10));
        ExecutorService askers = Executors.newFixedThreadPool(5);
        try {
            List<Future<Diagnosis>> answers = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                answers.add(askers.submit(doctor::ask));
            }
            Awaitility.await().until(() -> looks.get() == 1);
            mayEnd.countDown();
            for (Future<Diagnosis> answer : answers) {
                assertThat(answer.get(30, TimeUnit.SECONDS).findings()).hasSize(2);
            }
        } finally {
            askers.shutdownNow();
        }
        assertThat(doctor.ask().findings()).hasSize(2);
        assertThat(looks).hasValue(1);
    }

    @Test
    void whatIsOldIsLookedAtAgain() {
        mayEnd.countDown();
        LiveDoctor doctor = doctor(Duration.ofSeconds(30), Duration.ZERO);
        doctor.ask();
        doctor.ask();
        assertThat(looks).hasValue(2);
    }

    @Test
    void aTokenThatHangsKeepsNobodyWaitingAndIsNotAskedTwice() {
        LiveDoctor doctor = doctor(Duration.ofMillis(200), Duration.ZERO);

        Diagnosis first = doctor.ask();
        Diagnosis second = doctor.ask();

        assertThat(first.exitCode()).isEqualTo(1);
        assertThat(first.findings()).hasSize(2).last().satisfies(finding -> {
            assertThat(finding.id()).isEqualTo(Topic.DOCTOR);
            assertThat(finding.message()).contains("has not come to its end");
        });
        assertThat(second.exitCode()).isEqualTo(1);
        assertThat(looks).hasValue(1);
        mayEnd.countDown();
        Awaitility.await().until(() -> doctor.ask().exitCode() == 0);
    }

    @Test
    void aLookThatFailsIsAFinding() {
        LiveDoctor doctor = new LiveDoctor(
                findings -> {
                    throw new IllegalStateException("broken");
                },
                CLOCK,
                Duration.ofSeconds(30),
                Duration.ZERO);

        assertThat(doctor.ask().findings()).singleElement().satisfies(finding -> {
            assertThat(finding.id()).isEqualTo(Topic.DOCTOR);
            assertThat(finding.level()).isEqualTo(Level.ERROR);
            assertThat(finding.message()).contains("broken");
        });
    }
}
