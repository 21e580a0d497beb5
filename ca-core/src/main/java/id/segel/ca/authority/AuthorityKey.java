package id.segel.ca.authority;

import id.segel.ca.store.Database;
import id.segel.hsm.SignatureOutcomeUnknownException;
import id.segel.hsm.SignatureScheme;
import id.segel.hsm.SigningKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/**
 * A key of the authority in the token: signs what a permit carries and lets no signature out that software did not verify
 * with the public key the database has (a faulty token must not vouch for itself, an old handle may sign with another
 * key). Thread-safe.
 */
public final class AuthorityKey {
    private final SigningKey key;
    private final SignatureScheme scheme;
    private final AlgorithmIdentifier algorithm;
    private final SignatureCheck check;

    /**
     * @param key the key in the token
     * @param scheme how it signs
     * @param spki the SubjectPublicKeyInfo (DER) its signatures must verify with
     */
    public AuthorityKey(SigningKey key, SignatureScheme scheme, byte[] spki) {
        this.key = key;
        this.scheme = scheme;
        this.algorithm = SignatureAlgorithms.identifier(scheme);
        this.check = new SignatureCheck(spki);
    }

    public AlgorithmIdentifier algorithm() {
        return algorithm;
    }

    /**
     * Signs the permit's bytes.
     *
     * @return the signature value, verified
     * @throws id.segel.hsm.SigningNotStartedException when nothing was signed
     * @throws SignatureOutcomeUnknownException when a signature may exist, also when one came back that does not verify
     * @throws IllegalStateException inside a database transaction
     */
    public byte[] sign(KeyPermit permit) {
        Database.requireNoTransaction();
        return verified(permit, key.sign(scheme, permit.toBeSigned(), permit));
    }

    /**
     * As {@link #sign}, on the calling thread, which a token that hangs keeps: for threads that can be spared, such as the
     * issuer's, whose intents the reconciler decides when their leases have lapsed.
     */
    public byte[] signInPlace(KeyPermit permit) {
        Database.requireNoTransaction();
        return verified(permit, key.signInPlace(scheme, permit.toBeSigned(), permit));
    }

    private byte[] verified(KeyPermit permit, byte[] signature) {
        if (!verifies(permit.toBeSigned(), signature)) {
            throw new WrongSignatureException(
                    "the key " + key.label() + " made a " + permit.purpose()
                            + " signature that its public key does not verify; it is not used. Check the token with `segel doctor`.");
        }
        return signature;
    }

    /** Whether the signature is this key's over these bytes, in software. */
    public boolean verifies(byte[] message, byte[] signature) {
        return check.verifies(algorithm, message, signature);
    }
}
