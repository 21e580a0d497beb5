package id.segel.ca.person;

import id.segel.ca.store.Secret;
import java.time.Instant;

/**
 * An account that waits for its owner.
 *
 * @param activationSecret goes into the one-time link, shown this once; only its hash is kept
 * @param expiresAt when the link ends
 */
public record PendingAccount(Account account, Secret activationSecret, Instant expiresAt) {}
