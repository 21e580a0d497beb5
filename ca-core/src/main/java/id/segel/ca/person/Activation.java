package id.segel.ca.person;

import java.time.Instant;
import java.util.Set;

/**
 * What the holder of an activation link is asked to confirm.
 *
 * @param needsTotp whether activating will hand out a TOTP secret
 */
public record Activation(
        String username, String fullName, String agencyName, Set<Role> roles, boolean needsTotp, Instant expiresAt) {
    public Activation {
        roles = Set.copyOf(roles);
    }
}
