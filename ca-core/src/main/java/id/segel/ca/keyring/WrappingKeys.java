package id.segel.ca.keyring;

import id.segel.ca.refusal.RefusedException;
import id.segel.hsm.WrappingKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The wrapping key that writes, those that wrote before it and are still readable, and the one that will write next and is
 * readable already, so that nodes may take it up one after the other. Immutable, thread-safe.
 */
public final class WrappingKeys {
    private final WrappingKey current;
    private final List<WrappingKey> former;
    private final Map<String, WrappingKey> byLabel;

    /**
     * @param former what they wrapped is wrapped anew
     * @param next nodes that took it up write with it; what it wrapped is read and left alone
     * @throws IllegalArgumentException when two have the same label
     */
    public WrappingKeys(WrappingKey current, List<WrappingKey> former, @Nullable WrappingKey next) {
        this.current = current;
        this.former = List.copyOf(former);
        Map<String, WrappingKey> known = new LinkedHashMap<>();
        known.put(current.label(), current);
        List<WrappingKey> others = new ArrayList<>(former);
        if (next != null) {
            others.add(next);
        }
        for (WrappingKey key : others) {
            if (known.put(key.label(), key) != null) {
                throw new IllegalArgumentException("the wrapping key \"" + key.label() + "\" is named twice");
            }
        }
        this.byLabel = known;
    }

    public static WrappingKeys only(WrappingKey current) {
        return new WrappingKeys(current, List.of(), null);
    }

    /** The key that wraps. */
    public WrappingKey current() {
        return current;
    }

    /** Labels of the keys whose rows are wrapped anew. */
    public List<String> formerLabels() {
        return former.stream().map(WrappingKey::label).toList();
    }

    /** One of {@link #formerLabels}. */
    WrappingKey former(String label) {
        return former.stream()
                .filter(key -> key.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no former wrapping key is called \"" + label + "\""));
    }

    /**
     * The key a row names.
     *
     * @param row what it is, for the sentence to the operator: "letter 12"
     * @throws RefusedException TOKEN_AWAY, its cause a sentence for the operator, when this node does not know the key
     */
    public WrappingKey of(String label, String row, TokenNeed need) {
        WrappingKey key = byLabel.get(label);
        if (key == null) {
            throw need.keyNotConfigured(
                    row + " is wrapped by the key \"" + label + "\", which this node does not know (it knows "
                            + byLabel.keySet().stream().collect(Collectors.joining("\", \"", "\"", "\""))
                            + "); name it in dataKeys as nextWrapping or in formerWrapping, and restart this node");
        }
        return key;
    }
}
