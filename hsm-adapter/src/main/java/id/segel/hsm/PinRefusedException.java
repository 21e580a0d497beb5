package id.segel.hsm;

import org.jspecify.annotations.Nullable;

/** The token refused the PIN (incorrect, locked, expired, not set). Never tried again by itself: hardware counts. */
public final class PinRefusedException extends TokenException {
    private static final long serialVersionUID = 1L;

    /** See {@link TokenException#TokenException}. */
    public PinRefusedException(
            String what, Place place, @Nullable String ckr, String remedy, @Nullable Throwable cause) {
        super(what, place, ckr, remedy, cause);
    }
}
