package id.segel.lock;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.text.ParseException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads fields out of JSON that came from elsewhere; every field has a type and a limit. */
final class Json {

    /** The field at fault, for a sentence. */
    static final class Fault extends Exception {
        private static final long serialVersionUID = 1L;

        private final String field;

        Fault(String field) {
            super(field);
            this.field = field;
        }

        /** Its path in the JSON. */
        String field() {
            return field;
        }
    }

    private static final int MAX_ITEMS = 64;

    private final Map<?, ?> fields;
    private final String path;

    private Json(Map<?, ?> fields, String path) {
        this.fields = fields;
        this.path = path;
    }

    static Json parse(String text, int maxLength) throws Fault {
        try {
            return new Json(JSONObjectUtils.parse(text, maxLength), "");
        } catch (ParseException | RuntimeException | StackOverflowError e) {
            throw new Fault("JSON");
        }
    }

    /** A text of 1 to that many characters. */
    String text(String name, int maxLength) throws Fault {
        String text = optionalText(name, maxLength);
        if (text == null || text.isEmpty()) {
            throw fault(name);
        }
        return text;
    }

    /** A text, or null when the field is absent. */
    @Nullable
    String optionalText(String name, int maxLength) throws Fault {
        Object value = fields.get(name);
        if (value == null) {
            return null;
        }
        if (value instanceof String text && text.length() <= maxLength) {
            return text;
        }
        throw fault(name);
    }

    /** A whole number that fits an int. */
    int integer(String name) throws Fault {
        if (fields.get(name) instanceof Number number && number.doubleValue() == number.intValue()) {
            return number.intValue();
        }
        throw fault(name);
    }

    boolean bool(String name) throws Fault {
        if (fields.get(name) instanceof Boolean value) {
            return value;
        }
        throw fault(name);
    }

    Instant instant(String name) throws Fault {
        try {
            return Instant.parse(text(name, 40));
        } catch (DateTimeException e) {
            throw fault(name);
        }
    }

    /** Base64url without padding of exactly that many bytes. */
    byte[] base64Url(String name, int length) throws Fault {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text(name, 4 * length));
            if (bytes.length == length) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            // Told below, with the field's name.
        }
        throw fault(name);
    }

    Json object(String name) throws Fault {
        if (fields.get(name) instanceof Map<?, ?> map) {
            return new Json(map, path + name + ".");
        }
        throw fault(name);
    }

    /** A list of objects; empty when the field is absent. */
    List<Json> objects(String name) throws Fault {
        List<Json> objects = new ArrayList<>();
        for (Object item : items(name)) {
            if (!(item instanceof Map<?, ?> map)) {
                throw fault(name);
            }
            objects.add(new Json(map, path + name + "."));
        }
        return objects;
    }

    /** A list of short texts; empty when the field is absent. */
    List<String> texts(String name) throws Fault {
        List<String> texts = new ArrayList<>();
        for (Object item : items(name)) {
            if (!(item instanceof String text) || text.length() > 200) {
                throw fault(name);
            }
            texts.add(text);
        }
        return texts;
    }

    private List<?> items(String name) throws Fault {
        Object value = fields.get(name);
        if (value == null) {
            return List.of();
        }
        if (value instanceof List<?> list && list.size() <= MAX_ITEMS) {
            return list;
        }
        throw fault(name);
    }

    Fault fault(String name) {
        return new Fault(path + name);
    }
}
