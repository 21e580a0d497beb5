package id.segel.api.local;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** The two files a local service is made from: its configuration and its first ceremony, filled from templates beside this class. */
final class LocalFiles {
    private LocalFiles() {}

    static String configuration(LocalHome home, LocalSettings settings, Path module, String databaseUrl) {
        return fill(
                read("segel.yml"),
                Map.of(
                        "publicUrl", settings.publicUrl(),
                        "bind", settings.bind(),
                        "port", Integer.toString(settings.port()),
                        "adminPort", Integer.toString(settings.adminPort()),
                        "databaseUrl", databaseUrl,
                        "home", home.directory().toString(),
                        "module", module.toString()));
    }

    static String ceremony() {
        return read("ceremony.yml");
    }

    private static String fill(String template, Map<String, String> values) {
        String text = template;
        for (Map.Entry<String, String> value : values.entrySet()) {
            if (value.getValue().chars().anyMatch(c -> c < ' ' || c == '"' || c == '\\')) {
                throw new LocalFailure(
                        "the value of " + value.getKey() + " holds a quote, a backslash or a control character: "
                                + value.getValue().toLowerCase(Locale.ROOT));
            }
            text = text.replace("${" + value.getKey() + "}", value.getValue());
        }
        return text;
    }

    private static String read(String name) {
        try (InputStream in = LocalFiles.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the template " + name + " is missing from the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("the template " + name + " cannot be read", e);
        }
    }
}
