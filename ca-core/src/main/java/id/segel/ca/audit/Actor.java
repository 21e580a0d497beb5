package id.segel.ca.audit;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who does something: a person through an account, a holder of a token of LOCK, an anonymous caller, or a part of the
 * service itself.
 *
 * @param name the kind of person ("account", "lock", "anonymous") or the part of the service ("issuer", "reconciler")
 * @param accountId the account, where there is one
 * @param personId the person behind the account, where there is one
 */
public record Actor(
        String name, @Nullable Long accountId, @Nullable Long personId) {
    public Actor {
        Objects.requireNonNull(name);
        if ((accountId == null) != (personId == null)) {
            throw new IllegalArgumentException("an actor has both account and person or neither");
        }
    }

    public static Actor account(long accountId, long personId) {
        return new Actor("account", accountId, personId);
    }

    /** A part of the service, by the name it has in this package's documentation. */
    public static Actor system(String part) {
        return new Actor(part, null, null);
    }

    public static Actor anonymous() {
        return new Actor("anonymous", null, null);
    }

    /** The account that acts. Only for actions that nobody but an account can do. */
    public long requireAccountId() {
        return Objects.requireNonNull(accountId, "this action needs an account");
    }

    /** The person who acts. Only for actions that nobody but an account can do. */
    public long requirePersonId() {
        return Objects.requireNonNull(personId, "this action needs an account");
    }
}
