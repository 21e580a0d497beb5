package id.segel.hsm;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The return values that have something of their own to say (PKCS #11 2.40, 5.1): what each means here, what the adapter
 * does by itself, what a person does. The one place of it; {@code docs/hsm-errors.md} shows the same table.
 */
enum ReturnValue {
    CKR_PIN_INCORRECT(
            Handling.NEVER_AGAIN,
            "The PIN in file or variable is not the token's.",
            "Put the right PIN into the PIN file and start again; it is not tried again, because hardware locks after a "
                    + "few wrong ones."),
    CKR_PIN_LOCKED(
            Handling.NEVER_AGAIN,
            "Too many wrong PINs: the token takes none any more.",
            "The security officer must set a new PIN; do not try further ones."),
    CKR_PIN_EXPIRED(
            Handling.NEVER_AGAIN,
            "The token wants a new PIN before it works on.",
            "Set a new PIN with the device's own program and put it into the PIN file."),
    CKR_PIN_INVALID(
            Handling.NEVER_AGAIN,
            "The PIN holds a character the token does not know.",
            "Choose a PIN of a length and alphabet the token accepts."),
    CKR_PIN_LEN_RANGE(
            Handling.NEVER_AGAIN,
            "The PIN is shorter or longer than the token allows.",
            "Choose a PIN of a length and alphabet the token accepts."),
    CKR_PIN_TOO_WEAK(
            Handling.NEVER_AGAIN,
            "The token refuses a new PIN as too easy.",
            "Choose a PIN that satisfies the device's rules."),
    CKR_USER_PIN_NOT_INITIALIZED(
            Handling.NEVER_AGAIN,
            "The token has no user PIN yet; on SoftHSM2 also: another process was logging in.",
            "Set the user PIN of the token; on SoftHSM2 this is also seen when two processes log in at once: let one "
                    + "process alone use the token directory."),
    CKR_CRYPTOKI_NOT_INITIALIZED(
            Handling.LIBRARY_ANEW,
            "Something in this process called C_Finalize.",
            "Something in this process finalised the library. Restart the process."),
    CKR_CRYPTOKI_ALREADY_INITIALIZED(
            Handling.GOES_ON,
            "SunPKCS11 and the native binding share the library; the second is told this.",
            "Nothing. If it is the reason of an error, report it with the log."),
    CKR_USER_ALREADY_LOGGED_IN(
            Handling.GOES_ON,
            "The login is the process's: another session of it has logged in.",
            "Nothing. If it is the reason of an error, report it with the log."),
    CKR_USER_ANOTHER_ALREADY_LOGGED_IN(
            Handling.AGAIN,
            "The security officer is logged in where the user should be.",
            "End the program that is logged in as security officer, and restart the process."),
    CKR_TOKEN_NOT_PRESENT(
            Handling.DIRECTORY_ANEW,
            "The slot is empty.",
            "See that the device is connected and, for SoftHSM2, that the token directory is there and whole; restore it "
                    + "from its copy if it is not."),
    CKR_TOKEN_NOT_RECOGNIZED(
            Handling.DIRECTORY_ANEW,
            "There is a token, but it cannot be read; on SoftHSM2 its directory is damaged, as a login on a full disk "
                    + "leaves it.",
            "See that the device is connected and, for SoftHSM2, that the token directory is there and whole; restore it "
                    + "from its copy if it is not."),
    CKR_DEVICE_REMOVED(
            Handling.DIRECTORY_ANEW,
            "The device went away while it was used.",
            "See that the device is connected and, for SoftHSM2, that the token directory is there and whole; restore it "
                    + "from its copy if it is not."),
    CKR_DEVICE_ERROR(
            Handling.AGAIN,
            "The device, or the way to it, failed.",
            "See that the device works with its own program, and look at its log and the network to it."),
    CKR_GENERAL_ERROR(
            Handling.AGAIN,
            "The library says no more than that it failed; SoftHSM2 also when its directory is gone, and for a "
                    + "ciphertext whose tag does not fit (which is told as a bad ciphertext, not as this).",
            "See that the device works with its own program and, for SoftHSM2, that the token directory is there; its "
                    + "own log says more."),
    CKR_FUNCTION_FAILED(
            Handling.AGAIN,
            "The device could not do it and does not say why.",
            "See that the device works with its own program, and look at its log."),
    CKR_OBJECT_HANDLE_INVALID(
            Handling.AGAIN,
            "The key is known by a handle that no longer holds: login lost, token moved, or key destroyed.",
            "The sessions or the login were lost; the adapter makes new ones. If it stays, restart the process."),
    CKR_KEY_HANDLE_INVALID(
            Handling.AGAIN,
            "As CKR_OBJECT_HANDLE_INVALID, told by the operation.",
            "The sessions or the login were lost; the adapter makes new ones. If it stays, restart the process."),
    CKR_SESSION_HANDLE_INVALID(
            Handling.AGAIN,
            "The session was closed behind our back.",
            "The sessions or the login were lost; the adapter makes new ones. If it stays, restart the process."),
    CKR_SESSION_CLOSED(
            Handling.AGAIN,
            "The session was closed while it was used.",
            "The sessions or the login were lost; the adapter makes new ones. If it stays, restart the process."),
    CKR_USER_NOT_LOGGED_IN(
            Handling.AGAIN,
            "The token forgot the login.",
            "The sessions or the login were lost; the adapter makes new ones. If it stays, restart the process."),
    CKR_SESSION_COUNT(
            Handling.AGAIN,
            "The token has given out all its sessions.",
            "The token has no session left: lower permits below its limit, or end other programs that use it."),
    CKR_OPERATION_ACTIVE(
            Handling.SESSIONS_ANEW,
            "The driver left an operation open in a session, which is of no use any more.",
            "Nothing, if it is rare. If it is not, ask the vendor for a newer library."),
    CKR_OPERATION_NOT_INITIALIZED(
            Handling.AGAIN,
            "The driver ended an operation that was not finished.",
            "Nothing, if it is rare. If it is not, ask the vendor for a newer library."),
    CKR_BUFFER_TOO_SMALL(
            Handling.AGAIN,
            "The signature is longer than the key says.",
            "Ask the vendor for a newer library; try the key with the device's own program."),
    CKR_DEVICE_MEMORY(
            Handling.AGAIN, "The device has no room for another object or session.", "Make room on the token."),
    CKR_HOST_MEMORY(Handling.AGAIN, "This machine has no memory left for the library.", "Make room on the machine."),
    CKR_TOKEN_RESOURCE_EXCEEDED(
            Handling.AGAIN,
            "The device is at a limit of its own.",
            "Lower permits, or ask the vendor which limit it is."),
    CKR_MECHANISM_INVALID(
            Handling.AGAIN,
            "The token does not have the way of signing or making keys that was asked for.",
            "The token lacks this mechanism; choose another scheme or kind of key."),
    CKR_MECHANISM_PARAM_INVALID(
            Handling.AGAIN,
            "The token has the mechanism, but not with this hash or salt.",
            "Choose another scheme for the key, PKCS#1 v1.5 in place of PSS."),
    CKR_KEY_TYPE_INCONSISTENT(
            Handling.AGAIN,
            "The key is of another kind than its use wants.",
            "Make a key of the right kind by ceremony, and correct the label in the configuration."),
    CKR_KEY_SIZE_RANGE(
            Handling.AGAIN,
            "The token does not work with keys of this size.",
            "Choose another size of key; `segel doctor` shows what is there."),
    CKR_KEY_FUNCTION_NOT_PERMITTED(
            Handling.AGAIN,
            "The key's attributes do not allow this use.",
            "Make a new key by ceremony; its uses are fixed when it is made."),
    CKR_FUNCTION_NOT_SUPPORTED(
            Handling.AGAIN,
            "The library lacks the whole function.",
            "Ask the vendor for a newer library, or use another device."),
    CKR_SLOT_ID_INVALID(
            Handling.AGAIN,
            "The slot has another number by now; tokens are found by label, so the next look finds it.",
            "If it stays, restart the process."),
    CKR_TOKEN_WRITE_PROTECTED(
            Handling.AGAIN,
            "Nothing can be made or stored on the token now.",
            "Take the write protection off for the ceremony."),
    CKR_SESSION_READ_ONLY(
            Handling.AGAIN,
            "Nothing can be made or stored in such a session.",
            "Take the write protection off for the ceremony."),
    CKR_TEMPLATE_INCONSISTENT(
            Handling.AGAIN,
            "The token does not make a key with the attributes a ceremony insists on.",
            "Look up in the device's manual which attributes its policy allows; a key that can leave is not made."),
    CKR_ATTRIBUTE_VALUE_INVALID(
            Handling.AGAIN,
            "The token does not take a value of an attribute, such as the curve.",
            "Choose another kind of key, or look up in the device's manual what its policy allows."),
    CKR_ARGUMENTS_BAD(
            Handling.AGAIN,
            "The library does not take its parameters; NSS softokn when it is given none, or wrong ones.",
            "Correct moduleParameters in the configuration."),
    CKR_CANT_LOCK(
            Handling.AGAIN,
            "The library cannot be used by several threads.",
            "Use a library that can; ask the vendor for it."),
    CKR_FIPS_SELF_TEST_FAILED(
            Handling.AGAIN, "The device found itself faulty.", "Take the token out of service and call the vendor.");

    private static final Map<String, ReturnValue> BY_NAME =
            Stream.of(values()).collect(Collectors.toUnmodifiableMap(Enum::name, Function.identity()));

    private final Handling handling;
    private final String meaning;
    private final String remedy;

    ReturnValue(Handling handling, String meaning, String remedy) {
        this.handling = handling;
        this.meaning = meaning;
        this.remedy = remedy;
    }

    /** What the adapter does by itself. */
    enum Handling {
        NEVER_AGAIN("Says it once, is DOWN, and never shows this PIN to the token again."),
        AGAIN("Before C_Sign: tries again, then once more with new sessions and keys. From C_Sign on: nothing, the"
                + " outcome is unknown."),
        SESSIONS_ANEW("Tries again with new sessions and keys at once."),
        LIBRARY_ANEW("SoftHSM2: waits until nobody is in the library, finalises and initialises it, makes new sessions"
                + " and keys. Another library, or while a call hangs: RESTART_NEEDED."),
        DIRECTORY_ANEW("Tries again as with every error, growing pauses in between; SoftHSM2: initialises the library"
                + " anew when the directory has come back or changed."),
        GOES_ON("Nothing: it is no error.");

        private final String text;

        Handling(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    /** The one of this name, null where the name says nothing of its own. */
    static @Nullable ReturnValue named(String name) {
        return BY_NAME.get(name);
    }

    Handling handling() {
        return handling;
    }

    /** What it means here, a sentence. */
    String meaning() {
        return meaning;
    }

    /** What a person does, a sentence or two. */
    String remedy() {
        return remedy;
    }
}
