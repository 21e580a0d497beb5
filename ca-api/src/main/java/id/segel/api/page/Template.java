package id.segel.api.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page with places such as {@code {{name}}} for values, which are escaped, and {@code {{{name}}}} for HTML of our own. */
final class Template {
    private static final Pattern PLACE = Pattern.compile("\\{\\{\\{(\\w+)}}}|\\{\\{(\\w+)}}");

    private final String text;

    private Template(String text) {
        this.text = text;
    }

    static Template of(String resource) {
        return new Template(new String(bytes(resource), StandardCharsets.UTF_8));
    }

    static byte[] bytes(String resource) {
        try (InputStream in = Template.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the program lacks its resource " + resource);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String fill(Map<String, String> values) {
        Matcher matcher = PLACE.matcher(text);
        StringBuilder page = new StringBuilder();
        while (matcher.find()) {
            String raw = matcher.group(1);
            String name = raw == null ? matcher.group(2) : raw;
            String value = Objects.requireNonNull(values.get(name), () -> "the page wants a value for " + name);
            matcher.appendReplacement(page, Matcher.quoteReplacement(raw == null ? escaped(value) : value));
        }
        return matcher.appendTail(page).toString();
    }

    static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append(c);
            }
        }
        return escaped.toString();
    }
}
