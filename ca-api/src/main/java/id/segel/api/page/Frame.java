package id.segel.api.page;

import id.segel.api.http.Reader;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What every page has around it: head, test banner, service name, language switch. */
final class Frame {
    private static final String POLICY =
            "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final Template frame = Template.of("frame.html");
    private final String serviceName;
    private final boolean testSystem;

    Frame(String serviceName, boolean testSystem) {
        this.serviceName = serviceName;
        this.testSystem = testSystem;
    }

    String serviceName() {
        return serviceName;
    }

    /** The language of a page: as asked for by the switch, else as the browser says. */
    static Locale language(@Nullable String switched, @Nullable String acceptLanguage) {
        if (switched == null) {
            return Reader.language(acceptLanguage);
        }
        return switched.equals("en") ? Locale.ENGLISH : Reader.INDONESIAN;
    }

    /**
     * A page.
     *
     * @param title of the page, plain text
     * @param main HTML of our own, values escaped
     */
    Response page(int status, Locale language, String title, String main) {
        boolean english = language.getLanguage().equals("en");
        String banner = english
                ? "<p class=\"uji\" role=\"note\"><strong>UJI</strong> Test system: its certificates have no legal force.</p>"
                : "<p class=\"uji\" role=\"note\"><strong>UJI</strong> Sistem uji: sertifikatnya tidak berkekuatan hukum.</p>";
        String html = frame.fill(Map.of(
                "lang", english ? "en" : "id",
                "title", title,
                "service", serviceName,
                "banner", testSystem ? banner : "",
                "other", english ? "id" : "en",
                "switch", english ? "Bahasa Indonesia" : "English",
                "skip", english ? "Skip to content" : "Langsung ke isi",
                "foot", english ? "Procedure: SOP 009/BS.009/2017" : "Prosedur: SOP 009/BS.009/2017",
                "main", main));
        return Response.status(status)
                .type(MediaType.TEXT_HTML_TYPE.withCharset("UTF-8"))
                .language(language)
                .header("Content-Security-Policy", POLICY)
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_LANGUAGE)
                .header(HttpHeaders.CACHE_CONTROL, "no-cache")
                .entity(html)
                .build();
    }
}
