package id.segel.ca.authority;

import java.io.IOException;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.bouncycastle.operator.ContentVerifier;
import org.bouncycastle.operator.ContentVerifierProvider;
import org.bouncycastle.operator.DefaultDigestAlgorithmIdentifierFinder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcECContentVerifierProviderBuilder;
import org.bouncycastle.operator.bc.BcRSAContentVerifierProviderBuilder;

/** Checks signatures of one public key in software. Thread-safe. */
public final class SignatureCheck {
    private final ContentVerifierProvider verifiers;

    /**
     * @param spki SubjectPublicKeyInfo, DER
     * @throws IllegalArgumentException when it holds no RSA or EC key
     */
    public SignatureCheck(byte[] spki) {
        DefaultDigestAlgorithmIdentifierFinder digests = new DefaultDigestAlgorithmIdentifierFinder();
        try {
            AsymmetricKeyParameter key = PublicKeyFactory.createKey(SubjectPublicKeyInfo.getInstance(spki));
            this.verifiers = key instanceof RSAKeyParameters
                    ? new BcRSAContentVerifierProviderBuilder(digests).build(key)
                    : new BcECContentVerifierProviderBuilder(digests).build(key);
        } catch (IOException | OperatorCreationException e) {
            throw new IllegalArgumentException("a public key cannot be used to check signatures: " + e.getMessage(), e);
        }
    }

    /**
     * Whether the signature is this key's over these bytes. Only the algorithms of {@link SignatureAlgorithms} count:
     * anything else, SHA-1 among it, is no signature here.
     */
    public boolean verifies(AlgorithmIdentifier algorithm, byte[] message, byte[] signature) {
        if (!SignatureAlgorithms.isKnown(algorithm)) {
            return false;
        }
        try {
            ContentVerifier verifier = verifiers.get(algorithm);
            verifier.getOutputStream().write(message);
            return verifier.verify(signature);
        } catch (IOException | OperatorCreationException e) {
            throw new IllegalStateException("a signature cannot be checked: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            // Bouncy Castle throws on a signature that is not even of the right shape, or of another kind of key.
            return false;
        }
    }
}
