package id.segel.api.server;

import id.segel.api.config.ServiceConfiguration;
import id.segel.api.config.TokenSettings;
import id.segel.ca.audit.AuditLog;
import id.segel.ca.ceremony.Ceremony;
import id.segel.ca.ceremony.CeremonyFolder;
import id.segel.ca.ceremony.CeremonyTools;
import id.segel.ca.ceremony.Surroundings;
import id.segel.ca.custody.Custodians;
import id.segel.ca.custody.Desk;
import id.segel.ca.issuance.Issuance;
import id.segel.ca.lint.Linter;
import id.segel.ca.notice.NoticeOutbox;
import id.segel.ca.procedure.Timeline;
import id.segel.ca.status.PkiLocations;
import id.segel.ca.status.StatusChanges;
import id.segel.ca.store.Database;
import id.segel.ca.store.DatabaseRole;
import id.segel.hsm.Token;
import id.segel.hsm.TokenConfiguration;
import id.segel.hsm.TokenPurpose;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Everything a ceremony needs, opened for it and closed after it. */
public final class CeremonyRoom {
    private CeremonyRoom() {}

    /**
     * What is done with a ceremony file.
     *
     * @param text the file's exact text
     * @param folder files beside it, and the folder for what comes out
     * @param dryRun whether it is only said what would be made
     * @param cleanUp whether what ceremonies left that were cut off is cleaned up first
     * @param desk where custodians type; null where nobody can
     * @param shares tokens whose PIN custodians put together, besides those whose configuration says so
     */
    public record Order(
            String text,
            CeremonyFolder folder,
            boolean dryRun,
            boolean cleanUp,
            @Nullable Desk desk,
            Set<TokenPurpose> shares) {
        public Order {
            shares = Set.copyOf(shares);
        }

        /** Without custodians. */
        public Order(String text, CeremonyFolder folder, boolean dryRun, boolean cleanUp) {
            this(text, folder, dryRun, cleanUp, null, Set.of());
        }
    }

    /**
     * Carries out a ceremony with the configured tokens and database.
     *
     * @param transcript shown each line as it is written
     * @throws RuntimeException saying why not; what was made stands in the transcript
     */
    public static void carryOut(ServiceConfiguration configuration, Order order, Consumer<String> transcript) {
        TokenSettings ca = configuration.tokens().ca();
        if (ca == null) {
            throw new IllegalArgumentException("A ceremony needs the ca token. Name it under tokens.");
        }
        Opened opened = new Opened();
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        Clock clock = Clock.systemUTC();
        SecureRandom random = new SecureRandom();
        try {
            Map<TokenPurpose, Token> tokens = new EnumMap<>(TokenPurpose.class);
            List<String> custody = new ArrayList<>();
            Map<TokenPurpose, TokenSettings> settings = configuration.tokens().forCeremony();
            order.shares().stream()
                    .filter(purpose -> !settings.containsKey(purpose))
                    .forEach(purpose -> {
                        throw new IllegalArgumentException("Shares of the PIN of the " + purpose
                                + " token are to be typed, but it is not configured. Name it under tokens.");
                    });
            settings.forEach((purpose, token) ->
                    // The keys that will be expected are what the ceremony makes.
                    tokens.put(
                            purpose,
                            opened.add(Token.open(expectingNothing(withPin(order, purpose, token, custody)), meters))));
            Basis basis = new Basis(
                    configuration,
                    clock,
                    random,
                    meters,
                    id.segel.api.http.Json.mapper(),
                    new AuditLog(clock, random),
                    new NoticeOutbox(),
                    tokens,
                    opened);
            Database database = basis.database(DatabaseRole.ISSUER, 4);
            StatusChanges status = new StatusChanges(database, basis.audit(), basis.statusNotices());
            Issuance issuance = new Issuance(
                    database,
                    basis.audit(),
                    basis.outbox(),
                    new Timeline(database, meters),
                    status,
                    Objects.requireNonNull(tokens.get(TokenPurpose.CA)),
                    new PkiLocations(configuration.pkiBase()),
                    Linter.standard(),
                    configuration.issuer().forIssuance(ca.longestSignature()),
                    clock,
                    random,
                    meters);
            Ceremony ceremony = new Ceremony(new CeremonyTools(
                    database,
                    basis.audit(),
                    issuance.direct(),
                    tokens,
                    order.folder(),
                    new Surroundings(status, order.desk(), custody, secretVariables(settings)),
                    program(),
                    transcript));
            if (order.dryRun()) {
                ceremony.dryRun(order.text(), order.cleanUp());
            } else {
                ceremony.run(order.text(), order.cleanUp());
            }
        } finally {
            opened.stop();
        }
    }

    private static TokenConfiguration withPin(
            Order order, TokenPurpose purpose, TokenSettings token, List<String> custody) {
        if (!token.pinShares() && !order.shares().contains(purpose)) {
            return token.forAdapter(purpose);
        }
        Desk desk = order.desk();
        if (desk == null) {
            throw new IllegalStateException("The PIN of token " + token.label()
                    + " is in the hands of custodians, who type at a terminal, and there is none.");
        }
        Custodians.Gathered gathered = new Custodians(desk).gather(token.label());
        custody.add(gathered.line(token.label()));
        // Tried once: a token counts wrong PINs, and the shares' check value has shown that this is the one that was
        // split.
        return token.forAdapter(purpose, gathered.pin());
    }

    private static Set<String> secretVariables(Map<TokenPurpose, TokenSettings> tokens) {
        return tokens.values().stream()
                .map(TokenSettings::pinVariable)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }

    /** Carries out a ceremony without files. */
    public static void carryOut(ServiceConfiguration configuration, String text, Consumer<String> transcript) {
        carryOut(configuration, new Order(text, CeremonyFolder.NONE, false, false), transcript);
    }

    private static String program() {
        return Program.VERSION + ", Java " + Runtime.version() + ", " + System.getProperty("os.name") + " "
                + System.getProperty("os.version");
    }

    private static TokenConfiguration expectingNothing(TokenConfiguration token) {
        return new TokenConfiguration(
                token.purpose(),
                token.module(),
                token.label(),
                token.pin(),
                token.permits(),
                token.permitTimeout(),
                token.signTimeout(),
                List.of());
    }
}
