package id.segel.ca.application;

/** What an officer decides. */
public enum Outcome {
    APPROVE,
    RETURN,
    REJECT
}
