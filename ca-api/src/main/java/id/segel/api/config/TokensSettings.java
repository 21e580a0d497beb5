package id.segel.api.config;

import id.segel.hsm.TokenPurpose;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tokens a node is given, by purpose. A web node is given {@code data} only; {@code root} is opened by no server, only
 * by the commands of a ceremony, and its PIN need not be there at other times.
 */
public record TokensSettings(
        @Nullable TokenSettings ca,
        @Nullable TokenSettings ocsp,
        @Nullable TokenSettings audit,
        @Nullable TokenSettings data,
        @Nullable TokenSettings root) {
    /** Those that are named and that a server works with. */
    public Map<TokenPurpose, TokenSettings> byPurpose() {
        Map<TokenPurpose, TokenSettings> tokens = new EnumMap<>(TokenPurpose.class);
        put(tokens, TokenPurpose.CA, ca);
        put(tokens, TokenPurpose.OCSP, ocsp);
        put(tokens, TokenPurpose.AUDIT, audit);
        put(tokens, TokenPurpose.DATA, data);
        return tokens;
    }

    /** Those of a server and the root's. */
    public Map<TokenPurpose, TokenSettings> forCeremony() {
        Map<TokenPurpose, TokenSettings> tokens = byPurpose();
        put(tokens, TokenPurpose.ROOT, root);
        return tokens;
    }

    private static void put(
            Map<TokenPurpose, TokenSettings> tokens, TokenPurpose purpose, @Nullable TokenSettings settings) {
        if (settings != null) {
            tokens.put(purpose, settings);
        }
    }
}
