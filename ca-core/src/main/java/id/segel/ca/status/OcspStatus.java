package id.segel.ca.status;

import java.util.Locale;

/** OCSPResponseStatus (RFC 6960 4.2.1). sigRequired is never asked for here. */
public enum OcspStatus {
    SUCCESSFUL(0),
    MALFORMED_REQUEST(1),
    INTERNAL_ERROR(2),
    TRY_LATER(3),
    UNAUTHORIZED(6);

    private final int code;

    OcspStatus(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    /** The label of metrics: {@code try-later}. */
    public String kebab() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
