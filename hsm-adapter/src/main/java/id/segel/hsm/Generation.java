package id.segel.hsm;

import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * One configured provider with the keys loaded through it. Immutable but for the note which keys have proven
 * themselves. When the token's sessions, login or objects change underneath, it is replaced, never mended, and never
 * logged out: a logout would reach its successor.
 *
 * @param epoch of the library in which it was made; its handles mean nothing in another
 */
record Generation(
        long number,
        long epoch,
        long slot,
        Provider provider,
        Map<String, SigningEntry> signing,
        Map<String, SecretKey> wrapping,
        Map<String, SecretKey> mac,
        List<KeyInfo> keys) {
    Generation {
        signing = Map.copyOf(signing);
        wrapping = Map.copyOf(wrapping);
        mac = Map.copyOf(mac);
        keys = List.copyOf(keys);
    }

    /**
     * A signing key as this generation sees it.
     *
     * @param proven whether it answered a challenge that its certificate's public key verified
     */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    record SigningEntry(
            String label, PrivateKey privateKey, PublicKey publicKey, byte[] certificate, AtomicBoolean proven) {}

    /** The verdict on a key, null if there is none of this label. */
    @Nullable
    KeyInfo info(String label) {
        for (KeyInfo info : keys) {
            if (info.label().equals(label)) {
                return info;
            }
        }
        return null;
    }
}
