package id.segel.ca.refusal;

import java.util.Objects;

/**
 * One fault of what was sent: where it is, which rule it breaks, and what to do.
 *
 * @param pointer JSON pointer into the body, or "" where the fault is the whole body's
 * @param id stable identifier of the rule, kebab case with dots
 * @param message what is wrong and what to do
 */
public record Fault(String pointer, String id, Sentence message) {
    public Fault {
        Objects.requireNonNull(pointer);
        Objects.requireNonNull(id);
        Objects.requireNonNull(message);
    }
}
