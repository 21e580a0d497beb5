package id.segel.ca.ceremony;

import id.segel.hsm.Token;
import id.segel.hsm.TokenPurpose;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a key is going to be like: the attributes the adapter asks for, as the transcript will show them read back. */
final class KeyPromise {
    private static final List<String> KEPT = List.of(
            "CKA_TOKEN=true",
            "CKA_PRIVATE=true",
            "CKA_LOCAL=true",
            "CKA_SENSITIVE=true",
            "CKA_ALWAYS_SENSITIVE=true",
            "CKA_EXTRACTABLE=false",
            "CKA_NEVER_EXTRACTABLE=true");

    private KeyPromise() {}

    static List<String> keyPair(TokenPurpose purpose, @Nullable Token token, CeremonyFile.Key key) {
        List<String> lines = new ArrayList<>();
        lines.add("  Key pair " + key.label() + ", " + key.spec() + ", in " + place(purpose, token));
        String id = key.id() == null ? "20 random bytes" : key.id().toLowerCase(Locale.ROOT);
        lines.add("    CKA_LABEL=\"" + key.label() + "\"");
        lines.add("    CKA_ID=" + id);
        KEPT.forEach(attribute -> lines.add("    " + attribute));
        for (String usage : List.of(
                "CKA_SIGN=true",
                "CKA_SIGN_RECOVER=false",
                "CKA_DECRYPT=false",
                "CKA_UNWRAP=false",
                "CKA_DERIVE=false")) {
            lines.add("    " + usage);
        }
        return lines;
    }

    static List<String> secretKey(TokenPurpose purpose, @Nullable Token token, String label, boolean wrapping) {
        List<String> lines = new ArrayList<>();
        lines.add("  Secret key " + label + ", " + (wrapping ? "AES_256" : "HMAC_SHA256") + ", in "
                + place(purpose, token));
        lines.add("    CKA_LABEL=\"" + label + "\"");
        lines.add("    CKA_ID=20 random bytes");
        KEPT.forEach(attribute -> lines.add("    " + attribute));
        for (String usage : List.of("ENCRYPT", "DECRYPT")) {
            lines.add("    CKA_" + usage + "=" + wrapping);
        }
        lines.add("    CKA_SIGN=" + !wrapping);
        for (String usage : List.of("VERIFY", "WRAP", "UNWRAP", "DERIVE")) {
            lines.add("    CKA_" + usage + "=false");
        }
        return lines;
    }

    private static String place(TokenPurpose purpose, @Nullable Token token) {
        return "the " + CeremonyPlan.word(purpose) + " token" + (token == null ? "" : " \"" + token.label() + "\"");
    }
}
