package id.segel.ca.ceremony;

import id.segel.ca.audit.AuditLog;
import id.segel.ca.issuance.DirectIssuance;
import id.segel.ca.store.Database;
import id.segel.hsm.Token;
import id.segel.hsm.TokenPurpose;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a ceremony works with.
 *
 * @param database as the role issuer
 * @param tokens open, by purpose
 * @param folder files that are read and written
 * @param surroundings what is around it
 * @param program name and version of the program, for the transcript
 * @param shown is shown each line of the transcript as it is written
 */
public record CeremonyTools(
        Database database,
        AuditLog audit,
        DirectIssuance issuance,
        Map<TokenPurpose, Token> tokens,
        CeremonyFolder folder,
        Surroundings surroundings,
        String program,
        Consumer<String> shown) {
    public CeremonyTools {
        tokens = Map.copyOf(tokens);
    }

    /** In a room where nobody types. */
    public CeremonyTools(
            Database database,
            AuditLog audit,
            DirectIssuance issuance,
            Map<TokenPurpose, Token> tokens,
            CeremonyFolder folder,
            String program,
            Consumer<String> shown) {
        this(database, audit, issuance, tokens, folder, Surroundings.withoutPeople(database, audit), program, shown);
    }

    /** What is written of backups. */
    BackupDao backups() {
        return new BackupDao(database, audit);
    }

    @Nullable
    Token token(TokenPurpose purpose) {
        return tokens.get(purpose);
    }
}
