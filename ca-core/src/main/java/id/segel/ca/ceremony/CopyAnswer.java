package id.segel.ca.ceremony;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the process that opened a restored copy says, as one line of JSON on its standard output.
 *
 * @param failure why the token could not be opened; null when it was
 * @param token label, serial number and model of the token, and the library
 * @param keys one for each that was asked about, in order
 */
record CopyAnswer(
        @JsonProperty("failure") @Nullable String failure,
        @JsonProperty("token") @Nullable String token,
        @JsonProperty("serial") @Nullable String serial,
        @JsonProperty("keys") List<Done> keys) {
    CopyAnswer {
        keys = keys == null ? List.of() : List.copyOf(keys);
    }

    /**
     * What one key did.
     *
     * @param output signature, unwrapped text or MAC; null where it failed
     * @param attributes as the token has them
     * @param failure why it did nothing
     */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    record Done(
            @JsonProperty("output") byte @Nullable [] output,
            @JsonProperty("attributes") @Nullable String attributes,
            @JsonProperty("failure") @Nullable String failure) {}

    static CopyAnswer failed(String why) {
        return new CopyAnswer(why, null, null, List.of());
    }
}
