package id.segel.hsm;

/**
 * A signature of which everything is done but C_Sign. Either {@link #complete()} is called, once, or the signature is
 * abandoned by {@link #close()}, and then nothing was signed.
 */
interface PreparedSignature extends AutoCloseable {
    /**
     * Asks the token. Whatever is thrown here leaves open whether a signature was made.
     *
     * @return the signature in its final form
     */
    byte[] complete() throws Exception;

    /** Ends it, signed or not. Asks the token for no signature. */
    @Override
    void close();
}
