package id.segel.api.doctor;

import java.util.Arrays;
import java.util.Locale;

/** How long calls took. */
final class Latency {
    private Latency() {}

    /** The middle one, in milliseconds. */
    static String median(long[] nanos) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return String.format(Locale.ROOT, "%.1f ms", sorted[sorted.length / 2] / 1e6);
    }
}
