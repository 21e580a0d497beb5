package id.segel.ca.person;

import id.segel.hsm.MacKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The blind-index key of this node's configuration, and those used beside it. Immutable, thread-safe. */
public final class IndexKeys {
    private final MacKey current;
    private final List<MacKey> all;

    /**
     * @param others before it, or the one that comes next
     * @throws IllegalArgumentException when two have the same label
     */
    public IndexKeys(MacKey current, List<MacKey> others) {
        this.current = current;
        List<MacKey> keys = new ArrayList<>(others);
        keys.add(current);
        Set<String> labels = new HashSet<>();
        for (MacKey key : keys) {
            if (!labels.add(key.label())) {
                throw new IllegalArgumentException("the index key \"" + key.label() + "\" is named twice");
            }
        }
        this.all = List.copyOf(keys);
    }

    public static IndexKeys only(MacKey current) {
        return new IndexKeys(current, List.of());
    }

    MacKey current() {
        return current;
    }

    List<MacKey> all() {
        return all;
    }

    boolean has(String label) {
        return all.stream().anyMatch(key -> key.label().equals(label));
    }

    List<String> labels() {
        return all.stream().map(MacKey::label).toList();
    }
}
