package id.segel.hsm;

import java.security.PublicKey;

/** A private key in a token, named by its label. Safe for use by many threads; stays usable when the token heals. */
public interface SigningKey {
    /** The key's CKA_LABEL. */
    String label();

    /** The public key, a software key of the JDK: of the certificate, or of a {@link NewKey} from the token itself. */
    PublicKey publicKey();

    /**
     * The certificate stored beside the key, DER. It is whatever certificate the ceremony put there and says which
     * public key is meant, no more.
     *
     * @throws TokenException if this is the signer of a {@link NewKey}, which has none yet
     */
    byte[] certificate();

    /**
     * Signs the message: hashed in Java, the raw signature made by the token.
     *
     * @param scheme must fit the key (RSA schemes with RSA, ECDSA_SHA256 with P-256, ECDSA_SHA384 with P-384)
     * @param message the bytes to sign, not a digest
     * @param permit consumed once, immediately before the token is asked
     * @return the signature: as long as the modulus for RSA, a DER ECDSA-Sig-Value (RFC 3279 2.2.3) for ECDSA
     * @throws IllegalArgumentException if the scheme does not fit the key
     * @throws TokenBusyException if no place at the token came free within the deadline; nothing was signed
     * @throws SigningNotStartedException if it failed before the permit was consumed; nothing was signed, and it may
     *     be tried again
     * @throws SignatureOutcomeUnknownException if a signature may or may not have been made
     */
    byte[] sign(SignatureScheme scheme, byte[] message, SignaturePermit permit);

    /**
     * As {@link #sign}, on the calling thread: quicker by two hand-overs between threads, which counts where the token is
     * quick or there are many. A token that hangs keeps the caller for as long as it does: for threads that can be spared.
     * That it hangs is noticed, told by health and written off all the same.
     *
     * @return as {@link #sign}; also when the token came back after its time
     */
    byte[] signInPlace(SignatureScheme scheme, byte[] message, SignaturePermit permit);
}
