package id.segel.ca.status;

/** What can happen to a certificate's status. The names are those of the column {@code status_change.change}. */
public enum StatusChange {
    SUSPEND,
    RELEASE,
    REVOKE,
    ORPHAN
}
