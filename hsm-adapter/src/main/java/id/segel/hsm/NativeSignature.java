package id.segel.hsm;

import id.segel.hsm.cryptoki.Cka;
import id.segel.hsm.cryptoki.Cko;
import id.segel.hsm.cryptoki.CryptokiSession;
import id.segel.hsm.cryptoki.Mechanism;
import id.segel.hsm.cryptoki.Template;
import java.security.GeneralSecurityException;
import java.util.List;

/** A signature through the native binding, for a key that has no certificate yet and so is not seen by SunPKCS11. */
final class NativeSignature implements PreparedSignature {
    private final CryptokiSession session;
    private final SignatureScheme scheme;
    private final byte[] input;
    private final int size;

    private NativeSignature(CryptokiSession session, SignatureScheme scheme, byte[] input, int size) {
        this.session = session;
        this.scheme = scheme;
        this.input = input;
        this.size = size;
    }

    /**
     * Starts a signature with the private key of this CKA_ID; what is thrown here was thrown before anything was signed.
     *
     * @param size of the key, bits
     */
    static NativeSignature prepare(Login login, long slot, byte[] id, int size, SignatureScheme scheme, byte[] message)
            throws GeneralSecurityException {
        byte[] digest = ProviderSignature.digest(scheme, message);
        byte[] input = scheme.family() == SignatureScheme.Family.RSA_PKCS1 ? Der.digestInfo(digest) : digest;
        Mechanism mechanism = switch (scheme.family()) {
            case RSA_PKCS1 -> Mechanism.RSA_PKCS;
            case RSA_PSS -> Mechanism.rsaPss(scheme.digestLength());
            case ECDSA -> Mechanism.ECDSA;
        };
        CryptokiSession session = login.session(slot);
        boolean prepared = false;
        try {
            List<Long> keys = session.find(
                    new Template().number(Cka.CLASS, Cko.PRIVATE_KEY).bytes(Cka.ID, id));
            if (keys.size() != 1) {
                throw new GeneralSecurityException(
                        "the token shows " + keys.size() + " private keys with the new key's CKA_ID");
            }
            session.signInit(mechanism, keys.get(0));
            prepared = true;
            return new NativeSignature(session, scheme, input, size);
        } finally {
            if (!prepared) {
                session.close();
            }
        }
    }

    @Override
    public byte[] complete() {
        return ProviderSignature.finish(scheme, size, session.sign(input, 1024));
    }

    /** Closes the session, and with it a signature that was begun and not made. */
    @Override
    public void close() {
        session.close();
    }
}
