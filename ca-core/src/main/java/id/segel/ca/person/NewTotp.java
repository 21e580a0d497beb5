package id.segel.ca.person;

import id.segel.ca.keyring.TokenNeed;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/** A fresh TOTP secret and what will encrypt it, so that a transaction that stores it need not ask the token. */
record NewTotp(TotpSecret secret, ColumnSealer sealer) {
    /**
     * @throws id.segel.ca.refusal.RefusedException TOKEN_AWAY, OVERLOADED; only as long as the data key is not in memory
     */
    static NewTotp make(PersonalDataCipher cipher, SecureRandom random) {
        return new NewTotp(TotpSecret.random(random), cipher.sealer(TokenNeed.PERSONAL_DATA_KEPT));
    }

    /** Encrypted for an account; null where there is none. */
    static byte @Nullable [] sealed(@Nullable NewTotp totp, long accountId) {
        return totp == null
                ? null
                : totp.sealer.encrypt(EncryptedColumn.ACCOUNT_TOTP_SECRET, accountId, totp.secret.base32());
    }

    @Override
    public String toString() {
        return "NewTotp[REDACTED]";
    }
}
