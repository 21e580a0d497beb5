package id.segel.ca.application;

/**
 * One member of a bulk decision.
 *
 * @param number of the application
 * @param version the officer saw
 * @param decision what is decided
 */
public record BulkDecision(String number, int version, DecisionRequest decision) {}
