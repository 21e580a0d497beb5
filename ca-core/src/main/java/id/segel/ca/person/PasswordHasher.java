package id.segel.ca.person;

import id.segel.ca.refusal.Fault;
import java.util.List;

/** What accounts need to know of passwords. {@code access} implements it with Argon2id. */
public interface PasswordHasher {
    /**
     * Why this password cannot be chosen; empty when it can.
     *
     * @param pointer where it stands in what was sent
     */
    List<Fault> faults(String pointer, String password, String username);

    /**
     * The hash in the PHC string form of Argon2id. Slow by intent; never inside a transaction.
     *
     * @throws id.segel.ca.refusal.RefusedException OVERLOADED when too many wait for their turn
     */
    String hash(String password);
}
