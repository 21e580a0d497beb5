package id.segel.ca.person;

/** Whether an agency's people may apply and be issued to. */
public enum AgencyState {
    ACTIVE,
    SUSPENDED
}
