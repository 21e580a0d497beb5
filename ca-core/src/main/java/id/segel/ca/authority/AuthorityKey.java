package id.segel.ca.authority;

import id.segel.ca.store.Database;
import id.segel.hsm.SignatureOutcomeUnknownException;
import id.segel.hsm.SignatureScheme;
import id.segel.hsm.SigningKey;
import java.io.IOException;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.bouncycastle.operator.ContentVerifier;
import org.bouncycastle.operator.ContentVerifierProvider;
import org.bouncycastle.operator.DefaultDigestAlgorithmIdentifierFinder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcECContentVerifierProviderBuilder;
import org.bouncycastle.operator.bc.BcRSAContentVerifierProviderBuilder;

/**
 * A key of the authority in the token: signs what a permit carries and lets no signature out that software did not verify
 * with the public key the database has (a faulty token must not vouch for itself, an old handle may sign with another
 * key). Thread-safe.
 */
public final class AuthorityKey {
    private final SigningKey key;
    private final SignatureScheme scheme;
    private final AlgorithmIdentifier algorithm;
    private final ContentVerifierProvider verifiers;

    /**
     * @param key the key in the token
     * @param scheme how it signs
     * @param spki the SubjectPublicKeyInfo (DER) its signatures must verify with
     */
    public AuthorityKey(SigningKey key, SignatureScheme scheme, byte[] spki) {
        this.key = key;
        this.scheme = scheme;
        this.algorithm = SignatureAlgorithms.identifier(scheme);
        this.verifiers = verifierProvider(spki);
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
        byte[] signature = key.sign(scheme, permit.toBeSigned(), permit);
        if (!verifies(permit.toBeSigned(), signature)) {
            throw new WrongSignatureException(
                    "the key " + key.label() + " made a " + permit.purpose()
                            + " signature that its public key does not verify; it is not used. Check the token with `segel doctor`.");
        }
        return signature;
    }

    /** Whether the signature is this key's over these bytes, in software. */
    public boolean verifies(byte[] message, byte[] signature) {
        return verifies(verifiers, algorithm, message, signature);
    }

    static boolean verifies(
            ContentVerifierProvider verifiers, AlgorithmIdentifier algorithm, byte[] message, byte[] signature) {
        try {
            ContentVerifier verifier = verifiers.get(algorithm);
            verifier.getOutputStream().write(message);
            return verifier.verify(signature);
        } catch (IOException | OperatorCreationException e) {
            throw new IllegalStateException("a signature cannot be checked: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            // Bouncy Castle throws on a signature that is not even of the right shape.
            return false;
        }
    }

    private static ContentVerifierProvider verifierProvider(byte[] spki) {
        DefaultDigestAlgorithmIdentifierFinder digests = new DefaultDigestAlgorithmIdentifierFinder();
        try {
            AsymmetricKeyParameter key = PublicKeyFactory.createKey(SubjectPublicKeyInfo.getInstance(spki));
            return key instanceof org.bouncycastle.crypto.params.RSAKeyParameters
                    ? new BcRSAContentVerifierProviderBuilder(digests).build(key)
                    : new BcECContentVerifierProviderBuilder(digests).build(key);
        } catch (IOException | OperatorCreationException e) {
            throw new IllegalArgumentException("a public key cannot be used to check signatures: " + e.getMessage(), e);
        }
    }
}
