package id.segel.ca.document;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES-256-GCM (NIST SP 800-38D) of one letter under its own key. Pure but for the random IV. */
final class LetterCipher {
    static final int KEY_LENGTH = 32;
    private static final int IV_LENGTH = 12;
    private static final int TAG_BITS = 128;

    private LetterCipher() {}

    /** What a column of a letter's row is bound to: table, column, row and version. */
    static byte[] aad(String column, long id, int version) {
        return ("letter." + column + "|" + id + "|" + version).getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] encrypt(byte[] key, byte[] plain, byte[] aad, SecureRandom random) {
        byte[] iv = new byte[IV_LENGTH];
        random.nextBytes(iv);
        byte[] body;
        try {
            body = cipher(Cipher.ENCRYPT_MODE, key, iv, aad).doFinal(plain);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a letter cannot be encrypted", e);
        }
        byte[] ciphertext = Arrays.copyOf(iv, IV_LENGTH + body.length);
        System.arraycopy(body, 0, ciphertext, IV_LENGTH, body.length);
        return ciphertext;
    }

    /**
     * @throws IllegalStateException when the ciphertext is not what was stored for this row and version
     */
    static byte[] decrypt(byte[] key, byte[] ciphertext, byte[] aad) {
        try {
            return cipher(Cipher.DECRYPT_MODE, key, Arrays.copyOf(ciphertext, IV_LENGTH), aad)
                    .doFinal(ciphertext, IV_LENGTH, ciphertext.length - IV_LENGTH);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalStateException(
                    "a stored letter does not decrypt: the row was changed or belongs to another letter", e);
        }
    }

    private static Cipher cipher(int mode, byte[] key, byte[] iv, byte[] aad) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, iv));
        cipher.updateAAD(aad);
        return cipher;
    }
}
