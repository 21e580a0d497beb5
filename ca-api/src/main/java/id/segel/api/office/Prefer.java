package id.segel.api.office;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The wait preference of RFC 7240 4.3. */
final class Prefer {
    private static final Pattern WAIT = Pattern.compile("(?:^|[,;\\s])wait\\s*=\\s*\"?([0-9]{1,4})\"?(?:$|[,;\\s])");
    private static final long MOST = 30;

    private Prefer() {}

    /** How long to wait, at most half a minute; nothing where it is not asked for. */
    static Duration waiting(@Nullable String header) {
        if (header == null || header.length() > 200) {
            return Duration.ZERO;
        }
        Matcher matcher = WAIT.matcher(header);
        if (!matcher.find()) {
            return Duration.ZERO;
        }
        return Duration.ofSeconds(Math.min(MOST, Long.parseLong(matcher.group(1))));
    }
}
