package id.segel.hsm;

import org.jspecify.annotations.Nullable;

/** The wrapped bytes, their AAD and the key do not belong together: altered, mixed up or wrapped by another key. */
public final class BadCiphertextException extends TokenException {
    private static final long serialVersionUID = 1L;

    /** See {@link TokenException#TokenException}. */
    public BadCiphertextException(
            String what, Place place, @Nullable String ckr, String remedy, @Nullable Throwable cause) {
        super(what, place, ckr, remedy, cause);
    }
}
