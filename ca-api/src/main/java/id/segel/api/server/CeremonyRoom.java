package id.segel.api.server;

import id.segel.api.config.ServiceConfiguration;
import id.segel.api.config.TokenSettings;
import id.segel.ca.audit.AuditLog;
import id.segel.ca.ceremony.Ceremony;
import id.segel.ca.issuance.Issuance;
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
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/** Everything a ceremony needs, opened for it and closed after it. */
public final class CeremonyRoom {
    private CeremonyRoom() {}

    /**
     * Carries out a ceremony with the configured tokens and database.
     *
     * @param text of the ceremony file
     * @param transcript shown each line as it is written
     * @throws RuntimeException saying why not; what was made stands in the transcript
     */
    public static void carryOut(ServiceConfiguration configuration, String text, Consumer<String> transcript) {
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
            configuration
                    .tokens()
                    .byPurpose()
                    .forEach((purpose, settings) ->
                            // The keys that will be expected are what the ceremony makes.
                            tokens.put(
                                    purpose,
                                    opened.add(Token.open(expectingNothing(settings.forAdapter(purpose)), meters))));
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
            Database database = basis.database(DatabaseRole.ISSUER, 2);
            Issuance issuance = new Issuance(
                    database,
                    basis.audit(),
                    basis.outbox(),
                    new Timeline(database, meters),
                    new StatusChanges(database, basis.audit(), basis.statusNotices()),
                    Objects.requireNonNull(tokens.get(TokenPurpose.CA)),
                    new PkiLocations(configuration.pkiBase()),
                    configuration.issuer().forIssuance(ca.signTimeout()),
                    clock,
                    random,
                    meters);
            new Ceremony(database, basis.audit(), issuance.direct(), tokens, transcript).run(text);
        } finally {
            opened.stop();
        }
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
