package id.segel.api.session;

import id.segel.ca.person.CreatedAccount;
import id.segel.ca.person.Role;
import id.segel.ca.person.TotpSecret;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An account its owner has taken. */
@Schema(name = "ActivatedAccount")
public record ActivatedView(
        String username,
        List<Role> roles,

        @Schema(description = "Base32 secret for the authenticator; shown this once.") @Nullable
        String totpSecret) {
    static ActivatedView of(CreatedAccount created) {
        TotpSecret totp = created.totpSecret();
        return new ActivatedView(
                created.account().username(),
                created.account().roles().stream().sorted().toList(),
                totp == null ? null : totp.base32());
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "ActivatedView[]";
    }
}
