package id.segel.ca.person;

/** PENDING waits for its activation link to be used. */
public enum AccountState {
    PENDING,
    ACTIVE,
    SUSPENDED
}
