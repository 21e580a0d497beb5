package id.segel.ca.authority;

import id.segel.hsm.SignatureScheme;
import id.segel.hsm.SigningKey;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

/**
 * A question that only the holder of a private key can answer: {@code "segel-challenge-v1" 0x00 nonce(32)} to be signed.
 * No DER SEQUENCE begins like this, so an answer can never pass for a certificate, a CRL or an OCSP response; whoever
 * answers is given the nonce only and puts the rest before it himself.
 */
public final class KeyChallenge {
    /** Octets of a nonce. */
    public static final int NONCE = 32;

    private static final byte[] PREFIX = "segel-challenge-v1\0".getBytes(StandardCharsets.US_ASCII);

    private KeyChallenge() {}

    /** A nonce nobody used before. */
    public static byte[] nonce(SecureRandom random) {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        return nonce;
    }

    /**
     * Has the key answer.
     *
     * @param scheme how its authority signs
     * @throws id.segel.hsm.TokenException when the token does not sign
     */
    public static byte[] answer(SigningKey key, SignatureScheme scheme, byte[] nonce) {
        return key.sign(scheme, message(nonce), () -> {});
    }

    /** Whether the answer was made with the private half of this key, judged in software. */
    public static boolean isAnswered(byte[] spki, SignatureScheme scheme, byte[] nonce, byte[] answer) {
        return new SignatureCheck(spki).verifies(SignatureAlgorithms.identifier(scheme), message(nonce), answer);
    }

    private static byte[] message(byte[] nonce) {
        if (nonce.length != NONCE) {
            throw new IllegalArgumentException(
                    "a nonce of " + nonce.length + " octets; a challenge has one of " + NONCE);
        }
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.writeBytes(PREFIX);
        message.writeBytes(nonce);
        return message.toByteArray();
    }
}
