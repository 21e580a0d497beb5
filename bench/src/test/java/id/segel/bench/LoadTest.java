package id.segel.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class LoadTest {
    @Test
    void answersAndFailuresAreCountedApart() throws InterruptedException {
        AtomicInteger asked = new AtomicInteger();
        Load.Result result = new Load(2, Duration.ofMillis(200), () -> {
                    int n = asked.incrementAndGet();
                    if (n % 3 == 0) {
                        throw new java.io.IOException("away");
                    }
                    return n % 3 == 1;
                })
                .run();
        assertThat(result.answers() + result.failures()).isEqualTo(asked.get());
        assertThat(result.answers()).isBetween(asked.get() / 3L, asked.get() / 3L + 1);
        assertThat(result.p99()).isGreaterThanOrEqualTo(result.median());
    }

    @Test
    void onlyThisMachineIsAsked() {
        assertThat(new CommandLine(new Bench())
                        .execute("--url", "http://192.0.2.1:8080", "--accounts", "none.json", "request.csr"))
                .isEqualTo(2);
    }
}
