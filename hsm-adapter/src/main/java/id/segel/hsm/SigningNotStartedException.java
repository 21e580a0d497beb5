package id.segel.hsm;

import org.jspecify.annotations.Nullable;

/** It failed before the permit was consumed: nothing was signed, and it may be tried again. */
public final class SigningNotStartedException extends TokenException {
    private static final long serialVersionUID = 1L;

    /** See {@link TokenException#TokenException}. */
    public SigningNotStartedException(
            String what, Place place, @Nullable String ckr, String remedy, @Nullable Throwable cause) {
        super(what, place, ckr, remedy, cause);
    }
}
