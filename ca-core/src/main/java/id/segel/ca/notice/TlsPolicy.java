package id.segel.ca.notice;

/** How the way to the mail server is protected. */
public enum TlsPolicy {
    /** STARTTLS or nothing is sent. */
    STARTTLS,
    /** TLS from the first octet (RFC 8314 3.3). */
    IMPLICIT,
    /** Plain; for a server on this machine. Credentials are then refused. */
    NONE
}
