package id.segel.ca.person;

import java.util.Set;

/**
 * An account to be made for a person who has none.
 *
 * @param username lower case, [a-z0-9][a-z0-9._-]{2,63}
 * @param roles at least one; some exclude each other
 */
public record AccountDraft(long personId, String username, Set<Role> roles) {
    public AccountDraft {
        roles = Set.copyOf(roles);
    }
}
