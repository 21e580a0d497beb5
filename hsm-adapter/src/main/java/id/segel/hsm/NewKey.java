package id.segel.hsm;

import java.security.PublicKey;

/**
 * A key pair just made in the token, which has no certificate yet.
 *
 * @param label CKA_LABEL of both halves
 * @param id CKA_ID of both halves, 20 random bytes
 * @param publicKey the public half as a software key
 * @param signer signs with the new key through the native binding, so that a ceremony can make the self-signed
 *     certificate or the request; its {@code certificate()} throws
 */
@SuppressWarnings("ArrayRecordComponent") // copied on the way in and out; nobody compares them
public record NewKey(String label, byte[] id, PublicKey publicKey, SigningKey signer) {
    public NewKey {
        id = id.clone();
    }

    /** A copy of the 20 bytes. */
    @Override
    public byte[] id() {
        return id.clone();
    }
}
