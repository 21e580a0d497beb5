package id.segel.api.doctor;

import id.segel.hsm.ModuleInfo;
import id.segel.hsm.SlotInfo;
import id.segel.hsm.Token;
import id.segel.hsm.TokenException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The library of one token and its slot: everything that can be seen without a login. */
final class LibraryCheck {
    private LibraryCheck() {}

    /**
     * What was found there.
     *
     * @param pinMayBeTried whether the token allows a try without danger of locking itself
     */
    record Located(ModuleInfo module, SlotInfo slot, boolean pinMayBeTried) {
        List<String> mechanisms() {
            return module.mechanisms().getOrDefault(slot.id(), List.of());
        }
    }

    /** Looks, and returns the slot if there is one. */
    static Optional<Located> look(ConfiguredToken token, Findings findings) {
        Findings here = findings.in(token.part());
        if (!Files.isReadable(token.module())) {
            here.error(
                    Topic.LIBRARY_FILE,
                    "The PKCS#11 library " + token.module() + " is not there, or may not be read",
                    "Install the device's library, or mend module in the configuration; SoftHSM2's is called libsofthsm2.so.");
            return Optional.empty();
        }
        try {
            ModuleInfo module = Token.module(token.module(), token.parameters());
            here.ok(
                    Topic.LIBRARY,
                    module.description() + " " + module.version() + " of " + module.manufacturer() + ", PKCS#11 "
                            + module.cryptokiVersion() + ", " + token.module());
            return slot(token, module, here);
        } catch (TokenException e) {
            here.failed(Topic.LIBRARY, "", e);
            return Optional.empty();
        }
    }

    private static Optional<Located> slot(ConfiguredToken token, ModuleInfo module, Findings here) {
        List<SlotInfo> found = module.slots().stream()
                .filter(slot -> slot.initialised() && slot.label().equals(token.label()))
                .filter(slot ->
                        token.serialNumber() == null || slot.serialNumber().equals(token.serialNumber()))
                .toList();
        if (found.size() != 1) {
            here.error(Topic.TOKEN_SLOT, missing(token, found.size()), remedy(module, found));
            return Optional.empty();
        }
        SlotInfo slot = found.get(0);
        here.ok(
                Topic.TOKEN_SLOT,
                "Token \"" + slot.label() + "\" in slot " + slot.id() + ", serial number " + slot.serialNumber()
                        + ", model " + slot.model());
        sessions(token, slot, here);
        return Optional.of(new Located(module, slot, pin(slot, here)));
    }

    private static String missing(ConfiguredToken token, int found) {
        String wanted = "the label \"" + token.label() + "\""
                + (token.serialNumber() == null ? "" : " and the serial number " + token.serialNumber());
        return found == 0 ? "No token carries " + wanted : found + " tokens carry " + wanted;
    }

    private static String remedy(ModuleInfo module, List<SlotInfo> found) {
        if (!found.isEmpty()) {
            return "Name serialNumber too; they are "
                    + found.stream().map(SlotInfo::serialNumber).toList() + ".";
        }
        String labels = module.slots().stream()
                .filter(SlotInfo::initialised)
                .map(slot -> "\"" + slot.label() + "\"")
                .limit(20)
                .collect(Collectors.joining(", "));
        return (labels.isEmpty() ? "The library shows no token at all." : "There are " + labels + ".")
                + " Mend label in the configuration, make the token"
                + (module.isSoftHsm() ? ", or point SOFTHSM2_CONF at the directory that holds it." : ".");
    }

    private static void sessions(ConfiguredToken token, SlotInfo slot, Findings here) {
        long most = slot.maxSessions();
        if (most < 0) {
            here.ok(
                    Topic.TOKEN_SESSIONS,
                    "The token does not say how many sessions it allows (0 or -1); permits are " + token.permits());
        } else if (token.permits() > most - 2) {
            here.error(
                    Topic.TOKEN_SESSIONS,
                    "The token allows " + most + " sessions; permits are " + token.permits()
                            + " and two more are needed",
                    "Set permits to at most " + Math.max(1, most - 2) + ".");
        } else {
            here.ok(Topic.TOKEN_SESSIONS, "The token allows " + most + " sessions; permits are " + token.permits());
        }
    }

    /** PKCS #11 2.40, CK_TOKEN_INFO flags: a doctor that is asked again and again must not lock the token. */
    private static boolean pin(SlotInfo slot, Findings here) {
        if (!slot.userPinInitialised()) {
            here.error(
                    Topic.TOKEN_PIN_STATE,
                    "The token has no user PIN yet",
                    "Set it with the device's own program, or with `softhsm2-util --init-token`.");
            return false;
        }
        if (slot.flags().contains("CKF_USER_PIN_LOCKED")) {
            here.error(
                    Topic.TOKEN_PIN_STATE,
                    "The token is locked after too many wrong PINs",
                    "The security officer must set a new PIN; do not try further ones.");
            return false;
        }
        if (slot.flags().contains("CKF_USER_PIN_FINAL_TRY")) {
            here.error(
                    Topic.TOKEN_PIN_STATE,
                    "One more wrong PIN locks the token; it is not tried here",
                    "Make sure of the PIN and log in once with the device's own program, then ask again.");
            return false;
        }
        if (slot.flags().contains("CKF_USER_PIN_TO_BE_CHANGED")) {
            here.warn(
                    Topic.TOKEN_PIN_STATE,
                    "The token wants another PIN than the one it was delivered with",
                    "Set a new PIN with the device's own program and put it into the PIN file.");
        } else if (slot.flags().contains("CKF_USER_PIN_COUNT_LOW")) {
            here.warn(
                    Topic.TOKEN_PIN_STATE,
                    "A wrong PIN was tried since the last good one",
                    "Find out who did; a login with the right PIN sets the count back.");
        }
        return true;
    }
}
