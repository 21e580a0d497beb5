package id.segel.api.access;

import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which origins' pages may change something with a cookie: the service's own. */
public final class Origins {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final URI publicUrl;

    public Origins(URI publicUrl) {
        this.publicUrl = publicUrl;
    }

    /** Whether people reach the service by https. */
    public boolean https() {
        return "https".equals(publicUrl.getScheme());
    }

    /** The cookie's name: with the prefix browsers enforce where https allows it. */
    public String cookieName() {
        return https() ? "__Host-segel" : "segel";
    }

    /** Whether an Origin header is the service's own; on plain loopback http every name of the loopback is. */
    public boolean isOwn(@Nullable String origin) {
        if (origin == null) {
            return false;
        }
        if (origin.toLowerCase(Locale.ROOT).equals(text(publicUrl))) {
            return true;
        }
        if (https() || !LOOPBACK.contains(publicUrl.getHost())) {
            return false;
        }
        try {
            URI other = new URI(origin);
            return "http".equals(other.getScheme())
                    && other.getHost() != null
                    && LOOPBACK.contains(other.getHost())
                    && port(other) == port(publicUrl);
        } catch (java.net.URISyntaxException e) {
            return false;
        }
    }

    private static String text(URI url) {
        int port = port(url);
        boolean ordinary = port == ("https".equals(url.getScheme()) ? 443 : 80);
        return (url.getScheme() + "://" + url.getHost() + (ordinary ? "" : ":" + port)).toLowerCase(Locale.ROOT);
    }

    private static int port(URI url) {
        if (url.getPort() >= 0) {
            return url.getPort();
        }
        return "https".equals(url.getScheme()) ? 443 : 80;
    }
}
