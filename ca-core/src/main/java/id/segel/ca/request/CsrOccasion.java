package id.segel.ca.request;

/** When a request was checked. Kept by name; the tag of metrics in lower case. */
public enum CsrOccasion {
    /** The applicant only asked; nothing is kept but the count. */
    DRY_RUN,
    /** SOP step 5. */
    UPLOAD,
    /** SOP step 6, when the officer approves (R6.5). */
    APPROVAL,
    /** SOP step 7, before the certificate is prepared (R6.5); kept only where it refuses. */
    ISSUE
}
