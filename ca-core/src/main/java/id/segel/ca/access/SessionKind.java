package id.segel.ca.access;

/** How a session's token travels. */
public enum SessionKind {
    /** In a cookie, beside which a CSRF token is needed. */
    COOKIE,
    /** In the Authorization header. */
    BEARER
}
