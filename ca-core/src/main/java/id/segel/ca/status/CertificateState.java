package id.segel.ca.status;

/** Life of a certificate row (the trigger {@code certificate_life} holds the ways between them). */
public enum CertificateState {
    /** Stored, not yet signed as far as anybody knows. */
    INTENT,
    ISSUED,
    /** Suspended (certificateHold); can be released. */
    HELD,
    REVOKED,
    /** May have been signed without being recorded; revoked for ever. */
    ORPHANED,
    /** Provably never signed; its serial is burned and stands on no CRL. */
    ABANDONED;

    /** Whether it stands on the CRL. */
    public boolean isRevoked() {
        return this == HELD || this == REVOKED || this == ORPHANED;
    }
}
