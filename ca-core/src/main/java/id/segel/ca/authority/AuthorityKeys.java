package id.segel.ca.authority;

import id.segel.hsm.Token;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The keys of authorities in the ca token of this node. Exists only on issuer nodes: a node without it cannot sign.
 * Thread-safe.
 */
public final class AuthorityKeys {
    private final Token token;
    private final Map<Integer, AuthorityKey> keys = new ConcurrentHashMap<>();

    public AuthorityKeys(Token caToken) {
        this.token = caToken;
    }

    /**
     * The key of an authority, bound to the public key that the database has for it.
     *
     * @throws id.segel.hsm.TokenException when the token has no such key or refuses it
     */
    public AuthorityKey of(Authority authority) {
        return keys.computeIfAbsent(
                authority.id(),
                id -> new AuthorityKey(token.signingKey(authority.keyLabel()), authority.scheme(), authority.spki()));
    }

    /** The state of the token's health as the adapter knows it; nothing is claimed for issue while it is red. */
    public boolean healthy() {
        return token.health().status() == id.segel.hsm.TokenHealth.Status.UP
                || token.health().status() == id.segel.hsm.TokenHealth.Status.DEGRADED;
    }
}
