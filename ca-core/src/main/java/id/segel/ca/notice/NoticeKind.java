package id.segel.ca.notice;

import org.jspecify.annotations.Nullable;

/** What people are told of. */
public enum NoticeKind {
    SUBMITTED(Subject.APPLICATION, Subject.APPLICATION),
    RETURNED(Subject.APPLICATION, Subject.APPLICATION),
    REJECTED(Subject.APPLICATION, Subject.APPLICATION),
    ISSUED(Subject.APPLICATION, Subject.APPLICATION),
    APPROVAL_VOID(Subject.APPLICATION, Subject.APPLICATION),
    /** A certificate where its serial is given, else the account. */
    SUSPENDED(Subject.ACCOUNT, Subject.CERTIFICATE),
    /** A certificate where its serial is given, else the account. */
    RELEASED(Subject.ACCOUNT, Subject.CERTIFICATE),
    REVOKED(Subject.CERTIFICATE, Subject.CERTIFICATE),
    /** A certificate where its serial is given, else a draft or a file sent back. */
    EXPIRES_SOON(Subject.APPLICATION, Subject.CERTIFICATE),
    /** A certificate where its serial is given, else a draft or a file sent back. */
    EXPIRED(Subject.APPLICATION, Subject.CERTIFICATE);

    /** What a notice is about; chooses the text. */
    enum Subject {
        APPLICATION,
        CERTIFICATE,
        ACCOUNT
    }

    private final Subject withoutCertificate;
    private final Subject withCertificate;

    NoticeKind(Subject withoutCertificate, Subject withCertificate) {
        this.withoutCertificate = withoutCertificate;
        this.withCertificate = withCertificate;
    }

    /** What a notice of this kind is about, with or without a serial. */
    Subject about(boolean certificate) {
        return certificate ? withCertificate : withoutCertificate;
    }

    /**
     * @throws IllegalArgumentException when a reference this kind cannot do without is missing
     */
    void require(@Nullable Long applicationId, boolean certificate) {
        if (about(certificate) == Subject.APPLICATION && applicationId == null) {
            throw new IllegalArgumentException("a notice " + this + " names its application");
        }
        // An ISSUED notice waits for its certificate to be deliverable.
        if ((about(certificate) == Subject.CERTIFICATE || this == ISSUED) && !certificate) {
            throw new IllegalArgumentException("a notice " + this + " names its certificate");
        }
    }
}
