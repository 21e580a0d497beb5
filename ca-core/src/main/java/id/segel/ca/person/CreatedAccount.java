package id.segel.ca.person;

import org.jspecify.annotations.Nullable;

/**
 * An account just made, or just activated by its owner, ready to sign in.
 *
 * @param totpSecret shown this once, where one of the roles needs a code; null otherwise
 */
public record CreatedAccount(Account account, @Nullable TotpSecret totpSecret) {}
