package id.segel.hsm;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A private or secret key as the token describes it.
 *
 * @param label CKA_LABEL, empty if it has none
 * @param id CKA_ID, hex, empty if it has none
 * @param kind what it can be used for here
 * @param algorithm {@code RSA}, {@code EC}, {@code AES}, {@code GENERIC_SECRET}, or the CKK number
 * @param size bits, 0 if the token does not say
 * @param usages which of sign, decrypt, unwrap, derive, encrypt, wrap, verify, sign-recover it is allowed
 * @param sensitive CKA_SENSITIVE
 * @param alwaysSensitive CKA_ALWAYS_SENSITIVE
 * @param extractable CKA_EXTRACTABLE
 * @param neverExtractable CKA_NEVER_EXTRACTABLE
 * @param local CKA_LOCAL: born in the token
 * @param certificate whether a certificate that fits stands beside it
 * @param refusal why it is not used, null if it is
 * @param remedy what to do about the refusal, null if there is none
 */
public record KeyInfo(
        String label,
        String id,
        Kind kind,
        String algorithm,
        int size,
        Set<String> usages,
        boolean sensitive,
        boolean alwaysSensitive,
        boolean extractable,
        boolean neverExtractable,
        boolean local,
        boolean certificate,
        @Nullable String refusal,
        @Nullable String remedy) {
    public KeyInfo {
        usages = Set.copyOf(usages);
    }

    /** Whether the adapter uses this key. */
    public boolean usable() {
        return refusal == null;
    }

    /** What a key can be used for. */
    public enum Kind {
        SIGNING,
        WRAPPING,
        MAC,
        OTHER
    }
}
