package id.segel.ca.notice;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** What the mails say, in Indonesian and English, from {@code notices_id.properties} and {@code notices_en.properties}. */
final class NoticeTexts {
    /** A mail's words. */
    record Text(String subject, String body) {}

    private enum Tongue {
        ID,
        EN
    }

    private final Map<Tongue, Properties> texts = new EnumMap<>(Tongue.class);
    private final NoticeSettings settings;

    NoticeTexts(NoticeSettings settings) {
        this.settings = settings;
        for (Tongue tongue : Tongue.values()) {
            texts.put(tongue, read("notices_" + tongue.name().toLowerCase(Locale.ROOT) + ".properties"));
            for (NoticeKind kind : NoticeKind.values()) {
                // A missing text is found at start, not when somebody should be told.
                of(kind, kind.about(false), tongue.name().toLowerCase(Locale.ROOT), "");
                of(kind, kind.about(true), tongue.name().toLowerCase(Locale.ROOT), "");
            }
        }
    }

    private static Properties read(String resource) {
        try (InputStream in = Objects.requireNonNull(NoticeTexts.class.getResourceAsStream(resource), resource)) {
            Properties properties = new Properties();
            properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
            return properties;
        } catch (IOException e) {
            throw new UncheckedIOException(resource + " cannot be read", e);
        }
    }

    /**
     * Subject and body of a notice.
     *
     * @param language {@code id} or {@code en}
     * @param applicationNumber null where it tells of no application
     */
    Text of(NoticeKind kind, NoticeKind.Subject about, String language, @Nullable String applicationNumber) {
        Properties in = Objects.requireNonNull(texts.get("en".equals(language) ? Tongue.EN : Tongue.ID));
        String key = kind.name() + "." + about.name();
        String number = applicationNumber == null ? "" : applicationNumber;
        StringBuilder body = new StringBuilder(text(in, "greeting"))
                .append("\n\n")
                .append(text(in, key + ".body"))
                .append("\n\n");
        if (applicationNumber != null) {
            body.append(text(in, "number")).append('\n');
        }
        body.append(text(in, "portal"))
                .append("\n\n")
                .append(text(in, "closing"))
                .append('\n');
        return new Text(filled(text(in, key + ".subject"), number), filled(body.toString(), number));
    }

    private static String text(Properties in, String key) {
        String text = in.getProperty(key);
        if (text == null || text.isBlank()) {
            throw new IllegalStateException("the texts of notices have no " + key);
        }
        return text;
    }

    private String filled(String text, String number) {
        return text.replace("{number}", number)
                .replace("{service}", settings.serviceName())
                .replace("{portal}", settings.portal().toString());
    }
}
