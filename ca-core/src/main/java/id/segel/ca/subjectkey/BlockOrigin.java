package id.segel.ca.subjectkey;

/** Where a block comes from. Kept by name. */
public enum BlockOrigin {
    /** Somebody uploaded the private key (R4.1). */
    PRIVATE_KEY_UPLOADED,
    /** A certificate with the key was revoked for keyCompromise. */
    KEY_COMPROMISE,
    /** A list of bad keys was imported. */
    IMPORT,
    /** Staff blocked it by hand. */
    OFFICER
}
