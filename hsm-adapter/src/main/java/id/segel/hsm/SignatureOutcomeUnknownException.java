package id.segel.hsm;

import org.jspecify.annotations.Nullable;

/** The token was asked to sign and what came of it is not known: it threw, did not answer in time, or answered with
 * bytes that cannot be the signature. A signature may exist; what it was for must never be signed anew under the same
 * serial number. */
public final class SignatureOutcomeUnknownException extends TokenException {
    private static final long serialVersionUID = 1L;

    /** See {@link TokenException#TokenException}. */
    public SignatureOutcomeUnknownException(
            String what, Place place, @Nullable String ckr, String remedy, @Nullable Throwable cause) {
        super(what, place, ckr, remedy, cause);
    }
}
