package id.segel.api.config;

import id.segel.api.bind.Default;
import id.segel.api.bind.Limit;
import java.util.Locale;
import java.util.Map;

/**
 * What is logged and how.
 *
 * @param level of everything that has no level of its own
 * @param format one JSON object per line, or text for reading at a terminal
 * @param levels level by logger name
 */
public record LogSettings(
        @Default("INFO") Level level,
        @Default("json") Format format,
        @Default("{}") @Limit(max = 50) Map<String, Level> levels) {
    /** How much is told. */
    public enum Level {
        ERROR,
        WARN,
        INFO,
        DEBUG,
        TRACE
    }

    /** Shape of a line. */
    public enum Format {
        JSON,
        TEXT;

        /** As it stands in the file. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
