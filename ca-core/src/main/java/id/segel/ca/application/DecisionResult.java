package id.segel.ca.application;

/**
 * A decision that stands.
 *
 * @param number of the application
 * @param applicationId for waiting until it is issued
 * @param state of the application after it
 * @param version of the application after it
 */
public record DecisionResult(String number, long applicationId, ApplicationState state, int version) {}
