package id.segel.ca.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class RefusalCounterTest {
    private static final Instant START = Instant.parse("2026-11-22T00:00:00Z");

    private final RefusalCounter counter = new RefusalCounter();

    @Test
    void theFirstIsToldAtOnceAndTheRestOfTheMinuteTogether() {
        assertThat(counter.add(1, START)).isEqualTo(1);
        for (int i = 1; i <= 100; i++) {
            assertThat(counter.add(1, START.plusMillis(i))).isZero();
        }
        assertThat(counter.add(1, START.plusSeconds(60))).isEqualTo(101);
    }

    @Test
    void accountsAreCountedApart() {
        counter.add(1, START);

        assertThat(counter.add(2, START)).isEqualTo(1);
    }

    @Test
    void whatWasCountedIsTakenWhenItsMinuteIsOverAndOnlyOnce() {
        counter.add(1, START);
        counter.add(1, START);
        counter.add(1, START);
        counter.add(2, START);

        assertThat(counter.takeDue(START.plusSeconds(59))).isEmpty();
        assertThat(counter.takeDue(START.plusSeconds(60))).containsOnlyKeys(1L).containsEntry(1L, 2);
        assertThat(counter.takeDue(START.plusSeconds(120))).isEmpty();
    }
}
