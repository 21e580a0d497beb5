package id.segel.ca.profile;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A value in a profile's definition and where it stands. Reading a field of the wrong type notes a fault and goes on with
 * the value that stands for none, so that one look finds all faults.
 */
final class JsonPlace {
    private final JsonNode node;
    private final String pointer;
    private final List<ProfileFault> faults;

    JsonPlace(JsonNode node, String pointer, List<ProfileFault> faults) {
        this.node = node;
        this.pointer = pointer;
        this.faults = faults;
    }

    void fault(String message) {
        faults.add(new ProfileFault(pointer, message));
    }

    void fault(String field, String message) {
        faults.add(new ProfileFault(pointer + "/" + escaped(field), message));
    }

    /** Notes every field that is not one of these; false where this is no object at all. */
    boolean isObjectOf(String... fields) {
        if (!node.isObject()) {
            fault("give an object with the fields " + List.of(fields));
            return false;
        }
        Set<String> known = Set.of(fields);
        node.fieldNames().forEachRemaining(field -> {
            if (!known.contains(field)) {
                fault(field, "there is no such field here; the fields are " + List.of(fields));
            }
        });
        return true;
    }

    boolean isObject() {
        return node.isObject();
    }

    /** Whether the field is there and not null. */
    boolean has(String field) {
        return node.hasNonNull(field);
    }

    /** A field that {@link #has} found. */
    JsonPlace at(String field) {
        return new JsonPlace(node.path(field), pointer + "/" + escaped(field), faults);
    }

    /** This value as a text; null, and a fault, where it is none. */
    @Nullable
    String text() {
        if (!node.isTextual()) {
            fault("give a text, not " + node);
            return null;
        }
        return node.textValue();
    }

    /** A field's text; null where it is absent. */
    @Nullable
    String text(String field) {
        return has(field) ? at(field).text() : null;
    }

    /** A field's text; null, and a fault, where it is absent. */
    @Nullable
    String requiredText(String field) {
        if (!has(field)) {
            fault(field, "is missing");
            return null;
        }
        return at(field).text();
    }

    /** This value as true or false. */
    boolean flag() {
        if (!node.isBoolean()) {
            fault("give true or false, not " + node);
        }
        return node.asBoolean(false);
    }

    boolean flag(String field, boolean otherwise) {
        return has(field) ? at(field).flag() : otherwise;
    }

    /** A whole number between the bounds; the lower bound, and a fault, where it is none. */
    long requiredNumber(String field, long least, long most) {
        if (!has(field)) {
            fault(field, "is missing; give a whole number from " + least + " to " + most);
            return least;
        }
        JsonNode number = node.path(field);
        if (!number.isIntegralNumber()
                || !number.canConvertToLong()
                || number.longValue() < least
                || number.longValue() > most) {
            fault(field, "give a whole number from " + least + " to " + most + ", not " + number);
            return least;
        }
        return number.longValue();
    }

    /** The values of a list; none where the field is absent. */
    List<JsonPlace> items(String field, int most) {
        if (!has(field)) {
            return List.of();
        }
        JsonNode list = node.path(field);
        if (!list.isArray()) {
            fault(field, "give a list, in [ ]");
            return List.of();
        }
        if (list.size() > most) {
            fault(field, "has " + list.size() + " entries; at most " + most + " are taken");
        }
        List<JsonPlace> items = new ArrayList<>();
        for (int i = 0; i < Math.min(list.size(), most); i++) {
            items.add(new JsonPlace(list.path(i), pointer + "/" + escaped(field) + "/" + i, faults));
        }
        return items;
    }

    /** The texts of a list in their order; one that stands twice is a fault. */
    List<String> distinctTexts(String field, int most) {
        Set<String> texts = new LinkedHashSet<>();
        for (JsonPlace item : items(field, most)) {
            String text = item.text();
            if (text != null && !texts.add(text)) {
                item.fault(text + " stands twice; leave one out");
            }
        }
        return List.copyOf(texts);
    }

    private static String escaped(String field) {
        return field.replace("~", "~0").replace("/", "~1");
    }
}
