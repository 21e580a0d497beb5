package id.segel.hsm;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;

/**
 * What a key signs to show that it works and is the one its certificate speaks of:
 * {@code "segel-challenge-v1" 0x00 nonce(32)}. No DER SEQUENCE begins like this, so it can never be taken for a
 * certificate, a CRL or an OCSP response.
 *
 * @param bytes what is signed
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
public record Challenge(byte[] bytes) {
    private static final byte[] PREFIX = "segel-challenge-v1\0".getBytes(StandardCharsets.US_ASCII);

    /** A new one, with a nonce nobody has seen. */
    public static Challenge fresh(SecureRandom random) {
        byte[] nonce = new byte[32];
        random.nextBytes(nonce);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(PREFIX);
        out.writeBytes(nonce);
        return new Challenge(out.toByteArray());
    }

    /** The one scheme challenges are signed with, by kind of key. */
    public static SignatureScheme scheme(PublicKey key) {
        return SignatureScheme.standardFor(key);
    }

    /** Verifies in software: a faulty token must not vouch for itself. */
    public boolean verifies(PublicKey key, byte[] signature) {
        try {
            Signature verifier = Signature.getInstance(
                    switch (scheme(key)) {
                        case ECDSA_SHA256 -> "SHA256withECDSA";
                        case ECDSA_SHA384 -> "SHA384withECDSA";
                        default -> "SHA256withRSA";
                    });
            verifier.initVerify(key);
            verifier.update(bytes);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
