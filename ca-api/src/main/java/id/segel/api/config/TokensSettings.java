package id.segel.api.config;

import id.segel.hsm.TokenPurpose;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tokens a node is given, by purpose. A web node is given {@code data} only. */
public record TokensSettings(
        @Nullable TokenSettings ca,
        @Nullable TokenSettings ocsp,
        @Nullable TokenSettings audit,
        @Nullable TokenSettings data) {
    /** Those that are named. */
    public Map<TokenPurpose, TokenSettings> byPurpose() {
        Map<TokenPurpose, TokenSettings> tokens = new EnumMap<>(TokenPurpose.class);
        put(tokens, TokenPurpose.CA, ca);
        put(tokens, TokenPurpose.OCSP, ocsp);
        put(tokens, TokenPurpose.AUDIT, audit);
        put(tokens, TokenPurpose.DATA, data);
        return tokens;
    }

    private static void put(
            Map<TokenPurpose, TokenSettings> tokens, TokenPurpose purpose, @Nullable TokenSettings settings) {
        if (settings != null) {
            tokens.put(purpose, settings);
        }
    }
}
