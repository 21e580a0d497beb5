package id.segel.ca.person;

/** Whether a person may sign in, apply and be issued to. A retired person stays in the files and does nothing more. */
public enum PersonState {
    ACTIVE,
    SUSPENDED,
    RETIRED
}
