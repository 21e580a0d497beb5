package id.segel.api.http;

import java.util.LinkedHashMap;
import java.util.Map;

/** Headers of every answer. A page that needs more sets its own Content-Security-Policy. */
final class SecurityHeaders {
    private static final String HSTS = "max-age=31536000";

    private final boolean https;

    SecurityHeaders(boolean https) {
        this.https = https;
    }

    /** The headers for a path. */
    Map<String, String> of(String path) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("X-Frame-Options", "DENY");
        headers.put("Referrer-Policy", "no-referrer");
        headers.put(
                "Content-Security-Policy",
                "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'");
        headers.put("Cross-Origin-Opener-Policy", "same-origin");
        headers.put("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
        boolean pki = path.startsWith("/pki/");
        headers.put("Cross-Origin-Resource-Policy", pki ? "cross-origin" : "same-origin");
        if (isApi(path)) {
            headers.put("Cache-Control", "no-store");
        }
        // CRL and OCSP are plain http for everybody, outside HSTS (DESIGN 6).
        if (https && !pki) {
            headers.put("Strict-Transport-Security", HSTS);
        }
        return headers;
    }

    /** Whether a path belongs to the API, where nothing is cached and nobody enters without credentials. */
    static boolean isApi(String path) {
        return under(path, "/api") || under(path, "/admin") || under(path, "/audit");
    }

    private static boolean under(String path, String root) {
        return path.equals(root) || path.startsWith(root + "/");
    }
}
