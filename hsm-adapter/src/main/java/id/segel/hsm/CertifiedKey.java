package id.segel.hsm;

import id.segel.hsm.Generation.SigningEntry;
import java.security.PublicKey;

/** A signing key with its certificate, through SunPKCS11, in whatever generation is current when it is used. */
record CertifiedKey(Engine engine, String label) implements SigningKey {
    @Override
    public PublicKey publicKey() {
        return entry(engine.generations().current()).publicKey();
    }

    @Override
    public byte[] certificate() {
        return entry(engine.generations().current()).certificate().clone();
    }

    @Override
    public byte[] sign(SignatureScheme scheme, byte[] message, SignaturePermit permit) {
        return sign(scheme, message, permit, false);
    }

    @Override
    public byte[] signInPlace(SignatureScheme scheme, byte[] message, SignaturePermit permit) {
        return sign(scheme, message, permit, true);
    }

    private byte[] sign(SignatureScheme scheme, byte[] message, SignaturePermit permit, boolean inPlace) {
        Task task = Task.sign(label, scheme);
        Generation newest = engine.generations().newest();
        if (newest != null) {
            try {
                requireFit(scheme, entry(newest).publicKey(), label);
            } catch (TokenException e) {
                throw task.seen(e);
            }
        }
        return engine.sign(task, permit, inPlace, generation -> {
            SigningEntry entry = entry(generation);
            engine.generations().prove(generation, entry);
            return ProviderSignature.prepare(generation.provider(), entry, scheme, message);
        });
    }

    /** Has the key answer a challenge in the current generation, unless it has. */
    void prove() {
        if (entry(engine.generations().current()).proven().get()) {
            return;
        }
        engine.run(Task.of("prove", label), generation -> {
            engine.generations().prove(generation, entry(generation));
            return true;
        });
    }

    private SigningEntry entry(Generation generation) {
        return entry(generation, label, engine.place().slot(generation.slot()).key(label));
    }

    static SigningEntry entry(Generation generation, String label, Place at) {
        SigningEntry entry = generation.signing().get(label);
        if (entry == null) {
            throw KeyRefusals.explain(generation, label, KeyInfo.Kind.SIGNING, at);
        }
        return entry;
    }

    static void requireFit(SignatureScheme scheme, PublicKey key, String label) {
        if (!scheme.fits(key)) {
            throw new IllegalArgumentException("The key \"" + label + "\" is " + key.getAlgorithm() + " with "
                    + TokenPublicKeys.size(key) + " bits and cannot sign with " + scheme
                    + ". RSA schemes go with RSA, ECDSA_SHA256 with P-256, ECDSA_SHA384 with P-384.");
        }
    }
}
