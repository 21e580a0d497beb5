package id.segel.api.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.segel.ca.refusal.Fault;
import id.segel.ca.refusal.RefusedException;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Locale;

/**
 * An error as it is told (RFC 9457).
 *
 * @param type {@code /problems/<kebab>}, a page that explains
 * @param title the kind of problem
 * @param status the HTTP status
 * @param detail what is wrong here and what to do
 * @param instance names this very occurrence
 * @param errors every fault of what was sent
 * @param requestId what to tell the help desk
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
@Schema(name = "Problem", description = "An error (RFC 9457), in the language Accept-Language asks for.")
public record ProblemBody(
        @Schema(description = "A page that explains the problem.", example = "/problems/wrong-state")
        String type,

        @Schema(description = "The kind of problem.") String title,
        @Schema(description = "The HTTP status.") int status,

        @Schema(description = "What is wrong here and what to do.")
        String detail,

        @Schema(description = "Names this very occurrence.") String instance,

        @Schema(description = "Every fault of what was sent.")
        List<Error> errors,

        @Schema(description = "What to tell the help desk.") String requestId) {
    /** The media type of problems. */
    public static final String MEDIA_TYPE = "application/problem+json";

    /**
     * One fault.
     *
     * @param pointer JSON pointer into the body, "" for the whole
     * @param id stable identifier of the rule
     * @param message what is wrong and what to do
     */
    @Schema(name = "ProblemError")
    public record Error(
            @Schema(description = "JSON pointer into the body; empty for the whole.")
            String pointer,

            @Schema(description = "Stable identifier of the rule.")
            String id,

            @Schema(description = "What is wrong and what to do.")
            String message) {}

    /** The refusal in the reader's language. */
    public static ProblemBody of(RefusedException refusal, Locale language, String requestId) {
        return new ProblemBody(
                "/problems/" + refusal.problem().kebab(),
                refusal.problem().sentence().in(language),
                refusal.problem().status(),
                refusal.detail().in(language),
                "urn:request:" + requestId,
                refusal.faults().stream().map(fault -> error(fault, language)).toList(),
                requestId);
    }

    private static Error error(Fault fault, Locale language) {
        return new Error(fault.pointer(), fault.id(), fault.message().in(language));
    }
}
