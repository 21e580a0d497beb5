package id.segel.ca.person;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/** The active data key, in memory: encrypts values for columns, also inside a transaction. Immutable, thread-safe. */
final class ColumnSealer {
    private final int keyId;
    private final SecretKeySpec key;
    private final SecureRandom random;

    ColumnSealer(int keyId, SecretKeySpec key, SecureRandom random) {
        this.keyId = keyId;
        this.key = key;
        this.random = random;
    }

    /** Encrypts a value for its place. */
    byte[] encrypt(EncryptedColumn column, long rowId, String value) {
        byte[] iv = new byte[PersonalDataCipher.IV_OCTETS];
        random.nextBytes(iv);
        byte[] sealed = PersonalDataCipher.run(
                Cipher.ENCRYPT_MODE, key, iv, column, rowId, value.getBytes(StandardCharsets.UTF_8));
        return ByteBuffer.allocate(PersonalDataCipher.ID_OCTETS + iv.length + sealed.length)
                .putInt(keyId)
                .put(iv)
                .put(sealed)
                .array();
    }
}
