package id.segel.hsm;

import id.segel.hsm.cryptoki.CryptokiException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.AEADBadTagException;
import org.jspecify.annotations.Nullable;

/** Finds the PKCS#11 return value inside what SunPKCS11 or the native binding threw, and what to do about it. */
final class Ckr {
    private static final Pattern NAME = Pattern.compile("CKR_[A-Z0-9_]+|CKR 0x[0-9a-f]+|0x[0-9a-f]{8}");
    private static final int MAX_DEPTH = 20;

    /** What to do about a return value of which nothing more is known. */
    static final String ANY_OTHER =
            "See that the device works with its own program; `segel doctor` examines library, slot and keys.";

    private static final String NO_RETURN_VALUE =
            "See the cause in the log; `segel doctor` examines library, slot and keys.";

    private Ckr() {}

    /** The innermost PKCS#11 return value's name, null if there is none. */
    static @Nullable String of(@Nullable Throwable thrown) {
        String found = null;
        Throwable at = thrown;
        for (int depth = 0; at != null && depth < MAX_DEPTH; depth++, at = at.getCause()) {
            if (at instanceof CryptokiException e) {
                return e.ckr();
            }
            if (at instanceof TokenException e && e.ckr() != null) {
                return e.ckr();
            }
            // SunPKCS11's PKCS11Exception is internal to the JDK; its message starts with the name.
            if (at.getClass().getSimpleName().equals("PKCS11Exception") && at.getMessage() != null) {
                Matcher matcher = NAME.matcher(at.getMessage());
                found = matcher.find() ? matcher.group() : found;
            }
        }
        return found;
    }

    /** Whether the token refused the PIN, which must not be tried again. */
    static boolean pinRefused(@Nullable String ckr) {
        ReturnValue known = ckr == null ? null : ReturnValue.named(ckr);
        return known != null && known.handling() == ReturnValue.Handling.NEVER_AGAIN;
    }

    /** Whether a ciphertext and its tag did not fit; the token calls it CKR_GENERAL_ERROR, so this is asked first. */
    static boolean badTag(Throwable thrown) {
        Throwable at = thrown;
        for (int depth = 0; at != null && depth < MAX_DEPTH; depth++, at = at.getCause()) {
            if (at instanceof AEADBadTagException) {
                return true;
            }
        }
        return false;
    }

    /** What to do about a return value: {@link ReturnValue} knows those that have something of their own. */
    static String remedy(@Nullable String ckr) {
        if (ckr == null) {
            return NO_RETURN_VALUE;
        }
        ReturnValue known = ReturnValue.named(ckr);
        return known == null ? ANY_OTHER : known.remedy();
    }
}
