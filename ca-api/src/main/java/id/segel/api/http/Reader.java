package id.segel.api.http;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which of the two languages a reader wants. */
public final class Reader {
    /** The first language. */
    public static final Locale INDONESIAN = Locale.forLanguageTag("id");

    private static final int LONGEST_HEADER = 500;

    private Reader() {}

    /** The language of a request's reader. */
    public static Locale language(ContainerRequestContext request) {
        return language(request.getHeaderString(HttpHeaders.ACCEPT_LANGUAGE));
    }

    /** Indonesian, unless an Accept-Language header (RFC 9110 12.5.4) prefers English. */
    public static Locale language(@Nullable String acceptLanguage) {
        if (acceptLanguage == null || acceptLanguage.length() > LONGEST_HEADER) {
            return INDONESIAN;
        }
        try {
            List<Locale.LanguageRange> ranges = Locale.LanguageRange.parse(acceptLanguage);
            for (Locale.LanguageRange range : ranges) {
                String language = range.getRange();
                if (range.getWeight() > 0
                        && (language.equals("id") || language.startsWith("id-") || language.equals("in"))) {
                    return INDONESIAN;
                }
                if (range.getWeight() > 0 && (language.equals("en") || language.startsWith("en-"))) {
                    return Locale.ENGLISH;
                }
            }
            return INDONESIAN;
        } catch (IllegalArgumentException e) {
            // A header that is not one does not keep anybody from an answer.
            return INDONESIAN;
        }
    }
}
