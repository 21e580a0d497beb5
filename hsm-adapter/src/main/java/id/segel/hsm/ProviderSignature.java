package id.segel.hsm;

import id.segel.hsm.Generation.SigningEntry;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;

/**
 * A signature through SunPKCS11, on a fresh Signature object each time: C_SignInit happens in {@code initSign},
 * nothing native in {@code update}, C_Sign only in {@code sign} (measured for these three algorithms on JDK 17 and 25).
 */
final class ProviderSignature implements PreparedSignature {
    private final Signature signature;
    private final SignatureScheme scheme;
    private final int size;

    private ProviderSignature(Signature signature, SignatureScheme scheme, int size) {
        this.signature = signature;
        this.scheme = scheme;
        this.size = size;
    }

    /** Starts a signature: what is thrown here was thrown before anything was signed. */
    static ProviderSignature prepare(Provider provider, SigningEntry key, SignatureScheme scheme, byte[] message)
            throws GeneralSecurityException {
        Signature signature = switch (scheme.family()) {
            case RSA_PKCS1 -> Signature.getInstance("NONEwithRSA", provider);
            case RSA_PSS -> Signature.getInstance("RSASSA-PSS", provider);
            // P1363 shows the token's own bytes: DER would hide an r and s cut short.
            case ECDSA -> Signature.getInstance("NONEwithECDSAinP1363Format", provider);
        };
        if (scheme.family() == SignatureScheme.Family.RSA_PSS) {
            signature.setParameter(new PSSParameterSpec(
                    scheme.digest(), "MGF1", new MGF1ParameterSpec(scheme.digest()), scheme.digestLength(), 1));
        }
        byte[] input = switch (scheme.family()) {
            case RSA_PKCS1 -> Der.digestInfo(digest(scheme, message));
            case RSA_PSS -> message;
            case ECDSA -> digest(scheme, message);
        };
        signature.initSign(key.privateKey());
        signature.update(input);
        return new ProviderSignature(signature, scheme, TokenPublicKeys.size(key.publicKey()));
    }

    static byte[] digest(SignatureScheme scheme, byte[] message) throws GeneralSecurityException {
        return MessageDigest.getInstance(scheme.digest()).digest(message);
    }

    @Override
    public byte[] complete() throws GeneralSecurityException {
        return finish(scheme, size, signature.sign());
    }

    /**
     * The token's bytes in their final form.
     *
     * @param size of the key, bits
     * @throws IllegalStateException if they cannot be a signature; the token did sign something
     */
    static byte[] finish(SignatureScheme scheme, int size, byte[] made) {
        boolean ecdsa = scheme.family() == SignatureScheme.Family.ECDSA;
        int length = ecdsa ? 2 * ((size + 7) / 8) : (size + 7) / 8;
        if (made.length != length) {
            throw new IllegalStateException(
                    "the token's signature has " + made.length + " bytes where " + length + " are due");
        }
        return ecdsa ? Der.ecdsaSignature(made) : made;
    }

    /**
     * Lets go of the object and nothing else. SunPKCS11's own way to cancel a signature is to make it (C_Sign on what
     * was put in), so one that was not completed keeps its session until it is collected, which happens only when a
     * permit refuses or a caller has gone.
     */
    @Override
    public void close() {}
}
