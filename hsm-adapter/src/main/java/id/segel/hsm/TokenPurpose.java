package id.segel.hsm;

/** What a token is for. Tokens are separate by purpose in configuration even where one device serves them all. */
public enum TokenPurpose {
    /** Keys of offline root authorities; only the ceremony command opens it. */
    ROOT,
    /** Keys of certification authorities: certificates and CRLs. */
    CA,
    /** Keys of delegated OCSP responders. */
    OCSP,
    /** The key that signs checkpoints of the audit log. */
    AUDIT,
    /** The wrapping key, the blind-index key and the key that signs enrolment files. */
    DATA
}
