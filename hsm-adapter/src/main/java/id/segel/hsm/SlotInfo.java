package id.segel.hsm;

import java.util.Set;

/**
 * A slot and the token in it.
 *
 * @param id slot id; SoftHSM2 changes it when the process restarts, so tokens are found by label
 * @param label token label, without the padding; empty for a token not initialised
 * @param serialNumber the token's serial number
 * @param model the token's model
 * @param initialised CKF_TOKEN_INITIALIZED
 * @param userPinInitialised CKF_USER_PIN_INITIALIZED
 * @param freePublicMemory bytes, -1 if unknown
 * @param freePrivateMemory bytes, -1 if unknown
 * @param maxSessions -1 if unknown or unlimited
 * @param sessions open now, -1 if unknown
 * @param manufacturer the token's manufacturer
 * @param hardwareVersion of the token, such as {@code 2.6}
 * @param firmwareVersion of the token, such as {@code 2.6}
 * @param flags names of the token's flags, such as {@code CKF_LOGIN_REQUIRED}
 */
public record SlotInfo(
        long id,
        String label,
        String serialNumber,
        String model,
        boolean initialised,
        boolean userPinInitialised,
        long freePublicMemory,
        long freePrivateMemory,
        long maxSessions,
        long sessions,
        String manufacturer,
        String hardwareVersion,
        String firmwareVersion,
        Set<String> flags) {
    public SlotInfo {
        flags = Set.copyOf(flags);
    }
}
