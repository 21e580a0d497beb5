package id.segel.ca.keyring;

/**
 * A row that holds a wrapped key, as it was seen.
 *
 * @param id primary key
 * @param label of the key that wrapped it
 * @param wrapped the bytes
 * @param aad what they are bound to; the same under every key
 */
@SuppressWarnings("ArrayRecordComponent") // The database compares, nobody else.
public record WrappedRow(long id, String label, byte[] wrapped, byte[] aad) {}
