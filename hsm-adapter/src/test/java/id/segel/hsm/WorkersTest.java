package id.segel.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkersTest {
    private final Workers workers = new Workers("uji-pekerja", 1);
    private final CountDownLatch release = new CountDownLatch(1);
    private final Queue<String> done = new ConcurrentLinkedQueue<>();

    @AfterEach
    void close() {
        release.countDown();
        workers.close(Duration.ofSeconds(10));
    }

    private final class Named implements Workers.Job {
        private final String name;
        private volatile boolean begun;

        Named(String name) {
            this.name = name;
        }

        @Override
        public void begin() {
            begun = true;
        }

        @Override
        public void perform() {
            try {
                release.await();
            } catch (InterruptedException e) {
                done.add("interrupted");
            }
        }

        @Override
        public void finish() {
            done.add(name);
        }
    }

    private Named submit(String name) {
        Named job = new Named(name);
        assertThat(workers.submit(job)).isTrue();
        return job;
    }

    @Test
    void jobsWithoutAPlaceWaitInTheOrderTheyCame() {
        Named first = submit("first");
        Named second = submit("second");
        submit("third");
        assertThat(first.begun).isTrue();
        assertThat(second.begun).isFalse();
        assertThat(workers.free()).isZero();

        release.countDown();

        await().untilAsserted(() -> assertThat(done).containsExactly("first", "second", "third"));
        await().untilAsserted(() -> assertThat(workers.free()).isEqualTo(1));
    }

    @Test
    void aJobIsTakenBackOnlyBeforeItHasBegun() {
        Named first = submit("first");
        Named second = submit("second");
        submit("third");

        assertThat(workers.withdraw(second)).isTrue();
        assertThat(workers.withdraw(second)).isFalse();
        assertThat(workers.withdraw(first)).isFalse();
        release.countDown();

        await().untilAsserted(() -> assertThat(done).containsExactly("first", "third"));
    }

    @Test
    void closingTakesNoMoreWaitsForWhatIsUnderWayAndEndsTheThreads() throws Exception {
        submit("first");
        submit("second");

        assertThat(workers.close(Duration.ofMillis(50))).isFalse();
        assertThat(workers.submit(new Named("late"))).isFalse();
        release.countDown();

        assertThat(workers.close(Duration.ofSeconds(10))).isTrue();
        await().untilAsserted(() -> assertThat(done).containsExactly("first", "second"));
        for (Thread thread : threads()) {
            thread.join(TimeUnit.SECONDS.toMillis(10));
            assertThat(thread.isAlive()).isFalse();
        }
    }

    @Test
    void aThreadWithNothingToDoEndsWhenItsTokenIsClosed() {
        release.countDown();
        submit("first");
        await().untilAsserted(() -> assertThat(workers.free()).isEqualTo(1));
        List<Thread> threads = threads();
        assertThat(threads).hasSize(1);

        assertThat(workers.close(Duration.ofSeconds(10))).isTrue();

        await().untilAsserted(() -> assertThat(threads.get(0).isAlive()).isFalse());
    }

    private static List<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("segel-hsm-uji-pekerja-"))
                .toList();
    }
}
