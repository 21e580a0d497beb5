package id.segel.ca.application;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * The answer to one item of the checklist.
 *
 * @param value YES, NO or NOT_APPLICABLE
 * @param note why; needed with NOT_APPLICABLE, at most 500 characters
 */
public record Answer(
        @JsonProperty("value") Value value,
        @JsonProperty("note") @Nullable String note) {
    /** The possible answers. */
    public enum Value {
        YES,
        NO,
        NOT_APPLICABLE
    }
}
