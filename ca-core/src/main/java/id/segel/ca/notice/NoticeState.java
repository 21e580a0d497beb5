package id.segel.ca.notice;

/** Where a notice is on its way. */
public enum NoticeState {
    QUEUED,
    SENT,
    FAILED
}
