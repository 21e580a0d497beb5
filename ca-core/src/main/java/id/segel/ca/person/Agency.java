package id.segel.ca.person;

import java.time.Instant;

/**
 * An agency.
 *
 * @param name becomes O of its people's certificates; 1 to 64 characters, unique
 * @param version counts its changes; suspending and releasing carry the version seen
 */
public record Agency(long id, String name, AgencyState state, int version, Instant createdAt) {}
