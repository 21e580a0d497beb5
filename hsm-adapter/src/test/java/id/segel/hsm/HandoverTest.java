package id.segel.hsm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HandoverTest {
    private final Handover<String> handover = new Handover<>();

    private static long in(Duration time) {
        return System.nanoTime() + time.toNanos();
    }

    @Test
    void whatIsGivenIsTakenOnce() {
        handover.give("a");

        assertThat(handover.await(in(Duration.ofSeconds(10)))).isEqualTo("a");
        assertThat(handover.await(in(Duration.ofMillis(1)))).isNull();
        handover.give("b");
        assertThat(handover.look(0)).isEqualTo("b");
        assertThat(handover.look(1000)).isNull();
    }

    @Test
    void everythingArrivesThroughManyHandovers() {
        Handover<String> back = new Handover<>();
        CompletableFuture<Void> echo = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < 20_000; i++) {
                String word = handover.look(i % 3 == 0 ? 20_000 : 0);
                back.give(String.valueOf(word == null ? handover.await(in(Duration.ofSeconds(20))) : word));
            }
        });
        for (int i = 0; i < 20_000; i++) {
            handover.give("w" + i);
            assertThat(back.await(in(Duration.ofSeconds(20)))).isEqualTo("w" + i);
        }
        assertThat(echo).succeedsWithin(20, TimeUnit.SECONDS);
    }

    @Test
    void anInterruptEndsTheWaitAndStays() {
        Thread.currentThread().interrupt();

        assertThat(handover.await(in(Duration.ofSeconds(10)))).isNull();
        assertThat(Thread.interrupted()).isTrue();
    }
}
