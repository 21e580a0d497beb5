package id.segel.ca.audit;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Leaf format v1: the line {@code segel-audit-v1}, then one JSON object in a canonical form (keys sorted, no white space,
 * strings escaped as RFC 8785 does, numbers integers only), UTF-8. The same event gives the same bytes for ever.
 */
final class AuditLeaf {
    private static final String HEADER = "segel-audit-v1\n";
    private static final int LIMIT = 65_535;

    private AuditLeaf() {}

    static byte[] encode(
            AuditEvent event, Instant at, @Nullable String requestId, SortedMap<String, String> commitments) {
        TreeMap<String, Object> leaf = new TreeMap<>();
        leaf.put("action", event.action().wireName());
        leaf.put("actor", actor(event.actor()));
        leaf.put("at", at.truncatedTo(ChronoUnit.MICROS).toString());
        leaf.put("facts", event.facts());
        leaf.put("object", Map.of("id", event.objectId(), "type", event.objectType()));
        leaf.put("personal", commitments);
        if (requestId != null) {
            leaf.put("request", requestId);
        }
        StringBuilder json = new StringBuilder(HEADER);
        write(json, leaf);
        byte[] bytes = json.toString().getBytes(StandardCharsets.UTF_8);
        if (bytes.length > LIMIT) {
            throw new IllegalArgumentException("an audit leaf of " + bytes.length + " octets; the limit is " + LIMIT);
        }
        return bytes;
    }

    private static TreeMap<String, Object> actor(Actor actor) {
        TreeMap<String, Object> written = new TreeMap<>();
        written.put("name", actor.name());
        if (actor.accountId() != null) {
            written.put("account", actor.accountId());
        }
        return written;
    }

    private static void write(StringBuilder json, Object value) {
        if (value instanceof Map<?, ?> map) {
            json.append('{');
            boolean first = true;
            for (Map.Entry<?, ?> entry : new TreeMap<>(map).entrySet()) {
                if (!first) {
                    json.append(',');
                }
                first = false;
                writeString(json, entry.getKey().toString());
                json.append(':');
                write(json, entry.getValue());
            }
            json.append('}');
        } else if (value instanceof String string) {
            writeString(json, string);
        } else {
            json.append(value);
        }
    }

    private static void writeString(StringBuilder json, String value) {
        json.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"' -> json.append("\\\"");
                case '\\' -> json.append("\\\\");
                case '\b' -> json.append("\\b");
                case '\f' -> json.append("\\f");
                case '\n' -> json.append("\\n");
                case '\r' -> json.append("\\r");
                case '\t' -> json.append("\\t");
                default -> {
                    if (c < 0x20) {
                        json.append(String.format("\\u%04x", (int) c));
                    } else {
                        json.append(c);
                    }
                }
            }
        }
        json.append('"');
    }
}
