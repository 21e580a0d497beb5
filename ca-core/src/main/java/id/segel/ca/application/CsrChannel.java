package id.segel.ca.application;

/** How a CSR came in. */
public enum CsrChannel {
    /** Through a session of the applicant. */
    PORTAL,
    /** From LOCK, with the upload token of an enrolment file. */
    LOCK
}
