package id.segel.hsm.cryptoki;

import java.util.Set;

/** CK_TOKEN_INFO of the token in a slot. Sizes and session counts are -1 where unknown or unlimited. */
public record TokenDescription(
        long slot,
        String label,
        String manufacturer,
        String model,
        String serialNumber,
        Set<String> flags,
        long maxSessions,
        long sessions,
        long freePublicMemory,
        long freePrivateMemory,
        String hardwareVersion,
        String firmwareVersion) {
    public TokenDescription {
        flags = Set.copyOf(flags);
    }

    /** Whether C_InitToken was done. */
    public boolean initialised() {
        return flags.contains("CKF_TOKEN_INITIALIZED");
    }
}
