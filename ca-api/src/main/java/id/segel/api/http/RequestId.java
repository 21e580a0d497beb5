package id.segel.api.http;

import id.segel.ca.audit.AuditLog;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** The name of a request, the same in its answer, its log lines, its audit events and at the token. */
public final class RequestId {
    /** The header that carries it, both ways. */
    public static final String HEADER = "X-Request-Id";

    private static final Pattern SANE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{7,63}");
    private static final int OCTETS = 12;

    private RequestId() {}

    /** The caller's, if it is one that may stand in a log; else a new one. */
    public static String choose(@Nullable String offered, SecureRandom random) {
        if (offered != null && SANE.matcher(offered).matches()) {
            return offered;
        }
        byte[] octets = new byte[OCTETS];
        random.nextBytes(octets);
        return HexFormat.of().formatHex(octets);
    }

    /** That of the request this thread serves; "none" outside one. */
    public static String current() {
        String id = MDC.get(AuditLog.REQUEST_ID);
        return id == null ? "none" : id;
    }
}
