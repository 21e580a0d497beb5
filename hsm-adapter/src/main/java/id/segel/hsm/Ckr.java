package id.segel.hsm;

import id.segel.hsm.cryptoki.CryptokiException;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.AEADBadTagException;
import org.jspecify.annotations.Nullable;

/** Finds the PKCS#11 return value inside what SunPKCS11 or the native binding threw, and what to do about it. */
final class Ckr {
    private static final Pattern NAME = Pattern.compile("CKR_[A-Z0-9_]+|CKR 0x[0-9a-f]+|0x[0-9a-f]{8}");
    private static final int MAX_DEPTH = 20;
    private static final Set<String> PIN = Set.of(
            "CKR_PIN_INCORRECT",
            "CKR_PIN_LOCKED",
            "CKR_PIN_EXPIRED",
            "CKR_PIN_INVALID",
            "CKR_PIN_LEN_RANGE",
            "CKR_USER_PIN_NOT_INITIALIZED");

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
        return ckr != null && PIN.contains(ckr);
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

    /** What to do about a return value. */
    static String remedy(@Nullable String ckr) {
        if (ckr == null) {
            return "See the cause in the log; `segel doctor` examines library, slot and keys.";
        }
        return switch (ckr) {
            case "CKR_PIN_INCORRECT" ->
                "Put the right PIN into the PIN file and start again; it is not tried again, "
                        + "because hardware locks after a few wrong ones.";
            case "CKR_PIN_LOCKED" -> "The security officer must set a new PIN; do not try further ones.";
            case "CKR_PIN_EXPIRED" -> "Set a new PIN with the device's own program and put it into the PIN file.";
            case "CKR_PIN_INVALID", "CKR_PIN_LEN_RANGE" -> "Choose a PIN of a length and alphabet the token accepts.";
            case "CKR_USER_PIN_NOT_INITIALIZED" ->
                "Set the user PIN of the token; on SoftHSM2 this is also seen when "
                        + "two processes log in at once: let one process alone use the token directory.";
            case "CKR_CRYPTOKI_NOT_INITIALIZED" ->
                "Something in this process finalised the library. Restart the " + "process.";
            case "CKR_TOKEN_NOT_PRESENT", "CKR_TOKEN_NOT_RECOGNIZED", "CKR_DEVICE_REMOVED" ->
                "See that the device is "
                        + "connected and, for SoftHSM2, that the token directory is there and whole; restore it from "
                        + "its copy if it is not.";
            case "CKR_OBJECT_HANDLE_INVALID", "CKR_SESSION_HANDLE_INVALID", "CKR_USER_NOT_LOGGED_IN" ->
                "The sessions "
                        + "or the login were lost; the adapter makes new ones. If it stays, restart the process.";
            case "CKR_SESSION_COUNT" ->
                "The token has no session left: lower permits below its limit, or end other " + "programs that use it.";
            case "CKR_DEVICE_MEMORY", "CKR_HOST_MEMORY" -> "Make room on the token or the machine.";
            case "CKR_MECHANISM_INVALID" -> "The token lacks this mechanism; choose another scheme or kind of key.";
            default ->
                "See that the device works with its own program; `segel doctor` examines library, slot and " + "keys.";
        };
    }
}
