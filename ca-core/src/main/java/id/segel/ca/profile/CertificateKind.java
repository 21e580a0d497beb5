package id.segel.ca.profile;

/** What a certificate is for; each kind has its own kind of authorisation (DESIGN 4). */
public enum CertificateKind {
    /** A person's, by an officer's decision. */
    SUBSCRIBER,
    /** A certification authority's, by a ceremony. */
    CA,
    /** A delegated OCSP responder's (RFC 6960 4.2.2.2), by a standing policy or a ceremony. */
    OCSP,
    /** A key of the service itself (enrolment files, audit checkpoints), by a standing policy or a ceremony. */
    SERVICE
}
