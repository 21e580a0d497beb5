package id.segel.api.bind;

import org.jspecify.annotations.Nullable;

/** A {@link Limit}, or the ordinary one where a component has none. */
record Bounds(long min, long max, String pattern) {
    static Bounds of(@Nullable Limit limit, int otherwise) {
        return limit == null ? new Bounds(0, otherwise, "") : new Bounds(limit.min(), limit.max(), limit.pattern());
    }

    boolean hold(long value) {
        return min <= value && value <= max;
    }
}
