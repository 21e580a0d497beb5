package id.segel.ca.application;

/** Hears of approvals after their transaction committed, so that the issuer need not wait for its timer. */
@FunctionalInterface
public interface ApprovalListener {
    /** Must return at once. What it throws is logged and changes nothing: the issuer also looks by itself. */
    void approved(long applicationId);
}
