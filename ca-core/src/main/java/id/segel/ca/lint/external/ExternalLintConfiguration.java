package id.segel.ca.lint.external;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * How to run a linter and read what it says. An exit code other than 0, or one match of {@code finding}, refuses the
 * certificate.
 *
 * @param command the program and its arguments as they are, without a shell; {@code {file}} in them becomes the path of the
 *     certificate, PEM
 * @param timeout how long it may run, 1 second to 5 minutes
 * @param outputLimit how many octets it may print, 1 KiB to 16 MiB
 * @param finding a regular expression for one finding in what it prints; its first group is the name of the lint
 * @param pass a regular expression for what a linter that really looked prints always, or null for one that prints nothing
 *     when all is well
 */
public record ExternalLintConfiguration(
        List<String> command,
        Duration timeout,
        int outputLimit,
        String finding,
        @Nullable String pass) {
    /** Stands for the path of the certificate in the command. */
    public static final String FILE = "{file}";

    /** The findings in zlint's JSON: results of error, fatal and warn. */
    public static final String ZLINT_FINDING = "\"([a-z0-9_]{1,100})\":\\{\"result\":\"(?:error|fatal|warn)\"";

    /** What zlint's JSON holds whenever it looked. */
    public static final String ZLINT_PASS = "\"result\":\"pass\"";

    /** The findings in pkilint's JSON. */
    public static final String PKILINT_FINDING = "\"code\":\\s*\"([A-Za-z0-9_.-]{1,100})\"";

    /** What pkilint's JSON holds whenever it looked. */
    public static final String PKILINT_PASS = "\"results\":";

    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final int FEWEST_OCTETS = 1024;
    private static final int MOST_OCTETS = 16 * 1024 * 1024;

    public ExternalLintConfiguration {
        command = List.copyOf(command);
        if (command.isEmpty()
                || command.get(0).isBlank()
                || command.stream().noneMatch(each -> each.contains(FILE))
                || command.stream().anyMatch(each -> each.indexOf('\0') >= 0)) {
            throw new IllegalArgumentException(
                    "external lint: the command is a program and its arguments, one of them with " + FILE + ", not "
                            + command);
        }
        if (timeout.compareTo(Duration.ofSeconds(1)) < 0 || timeout.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("external lint: timeout is 1 s to 5 min, not " + timeout);
        }
        if (outputLimit < FEWEST_OCTETS || outputLimit > MOST_OCTETS) {
            throw new IllegalArgumentException("external lint: outputLimit is " + FEWEST_OCTETS + " to " + MOST_OCTETS
                    + " octets, not " + outputLimit);
        }
        if (compiled("finding", finding).matcher("").groupCount() < 1) {
            throw new IllegalArgumentException(
                    "external lint: finding needs a group, in ( ), around the name of the lint: " + finding);
        }
        if (pass != null) {
            compiled("pass", pass);
        }
    }

    /** zlint as {@code zlint -format pem {file}} would run, with more arguments before the file where needed. */
    public static ExternalLintConfiguration zlint(List<String> command) {
        return new ExternalLintConfiguration(command, Duration.ofSeconds(10), 1024 * 1024, ZLINT_FINDING, ZLINT_PASS);
    }

    /** pkilint as {@code lint_pkix_cert lint -s ERROR -f JSON {file}} would run. */
    public static ExternalLintConfiguration pkilint(List<String> command) {
        return new ExternalLintConfiguration(
                command, Duration.ofSeconds(30), 1024 * 1024, PKILINT_FINDING, PKILINT_PASS);
    }

    private static Pattern compiled(String field, String expression) {
        try {
            return Pattern.compile(expression);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "external lint: " + field + " is no regular expression: " + e.getMessage(), e);
        }
    }
}
