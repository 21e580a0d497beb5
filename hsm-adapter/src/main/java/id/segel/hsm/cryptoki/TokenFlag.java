package id.segel.hsm.cryptoki;

import java.util.Set;
import java.util.TreeSet;

/** Token flags (PKCS #11 2.40, CK_TOKEN_INFO). */
enum TokenFlag {
    CKF_RNG(0x01),
    CKF_WRITE_PROTECTED(0x02),
    CKF_LOGIN_REQUIRED(0x04),
    CKF_USER_PIN_INITIALIZED(0x08),
    CKF_RESTORE_KEY_NOT_NEEDED(0x20),
    CKF_CLOCK_ON_TOKEN(0x40),
    CKF_PROTECTED_AUTHENTICATION_PATH(0x100),
    CKF_DUAL_CRYPTO_OPERATIONS(0x200),
    CKF_TOKEN_INITIALIZED(0x400),
    CKF_SECONDARY_AUTHENTICATION(0x800),
    CKF_USER_PIN_COUNT_LOW(0x1_0000),
    CKF_USER_PIN_FINAL_TRY(0x2_0000),
    CKF_USER_PIN_LOCKED(0x4_0000),
    CKF_USER_PIN_TO_BE_CHANGED(0x8_0000),
    CKF_SO_PIN_COUNT_LOW(0x10_0000),
    CKF_SO_PIN_FINAL_TRY(0x20_0000),
    CKF_SO_PIN_LOCKED(0x40_0000),
    CKF_SO_PIN_TO_BE_CHANGED(0x80_0000),
    CKF_ERROR_STATE(0x100_0000);

    private final long bit;

    TokenFlag(long bit) {
        this.bit = bit;
    }

    static Set<String> names(long flags) {
        Set<String> names = new TreeSet<>();
        for (TokenFlag flag : values()) {
            if ((flags & flag.bit) != 0) {
                names.add(flag.name());
            }
        }
        return names;
    }
}
