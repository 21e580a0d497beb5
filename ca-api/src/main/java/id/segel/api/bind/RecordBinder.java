package id.segel.api.bind;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import id.segel.ca.refusal.Fault;
import id.segel.ca.refusal.Sentence;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Binds a tree to a closed record: no unknown field, no coercion, every fault named by its JSON pointer (RFC 6901). A
 * component marked {@link Nullable} may be absent or null; one with a {@link Default} may be absent; every other must be
 * there. Thread-safe.
 */
public final class RecordBinder {
    private static final ObjectMapper DEFAULTS = new ObjectMapper();
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9}) ?(ms|s|m|h|d)");

    private RecordBinder() {}

    /** Binds the tree, or says everything that is wrong with it. */
    public static <T extends Record> Bound<T> bind(JsonNode tree, Class<T> type) {
        Faults faults = new Faults();
        Object value = record(tree, type, "", faults);
        return faults.isEmpty()
                ? new Bound<>(type.cast(Objects.requireNonNull(value)), List.of())
                : new Bound<>(null, faults.list());
    }

    private static @Nullable Object record(JsonNode node, Class<?> type, String pointer, Faults faults) {
        RecordComponent[] components = type.getRecordComponents();
        @Nullable Object[] arguments = new @Nullable Object[components.length];
        int before = faults.list().size();
        if (type.isAnnotationPresent(BareArray.class)) {
            arguments[0] = value(
                    node, components[0].getGenericType(), components[0].getAnnotation(Limit.class), pointer, faults);
        } else if (!node.isObject()) {
            faults.type(pointer, "objek", "an object");
        } else {
            Set<String> known =
                    Arrays.stream(components).map(RecordComponent::getName).collect(Collectors.toSet());
            for (int i = 0; i < components.length; i++) {
                arguments[i] = component(node, components[i], pointer, faults);
            }
            for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
                String name = names.next();
                if (!known.contains(name)) {
                    faults.unknown(pointer + "/" + escaped(name), name);
                }
            }
        }
        return faults.list().size() > before ? null : construct(type, components, arguments, pointer, faults);
    }

    private static @Nullable Object component(JsonNode node, RecordComponent component, String pointer, Faults faults) {
        String here = pointer + "/" + component.getName();
        JsonNode given = node.path(component.getName());
        Default otherwise = component.getAnnotation(Default.class);
        if (given instanceof MissingNode && otherwise != null) {
            given = defaultNode(otherwise.value());
        }
        boolean absent = given.isMissingNode() || given.isNull();
        if (absent) {
            if (!isOptional(component)) {
                faults.missing(here);
            }
            return null;
        }
        return value(given, component.getGenericType(), component.getAnnotation(Limit.class), here, faults);
    }

    /** Whether a component may be left out. */
    public static boolean isOptional(RecordComponent component) {
        return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    private static @Nullable Object construct(
            Class<?> type, RecordComponent[] components, @Nullable Object[] arguments, String pointer, Faults faults) {
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            constructor.setAccessible(true);
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refused) {
                String sentence = String.valueOf(refused.getMessage());
                faults.add(pointer, "refused", sentence, sentence);
                return null;
            }
            throw new IllegalStateException(type + " cannot be made", e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " cannot be made", e);
        }
    }

    private static @Nullable Object value(
            JsonNode node, Type type, @Nullable Limit limited, String pointer, Faults faults) {
        if (type instanceof ParameterizedType generic) {
            return generic.getRawType() == List.class
                    ? list(node, generic.getActualTypeArguments()[0], limited, pointer, faults)
                    : map(node, generic, limited, pointer, faults);
        }
        Class<?> plain = (Class<?>) type;
        if (plain.isRecord()) {
            return record(node, plain, pointer, faults);
        }
        if (plain == boolean.class || plain == Boolean.class) {
            if (!node.isBoolean()) {
                faults.type(pointer, "true atau false", "true or false");
                return null;
            }
            return node.booleanValue();
        }
        if (plain == int.class || plain == Integer.class || plain == long.class || plain == Long.class) {
            return number(node, plain, limited, pointer, faults);
        }
        if (!node.isTextual()) {
            faults.type(pointer, "teks", "a string");
            return null;
        }
        return text(node.textValue(), plain, limited, pointer, faults);
    }

    private static @Nullable Object number(
            JsonNode node, Class<?> type, @Nullable Limit limited, String pointer, Faults faults) {
        boolean isInt = type == int.class || type == Integer.class;
        if (!node.isIntegralNumber() || !(isInt ? node.canConvertToInt() : node.canConvertToLong())) {
            faults.type(pointer, "bilangan bulat", "a whole number");
            return null;
        }
        long number = node.longValue();
        if (limited != null && (number < limited.min() || number > limited.max())) {
            faults.add(
                    pointer,
                    "out-of-range",
                    "Bernilai " + number + "; pilih " + limited.min() + " sampai " + limited.max() + ".",
                    "Is " + number + "; choose " + limited.min() + " to " + limited.max() + ".");
            return null;
        }
        return isInt ? (Object) (int) number : (Object) number;
    }

    private static @Nullable Object text(
            String text, Class<?> type, @Nullable Limit limited, String pointer, Faults faults) {
        if (type.isEnum()) {
            return constant(text, type, pointer, faults);
        }
        Bounds bounds = Bounds.of(limited, Limit.TEXT);
        int length = text.codePointCount(0, text.length());
        if (!bounds.hold(length)) {
            faults.size(pointer, length, bounds, "karakter", "characters");
            return null;
        }
        if (!bounds.pattern().isEmpty() && !text.matches(bounds.pattern())) {
            faults.add(
                    pointer,
                    "wrong-shape",
                    "\"" + Faults.shown(text) + "\" tidak berbentuk " + bounds.pattern() + ".",
                    "\"" + Faults.shown(text) + "\" does not have the shape " + bounds.pattern() + ".");
            return null;
        }
        if (type == String.class) {
            return text;
        }
        try {
            if (type == Path.class) {
                return Path.of(text);
            }
            if (type == URI.class) {
                return URI.create(text);
            }
            if (type == Duration.class) {
                return duration(text);
            }
        } catch (IllegalArgumentException e) {
            String sentence = String.valueOf(e.getMessage());
            faults.add(pointer, "wrong-shape", sentence, sentence);
            return null;
        }
        throw new IllegalStateException("a component of type " + type + " cannot be bound");
    }

    private static @Nullable Object constant(String text, Class<?> type, String pointer, Faults faults) {
        for (Object constant : type.getEnumConstants()) {
            if (constant.toString().equals(text)) {
                return constant;
            }
        }
        String choices =
                Arrays.stream(type.getEnumConstants()).map(Object::toString).collect(Collectors.joining(", "));
        faults.add(
                pointer,
                "not-one-of",
                "\"" + Faults.shown(text) + "\" tidak dikenal. Pilih salah satu: " + choices + ".",
                "\"" + Faults.shown(text) + "\" is not known. Choose one of: " + choices + ".");
        return null;
    }

    private static @Nullable Object list(
            JsonNode node, Type element, @Nullable Limit limited, String pointer, Faults faults) {
        if (!node.isArray()) {
            faults.type(pointer, "daftar", "an array");
            return null;
        }
        Bounds bounds = Bounds.of(limited, Limit.COUNT);
        if (!bounds.hold(node.size())) {
            faults.size(pointer, node.size(), bounds, "unsur", "elements");
            return null;
        }
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < node.size(); i++) {
            Object value = value(node.get(i), element, null, pointer + "/" + i, faults);
            if (value != null) {
                values.add(value);
            }
        }
        return List.copyOf(values);
    }

    private static @Nullable Object map(
            JsonNode node, ParameterizedType type, @Nullable Limit limited, String pointer, Faults faults) {
        if (!node.isObject()) {
            faults.type(pointer, "objek", "an object");
            return null;
        }
        Bounds bounds = Bounds.of(limited, Limit.COUNT);
        if (!bounds.hold(node.size())) {
            faults.size(pointer, node.size(), bounds, "unsur", "elements");
            return null;
        }
        Class<?> keyType = (Class<?>) type.getActualTypeArguments()[0];
        Map<Object, Object> values = new LinkedHashMap<>();
        node.properties().forEach(entry -> {
            String here = pointer + "/" + escaped(entry.getKey());
            Object key = keyType.isEnum() ? constant(entry.getKey(), keyType, here, faults) : entry.getKey();
            Object value = value(entry.getValue(), type.getActualTypeArguments()[1], null, here, faults);
            if (key != null && value != null) {
                values.put(key, value);
            }
        });
        return Map.copyOf(values);
    }

    /** A whole number with ms, s, m, h or d behind it, such as {@code 30s}. */
    static Duration duration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("\"" + Faults.shown(text)
                    + "\" is not a duration. Write a number with ms, s, m, h or d, such as 30s.");
        }
        long amount = Long.parseLong(Objects.requireNonNull(matcher.group(1)));
        return switch (Objects.requireNonNull(matcher.group(2))) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }

    private static JsonNode defaultNode(String value) {
        try {
            return DEFAULTS.readTree(value);
        } catch (JsonProcessingException e) {
            return TextNode.valueOf(value);
        }
    }

    private static String escaped(String name) {
        return Faults.shown(name).replace("~", "~0").replace("/", "~1");
    }

    /** A fault at the root, for what cannot even be read as a tree. */
    public static Fault unreadable(String indonesian, String english) {
        return new Fault("", "body.unreadable", new Sentence(indonesian, english));
    }
}
