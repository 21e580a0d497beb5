package id.segel.hsm;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/** AES-GCM in the token, through SunPKCS11. IVs are random; one key wraps far fewer than 2^32 texts (SP 800-38D 8.3). */
record GcmKey(Engine engine, String label, SecureRandom random) implements WrappingKey {
    private static final int IV_LENGTH = 12;
    private static final int TAG_BITS = 128;

    @Override
    public byte[] wrap(byte[] plaintext, byte[] aad) {
        if (plaintext.length > MAX_PLAINTEXT) {
            throw new IllegalArgumentException("The text to wrap has " + plaintext.length + " bytes; at most "
                    + MAX_PLAINTEXT + " are wrapped. Encrypt it with a key of its own and wrap that.");
        }
        return engine.run(new Task("wrap", label, "AES_GCM"), generation -> {
            byte[] iv = new byte[IV_LENGTH];
            random.nextBytes(iv);
            byte[] sealed = cipher(generation, Cipher.ENCRYPT_MODE, iv, aad).doFinal(plaintext);
            if (sealed.length != plaintext.length + OVERHEAD - IV_LENGTH) {
                throw new GeneralSecurityException("the token's ciphertext has " + sealed.length + " bytes");
            }
            byte[] wrapped = Arrays.copyOf(iv, IV_LENGTH + sealed.length);
            System.arraycopy(sealed, 0, wrapped, IV_LENGTH, sealed.length);
            return wrapped;
        });
    }

    @Override
    public byte[] unwrap(byte[] wrapped, byte[] aad) {
        if (wrapped.length < OVERHEAD || wrapped.length > MAX_PLAINTEXT + OVERHEAD) {
            throw bad("The wrapped text has " + wrapped.length + " bytes, which none made here has", null);
        }
        return engine.run(new Task("unwrap", label, "AES_GCM"), generation -> {
            byte[] iv = Arrays.copyOf(wrapped, IV_LENGTH);
            try {
                return cipher(generation, Cipher.DECRYPT_MODE, iv, aad)
                        .doFinal(wrapped, IV_LENGTH, wrapped.length - IV_LENGTH);
            } catch (Exception e) {
                if (Ckr.badTag(e)) {
                    throw bad("The wrapped text, its context and the key do not belong together", e);
                }
                throw e;
            }
        });
    }

    private Cipher cipher(Generation generation, int mode, byte[] iv, byte[] aad) throws GeneralSecurityException {
        SecretKey key = generation.wrapping().get(label);
        if (key == null) {
            throw KeyRefusals.explain(
                    generation,
                    label,
                    KeyInfo.Kind.WRAPPING,
                    engine.place().slot(generation.slot()).key(label));
        }
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", generation.provider());
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, iv));
        cipher.updateAAD(aad);
        return cipher;
    }

    private BadCiphertextException bad(String what, @org.jspecify.annotations.Nullable Throwable cause) {
        return new BadCiphertextException(
                what,
                engine.place().key(label),
                Ckr.of(cause),
                "The stored bytes were altered or mixed up, or another key wrapped them; restore them from a copy.",
                cause);
    }
}
