package id.segel.hsm;

import id.segel.hsm.cryptoki.ModuleUnusableException;
import org.jspecify.annotations.Nullable;

/** Turns what was thrown beneath into the exceptions of this package. */
final class Failures {
    private Failures() {}

    /** A failure of the token that is neither about one signature nor about waiting. */
    static TokenException token(String what, Place place, Throwable cause) {
        if (cause instanceof TokenException known) {
            return known;
        }
        if (cause instanceof ModuleUnusableException) {
            return new TokenException(
                    what + ": " + reason(cause, null),
                    place,
                    null,
                    "Name the PKCS#11 library of the device, such as SoftHSM2's libsofthsm2.so.",
                    cause);
        }
        @Nullable String ckr = Ckr.of(cause);
        if (Ckr.pinRefused(ckr)) {
            return new PinRefusedException("The token refused the PIN", place, ckr, Ckr.remedy(ckr), cause);
        }
        return new TokenException(what + ": " + reason(cause, ckr), place, ckr, Ckr.remedy(ckr), cause);
    }

    /** The shortest honest name of a cause: the return value stands elsewhere in the message. */
    static String reason(Throwable cause, @Nullable String ckr) {
        if (ckr != null) {
            return "the token answered " + ckr;
        }
        String message = cause.getMessage();
        // One failure is one line of the log, whatever a library says.
        return message == null
                ? cause.getClass().getSimpleName()
                : message.replaceAll("\\p{Cntrl}+", " ").strip();
    }
}
