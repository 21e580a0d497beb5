package id.segel.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Clients that repeat one request, each as soon as its answer is there, for a bounded time; and what came of it. */
final class Load {
    private static final int MOST_SAMPLES = 1_000_000;

    private final int clients;
    private final Duration time;
    private final Callable<Boolean> request;

    /**
     * @param request does one request; true when its answer was as wished
     */
    Load(int clients, Duration time, Callable<Boolean> request) {
        this.clients = clients;
        this.time = time;
        this.request = request;
    }

    /**
     * What was measured.
     *
     * @param perSecond answers as wished in a second of wall time
     * @param failures answers that were not, or none
     */
    record Result(long answers, long failures, double perSecond, Duration median, Duration p99) {
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%d answers, %d failures, %.0f/s, median %.1f ms, p99 %.1f ms",
                    answers,
                    failures,
                    perSecond,
                    median.toNanos() / 1e6,
                    p99.toNanos() / 1e6);
        }
    }

    Result run() throws InterruptedException {
        AtomicLong failures = new AtomicLong();
        long[][] samples = new long[clients][];
        long begin = System.nanoTime();
        Thread[] threads = IntStream.range(0, clients)
                .mapToObj(n -> new Thread(() -> samples[n] = client(begin, failures), "client-" + n))
                .toArray(Thread[]::new);
        for (Thread thread : threads) {
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        double took = (System.nanoTime() - begin) / 1e9;
        long[] all =
                Arrays.stream(samples).flatMapToLong(LongStream::of).sorted().toArray();
        return new Result(all.length, failures.get(), all.length / took, at(all, 0.5), at(all, 0.99));
    }

    private long[] client(long begin, AtomicLong failures) {
        long[] samples = new long[1024];
        int count = 0;
        while (System.nanoTime() - begin < time.toNanos() && count < MOST_SAMPLES) {
            long asked = System.nanoTime();
            try {
                if (!request.call()) {
                    failures.incrementAndGet();
                    continue;
                }
            } catch (Exception e) {
                failures.incrementAndGet();
                continue;
            }
            if (count == samples.length) {
                samples = Arrays.copyOf(samples, count * 2);
            }
            samples[count++] = System.nanoTime() - asked;
        }
        return Arrays.copyOf(samples, count);
    }

    private static Duration at(long[] sorted, double share) {
        return sorted.length == 0
                ? Duration.ZERO
                : Duration.ofNanos(sorted[(int) Math.min(sorted.length - 1, sorted.length * share)]);
    }
}
