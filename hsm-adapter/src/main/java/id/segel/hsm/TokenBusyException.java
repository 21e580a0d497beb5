package id.segel.hsm;

import org.jspecify.annotations.Nullable;

/** No place at the token came free within the deadline. Nothing was asked of the token. */
public final class TokenBusyException extends TokenException {
    private static final long serialVersionUID = 1L;

    /** See {@link TokenException#TokenException}. */
    public TokenBusyException(
            String what, Place place, @Nullable String ckr, String remedy, @Nullable Throwable cause) {
        super(what, place, ckr, remedy, cause);
    }
}
