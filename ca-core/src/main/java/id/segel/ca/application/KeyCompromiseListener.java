package id.segel.ca.application;

/**
 * Hears, after the key was blocked, that somebody uploaded a private key; whoever revokes certificates revokes every one
 * with that key (R4.1).
 */
@FunctionalInterface
public interface KeyCompromiseListener {
    /**
     * A private key was shown to us.
     *
     * @param spkiSha256 SHA-256 of the key's SubjectPublicKeyInfo, 32 octets
     */
    void compromised(byte[] spkiSha256);
}
