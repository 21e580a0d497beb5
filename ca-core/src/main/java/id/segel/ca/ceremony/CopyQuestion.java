package id.segel.ca.ceremony;

import com.fasterxml.jackson.annotation.JsonProperty;
import id.segel.ca.authority.KeyBackups;
import id.segel.hsm.SignatureScheme;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the process that opens a restored copy is asked, as JSON on its standard input.
 *
 * @param serial which token it must be; null for the one with this label
 * @param pinFile file with the PIN, or null
 * @param pin the PIN, where custodians put it together; on the pipe only, never in arguments or environment
 */
record CopyQuestion(
        @JsonProperty("module") String module,
        @JsonProperty("label") String label,
        @JsonProperty("serial") @Nullable String serial,
        @JsonProperty("pinFile") @Nullable String pinFile,
        @JsonProperty("pin") char @Nullable [] pin,
        @JsonProperty("keys") List<Task> keys) {
    CopyQuestion {
        keys = List.copyOf(keys);
    }

    /**
     * What one key is to do: an authority's signs the challenge with this nonce, a wrapping key unwraps, a MAC key
     * authenticates.
     *
     * @param scheme how an authority signs, else null
     * @param input nonce, wrapped text or message
     */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    record Task(
            @JsonProperty("kind") KeyBackups.Kind kind,
            @JsonProperty("label") String label,
            @JsonProperty("scheme") @Nullable SignatureScheme scheme,
            @JsonProperty("input") byte[] input) {}

    /** Nothing of the PIN. */
    @Override
    public String toString() {
        return "question to token " + label + " about " + keys.size() + " keys";
    }
}
