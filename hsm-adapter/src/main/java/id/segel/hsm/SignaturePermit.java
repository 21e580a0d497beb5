package id.segel.hsm;

/**
 * The right to make one signature, used up at the last moment before the token is asked.
 *
 * <p>{@link #consume()} is called exactly once for a signature, after everything that can fail harmlessly has been
 * done and before {@code C_Sign}. If it throws, nothing was signed and the caller of
 * {@link SigningKey#sign(SignatureScheme, byte[], SignaturePermit)} sees that very exception. It runs on a thread of
 * the adapter, with the caller's logging context; it must not ask the same token for anything.
 */
@FunctionalInterface
public interface SignaturePermit {
    /** Uses the permit up, or throws because it may not be used. */
    void consume();
}
