package id.segel.hsm;

import java.security.PublicKey;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The same private key on several tokens. A signature that one did not begin another makes; one whose outcome is unknown
 * is nobody's to repeat.
 */
final class ReplicatedSigningKey implements SigningKey {
    private final Replicas replicas;
    private final String label;
    private volatile @Nullable PublicKey known;

    ReplicatedSigningKey(Replicas replicas, String label) {
        this.replicas = replicas;
        this.label = label;
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public PublicKey publicKey() {
        PublicKey key = known;
        if (key == null) {
            // Of the first of them that has been ready: it is the others that must fit.
            key = CertifiedKey.entry(
                            replicas.generation(), label, replicas.first().at(label))
                    .publicKey();
            known = key;
        }
        return key;
    }

    @Override
    public byte[] certificate() {
        return replicas.asked(member -> new CertifiedKey(member.engine(), label).certificate());
    }

    @Override
    public byte[] sign(SignatureScheme scheme, byte[] message, SignaturePermit permit) {
        return sign(here -> here.sign(scheme, message, permit));
    }

    @Override
    public byte[] signInPlace(SignatureScheme scheme, byte[] message, SignaturePermit permit) {
        return sign(here -> here.signInPlace(scheme, message, permit));
    }

    private byte[] sign(Function<CertifiedKey, byte[]> signature) {
        PublicKey key = publicKey();
        return replicas.asked(member -> {
            CertifiedKey here = new CertifiedKey(member.engine(), label);
            if (!here.publicKey().equals(key)) {
                TokenException wrong = new SigningNotStartedException(
                        "Nothing was signed: the tokens that should hold the same keys have different ones of this label",
                        member.at(label),
                        null,
                        "Clone the key again, or take this token out of the configuration.",
                        null);
                member.healthBook().keyFailed(label, wrong);
                throw wrong;
            }
            return signature.apply(here);
        });
    }
}
