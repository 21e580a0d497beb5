package id.segel.ca.application;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of the queue, oldest first.
 *
 * @param items at most as many as were asked for
 * @param next where the next page begins; null at the end
 */
public record QueuePage(List<QueueItem> items, @Nullable String next) {
    public QueuePage {
        items = List.copyOf(items);
    }
}
