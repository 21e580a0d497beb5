package id.segel.ca.access;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/**
 * Turns many refusals of one account into one event a minute (DESIGN 7): the first is told at once, those of the minute
 * after it together. Holds an entry for each account refused within the last minute, and one for all unknown names.
 * Thread-safe.
 */
final class RefusalCounter {
    private static final Duration WINDOW = Duration.ofMinutes(1);

    private record Window(Instant start, int untold) {}

    private final Map<Long, Window> windows = new HashMap<>();

    /** Counts one refusal; gives how many are to be told of now, 0 for none yet. */
    synchronized int add(long key, Instant now) {
        Window window = windows.get(key);
        if (window != null && now.isBefore(window.start().plus(WINDOW))) {
            windows.put(key, new Window(window.start(), window.untold() + 1));
            return 0;
        }
        windows.put(key, new Window(now, 0));
        return 1 + (window == null ? 0 : window.untold());
    }

    /** Takes the refusals of minutes that are over and have not been told of. */
    synchronized Map<Long, Integer> takeDue(Instant now) {
        Map<Long, Integer> due = new HashMap<>();
        Iterator<Map.Entry<Long, Window>> entries = windows.entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<Long, Window> entry = entries.next();
            if (!now.isBefore(entry.getValue().start().plus(WINDOW))) {
                entries.remove();
                if (entry.getValue().untold() > 0) {
                    due.put(entry.getKey(), entry.getValue().untold());
                }
            }
        }
        return due;
    }
}
