package id.segel.lock;

import id.segel.csr.Finding;
import id.segel.csr.Language;
import id.segel.csr.Severity;
import id.segel.csr.Shown;
import java.io.PrintStream;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** Speaks with the applicant in one language. */
final class Terminal {

    private static final int LONGEST = 2000;
    private static final ZoneId WIB = ZoneId.of("Asia/Jakarta");

    private final PrintStream out;
    private final PrintStream err;
    private final Language language;

    Terminal(PrintStream out, PrintStream err, Language language) {
        this.out = out;
        this.err = err;
        this.language = language;
    }

    Language language() {
        return language;
    }

    void say(Message message, Object... arguments) {
        out.println(message.in(language, arguments));
    }

    void complain(Message message, Object... arguments) {
        err.println(message.in(language, arguments));
    }

    void complain(LockException refusal) {
        complain(refusal.sentence(), refusal.arguments());
    }

    /** A line of text from elsewhere, after {@link #safe}. */
    void complainText(String text) {
        err.println(safe(text));
    }

    /** All findings of our own check, errors to the error stream. */
    void findings(List<Finding> findings) {
        findings.forEach(finding -> finding(finding.severity(), finding.id(), finding.message(language)));
    }

    /** One finding, also one that a server told. */
    void finding(Severity severity, String id, String sentence) {
        Message mark = switch (severity) {
            case ERROR -> Message.FINDING_ERROR;
            case WARNING -> Message.FINDING_WARNING;
            case INFO -> Message.FINDING_INFO;
        };
        (severity == Severity.ERROR ? err : out)
                .println(mark.in(language) + " " + safe(sentence) + " [" + safe(id) + "]");
    }

    /** A moment as people write it, in Western Indonesian time. */
    String moment(Instant instant) {
        String pattern = language == Language.ID ? "d MMMM yyyy HH.mm 'WIB'" : "d MMMM yyyy HH:mm 'WIB'";
        return DateTimeFormatter.ofPattern(pattern, language.locale())
                .withZone(WIB)
                .format(instant);
    }

    /** Text from a server or file without anything that could steer a terminal or mislead the eye, shortened. */
    static String safe(String text) {
        StringBuilder safe = new StringBuilder();
        text.codePoints()
                .limit(LONGEST)
                .map(codePoint -> Shown.misleading(codePoint) ? ' ' : codePoint)
                .forEach(safe::appendCodePoint);
        return safe.toString();
    }
}
