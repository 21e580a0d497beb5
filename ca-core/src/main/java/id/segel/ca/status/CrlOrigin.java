package id.segel.ca.status;

/** Who had a CRL made. The names are those of the column {@code crl.origin}. */
enum CrlOrigin {
    /** The service by itself, by schedule or because a status changed. */
    SERVICE,
    /** A ceremony, with a nextUpdate of its own. */
    CEREMONY,
    /** Somebody elsewhere; it came as a file. */
    IMPORT
}
