package id.segel.hsm;

/** A 32-byte secret in the token for HMAC-SHA256 (FIPS 198-1). Safe for use by many threads. */
public interface MacKey {
    /** The longest message. */
    int MAX_DATA = 64 * 1024;

    /** The key's CKA_LABEL. */
    String label();

    /**
     * HMAC-SHA256 of at most {@link #MAX_DATA} bytes, computed in the token; the same data give the same 32 bytes.
     *
     * @throws TokenBusyException if no place at the token came free within the deadline
     * @throws TokenException if the token failed
     */
    byte[] mac(byte[] data);
}
