package id.segel.api.server;

import com.fasterxml.jackson.databind.ObjectMapper;
import id.segel.api.config.ServiceConfiguration;
import id.segel.api.config.TokenSettings;
import id.segel.ca.audit.AuditLog;
import id.segel.ca.notice.NoticeKind;
import id.segel.ca.notice.NoticeOutbox;
import id.segel.ca.status.StatusChange;
import id.segel.ca.status.StatusNotices;
import id.segel.ca.store.Database;
import id.segel.ca.store.DatabaseRole;
import id.segel.ca.store.Secret;
import id.segel.hsm.Token;
import id.segel.hsm.TokenPurpose;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What every part of a node stands on.
 *
 * @param tokens those of this node; one that does not answer yet is taken into use when it does
 * @param opened takes what is to be closed at the end
 */
record Basis(
        ServiceConfiguration configuration,
        Clock clock,
        SecureRandom random,
        MeterRegistry meters,
        ObjectMapper mapper,
        AuditLog audit,
        NoticeOutbox outbox,
        Map<TokenPurpose, Token> tokens,
        Opened opened) {
    static Basis open(
            ServiceConfiguration configuration,
            Clock clock,
            SecureRandom random,
            MeterRegistry meters,
            ObjectMapper mapper,
            Opened opened) {
        Map<TokenPurpose, Token> tokens = new EnumMap<>(TokenPurpose.class);
        for (Map.Entry<TokenPurpose, TokenSettings> entry :
                configuration.tokens().byPurpose().entrySet()) {
            tokens.put(
                    entry.getKey(),
                    opened.add(Token.openWhenever(entry.getValue().withReplicas(entry.getKey()), meters)));
        }
        return new Basis(
                configuration,
                clock,
                random,
                meters,
                mapper,
                new AuditLog(clock, random),
                new NoticeOutbox(),
                tokens,
                opened);
    }

    /** A pool as one role. */
    Database database(DatabaseRole role, int poolSize) {
        return opened.add(Database.open(
                configuration.database().url(),
                role,
                password(role),
                poolSize,
                configuration.database().statementTimeout(),
                meters));
    }

    Secret password(DatabaseRole role) {
        Path file = configuration.database().passwords().of(role);
        return Secret.fromFile(
                Objects.requireNonNull(file, () -> "the configuration was checked to name a password of " + role));
    }

    Token requireToken(TokenPurpose purpose) {
        return Objects.requireNonNull(
                tokens.get(purpose), () -> "the configuration was checked to name the token " + purpose);
    }

    @Nullable
    Token token(TokenPurpose purpose) {
        return tokens.get(purpose);
    }

    /** Queues the holder's notice of a change of status. */
    StatusNotices statusNotices() {
        return (transaction, change, personId, applicationId, issuerId, serial) ->
                outbox.queue(transaction, kind(change), personId, applicationId, issuerId, serial);
    }

    private static NoticeKind kind(StatusChange change) {
        return switch (change) {
            case SUSPEND -> NoticeKind.SUSPENDED;
            case RELEASE -> NoticeKind.RELEASED;
            case REVOKE -> NoticeKind.REVOKED;
            case ORPHAN -> throw new IllegalArgumentException("nobody is told of an orphan");
        };
    }
}
