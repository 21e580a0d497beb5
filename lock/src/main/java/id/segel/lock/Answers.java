package id.segel.lock;

import id.segel.csr.Severity;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Understands what the server says: findings, and refusals as RFC 9457 problems. */
final class Answers {

    private static final int LONGEST_SENTENCE = 4000;

    private Answers() {}

    /** The answer's JSON object. */
    static Json json(AmsClient client, AmsClient.Answer answer) throws LockException {
        try {
            return Json.parse(new String(answer.body(), StandardCharsets.UTF_8), AmsClient.MAX_ANSWER);
        } catch (Json.Fault e) {
            throw notUnderstood(client, answer, "JSON");
        }
    }

    static LockException notUnderstood(AmsClient client, AmsClient.Answer answer, String where) {
        return new LockException(Message.SERVER_ANSWER, client.server(), answer.status(), Terminal.safe(where));
    }

    /** Prints the findings of an accepted request. */
    static void findings(Json json, Terminal terminal) throws Json.Fault {
        for (Json finding : json.objects("findings")) {
            terminal.finding(
                    severity(finding.text("severity", 20)),
                    finding.text("id", 100),
                    finding.text("message", LONGEST_SENTENCE));
        }
    }

    /** Prints why the server refused: the detail, every single fault, and when to come back. */
    static void refusal(AmsClient.Answer answer, Terminal terminal) {
        String detail = null;
        if (answer.contentType().toLowerCase(Locale.ROOT).startsWith("application/problem+json")) {
            try {
                Json problem = Json.parse(new String(answer.body(), StandardCharsets.UTF_8), AmsClient.MAX_ANSWER);
                detail = problem.optionalText("detail", LONGEST_SENTENCE);
                if (detail == null) {
                    detail = problem.optionalText("title", LONGEST_SENTENCE);
                }
                complain(answer.status(), detail, terminal);
                for (Json fault : problem.objects("errors")) {
                    String id = fault.optionalText("id", 100);
                    String message = fault.optionalText("message", LONGEST_SENTENCE);
                    if (message != null) {
                        terminal.complainText("- " + message + (id == null ? "" : " [" + id + "]"));
                    }
                }
                comeBack(answer, terminal);
                return;
            } catch (Json.Fault e) {
                // A problem that cannot be read is told like one without an explanation.
            }
        }
        complain(answer.status(), detail, terminal);
        comeBack(answer, terminal);
    }

    /** Seconds after which the server wants to be asked again, if it says so and they are few. */
    static OptionalLong retryAfter(AmsClient.Answer answer) {
        String seconds = answer.headers().firstValue("Retry-After").orElse("");
        return seconds.matches("\\d{1,5}") ? OptionalLong.of(Long.parseLong(seconds)) : OptionalLong.empty();
    }

    private static void complain(int status, @Nullable String detail, Terminal terminal) {
        terminal.complain(
                Message.SERVER_REFUSED,
                status,
                detail == null || detail.isBlank()
                        ? Message.SERVER_NO_REASON.in(terminal.language())
                        : Terminal.safe(detail));
    }

    private static void comeBack(AmsClient.Answer answer, Terminal terminal) {
        retryAfter(answer).ifPresent(seconds -> terminal.complain(Message.SERVER_BUSY, seconds));
    }

    private static Severity severity(String name) {
        for (Severity severity : Severity.values()) {
            if (severity.name().equals(name)) {
                return severity;
            }
        }
        return Severity.WARNING;
    }
}
