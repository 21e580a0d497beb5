package id.segel.ca.person;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An account.
 *
 * @param username lower case, [a-z0-9][a-z0-9._-]{2,63}
 * @param roles never empty
 * @param version counts changes of state and roles; a change carries the version seen
 * @param createdByPersonId who made it and therefore never decides on its files; null for the service itself
 */
public record Account(
        long id,
        long personId,
        String username,
        Set<Role> roles,
        AccountState state,
        int version,
        @Nullable Long createdByPersonId,
        Instant createdAt) {
    public Account {
        roles = Set.copyOf(roles);
    }
}
