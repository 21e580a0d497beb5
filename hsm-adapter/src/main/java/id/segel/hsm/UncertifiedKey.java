package id.segel.hsm;

import java.security.PublicKey;

/** The private half of a key pair just made, through the native binding, found by its CKA_ID each time. */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
record UncertifiedKey(Engine engine, String label, byte[] id, PublicKey publicKey) implements SigningKey {
    @Override
    public byte[] certificate() {
        throw new TokenException(
                "The key has just been made and has no certificate",
                engine.place().key(label),
                null,
                "Store its certificate and ask the token for the key again.",
                null);
    }

    @Override
    public byte[] sign(SignatureScheme scheme, byte[] message, SignaturePermit permit) {
        CertifiedKey.requireFit(scheme, publicKey, label);
        return engine.sign(
                Task.sign(label, scheme),
                permit,
                false,
                generation -> NativeSignature.prepare(
                        engine.login(), generation.slot(), id, TokenPublicKeys.size(publicKey), scheme, message));
    }

    @Override
    public byte[] signInPlace(SignatureScheme scheme, byte[] message, SignaturePermit permit) {
        return sign(scheme, message, permit);
    }
}
