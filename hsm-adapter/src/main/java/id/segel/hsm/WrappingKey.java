package id.segel.hsm;

/** An AES-256 key in the token that encrypts data keys. Safe for use by many threads. */
public interface WrappingKey {
    /** Bytes a wrapped text is longer than the plain text: 12 of IV and 16 of tag. */
    int OVERHEAD = 28;

    /** The longest plain text; keys are wrapped here, not documents. */
    int MAX_PLAINTEXT = 64 * 1024;

    /** The key's CKA_LABEL. */
    String label();

    /**
     * Encrypts in the token with AES-GCM (NIST SP 800-38D) under a fresh random IV.
     *
     * @param plaintext at most {@link #MAX_PLAINTEXT} bytes
     * @param aad what the ciphertext is bound to; the same bytes are needed to unwrap
     * @return 12-byte IV, ciphertext, 16-byte tag
     * @throws TokenBusyException if no place at the token came free within the deadline
     * @throws TokenException if the token failed
     */
    byte[] wrap(byte[] plaintext, byte[] aad);

    /**
     * Decrypts in the token what {@link #wrap} made.
     *
     * @throws BadCiphertextException if text, tag, AAD or key do not belong together
     * @throws TokenBusyException if no place at the token came free within the deadline
     * @throws TokenException if the token failed
     */
    byte[] unwrap(byte[] wrapped, byte[] aad);
}
