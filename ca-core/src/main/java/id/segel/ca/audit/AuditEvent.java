package id.segel.ca.audit;

import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Something that happened, ready to be appended. Immutable.
 *
 * @param action what happened
 * @param actor who did it
 * @param objectType what it happened to: "application", "certificate", "account", "authority" ...
 * @param objectId the number or identifier people use for it
 * @param facts further facts; keys in camelCase, values strings, longs or booleans; never personal data
 * @param personal personal data to commit to: only a salted hash goes into the leaf, the salt is kept apart
 */
public record AuditEvent(
        AuditAction action,
        Actor actor,
        String objectType,
        String objectId,
        SortedMap<String, Object> facts,
        SortedMap<String, String> personal) {
    public AuditEvent {
        Objects.requireNonNull(action);
        Objects.requireNonNull(actor);
        Objects.requireNonNull(objectType);
        Objects.requireNonNull(objectId);
        facts = new TreeMap<>(facts);
        personal = new TreeMap<>(personal);
        for (Map.Entry<String, Object> fact : facts.entrySet()) {
            Object value = fact.getValue();
            if (!(value instanceof String
                    || value instanceof Long
                    || value instanceof Integer
                    || value instanceof Boolean)) {
                throw new IllegalArgumentException("fact " + fact.getKey() + " has the type " + value.getClass());
            }
        }
    }

    public static AuditEvent of(AuditAction action, Actor actor, String objectType, String objectId) {
        return new AuditEvent(action, actor, objectType, objectId, new TreeMap<>(), new TreeMap<>());
    }

    /** The same event with one more fact. */
    public AuditEvent with(String key, Object value) {
        TreeMap<String, Object> more = new TreeMap<>(facts);
        more.put(key, value);
        return new AuditEvent(action, actor, objectType, objectId, more, personal);
    }

    /** The same event with a commitment to a piece of personal data. */
    public AuditEvent committingTo(String field, String value) {
        TreeMap<String, String> more = new TreeMap<>(personal);
        more.put(field, value);
        return new AuditEvent(action, actor, objectType, objectId, facts, more);
    }
}
