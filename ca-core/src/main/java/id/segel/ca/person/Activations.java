package id.segel.ca.person;

import id.segel.ca.audit.Actor;
import id.segel.ca.audit.AuditAction;
import id.segel.ca.audit.AuditLog;
import id.segel.ca.refusal.Problem;
import id.segel.ca.refusal.RefusedException;
import id.segel.ca.refusal.Sentence;
import id.segel.ca.store.Database;
import id.segel.ca.store.Secret;
import id.segel.ca.store.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Accounts without a password and the one-time links by which their owners take them: an administrator never knows a
 * password. A link carries 256 random bits; only their SHA-256 is kept. Thread-safe.
 */
public final class Activations {
    private static final String PREFIX = "ac_";
    private static final int SECRET_OCTETS = 32;
    private static final int SECRET_LENGTH = PREFIX.length() + 43;

    private record Found(long accountId, long personId, Activation activation) {}

    private final Database database;
    private final AuditLog audit;
    private final PersonalDataCipher cipher;
    private final PasswordHasher passwords;
    private final Clock clock;
    private final SecureRandom random;

    public Activations(
            Database database,
            AuditLog audit,
            PersonalDataCipher cipher,
            PasswordHasher passwords,
            Clock clock,
            SecureRandom random) {
        this.database = database;
        this.audit = audit;
        this.cipher = cipher;
        this.passwords = passwords;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Makes an account that waits for its owner.
     *
     * @param validity how long the link works
     * @throws RefusedException INVALID with every fault; OVERLOADED
     */
    public PendingAccount create(Actor by, AccountDraft draft, Duration validity) {
        Accounts.check(draft).refuseIfAny();
        // Nobody knows this password; the column wants a hash.
        String hash = passwords.hash(randomSecret());
        String secret = PREFIX + randomSecret();
        Instant expiresAt = clock.instant().plus(validity).truncatedTo(ChronoUnit.MICROS);
        Account account = Accounts.inserting(() -> database.inTransaction(handle -> {
            Account made = Accounts.insert(handle, audit, by, draft, hash, AccountState.PENDING, null);
            insertLink(handle, made.id(), secret, expiresAt);
            return made;
        }));
        return new PendingAccount(account, Secret.of(secret), expiresAt);
    }

    /**
     * A new link for an account whose old one was lost or has ended; older links end.
     *
     * @throws RefusedException NOT_FOUND; WRONG_STATE when the account has been activated
     */
    public PendingAccount renew(Actor by, long accountId, Duration validity) {
        String secret = PREFIX + randomSecret();
        Instant now = clock.instant();
        Instant expiresAt = now.plus(validity).truncatedTo(ChronoUnit.MICROS);
        Account account = database.inTransaction(handle -> {
            // Locked, so that of two renewals the later one's link works.
            handle.execute("SELECT FROM account WHERE id = ? FOR UPDATE", accountId);
            Account pending =
                    AccountRow.byId(handle, accountId).orElseThrow(() -> RefusedException.because(Problem.NOT_FOUND));
            if (pending.state() != AccountState.PENDING) {
                throw RefusedException.because(Problem.WRONG_STATE);
            }
            handle.createUpdate("UPDATE activation SET used_at = :now WHERE account_id = :account AND used_at IS NULL")
                    .bind("now", now)
                    .bind("account", accountId)
                    .execute();
            insertLink(handle, accountId, secret, expiresAt);
            audit.append(
                    handle,
                    Accounts.event(AuditAction.ACCOUNT_LINK_RENEWED, by, pending)
                            .with("state", pending.state().name())
                            .with("linkRenewed", true));
            return pending;
        });
        return new PendingAccount(account, Secret.of(secret), expiresAt);
    }

    /** What a link's holder is to confirm; empty when the link was used, has ended, or never was. */
    public Optional<Activation> find(String secret) {
        return database.read(handle -> find(handle, secret)).map(Found::activation);
    }

    /**
     * The owner takes the account: chooses the password and accepts the agreement. Where a role needs one-time codes,
     * the secret is made and comes back this once.
     *
     * @param agreementVersion the version shown
     * @throws RefusedException NOT_FOUND when the link does not work any more; INVALID for the password; WRONG_STATE
     *     when another agreement is in force; OVERLOADED; TOKEN_AWAY when a secret is needed and cannot be encrypted
     */
    public CreatedAccount activate(String secret, String password, int agreementVersion) {
        Found found = database.read(handle -> find(handle, secret)).orElseThrow(Activations::linkDoesNotWork);
        Faults faults = new Faults();
        faults.addAll(passwords.faults("/password", password, found.activation().username()));
        faults.refuseIfAny();
        String hash = passwords.hash(password);
        @Nullable NewTotp totp = found.activation().needsTotp() ? NewTotp.make(cipher, random) : null;
        Actor owner = Actor.account(found.accountId(), found.personId());
        Account account = database.inTransaction(handle -> {
            take(handle, secret, found.accountId(), hash, totp);
            Account active = AccountRow.byId(handle, found.accountId()).orElseThrow();
            if (Accounts.needsTotp(active.roles()) && totp == null) {
                // Roles changed since the link was read; the next attempt sees them.
                throw RefusedException.because(Problem.STALE_VERSION);
            }
            audit.append(handle, Accounts.event(AuditAction.ACCOUNT_ACTIVATED, owner, active));
            Agreements.accept(handle, audit, owner, agreementVersion);
            return active;
        });
        return new CreatedAccount(account, totp == null ? null : totp.secret());
    }

    private void take(Handle handle, String secret, long accountId, String hash, @Nullable NewTotp totp) {
        Instant now = clock.instant();
        int used = handle.createUpdate("""
                        UPDATE activation SET used_at = :now
                         WHERE secret_sha256 = :secret AND used_at IS NULL AND expires_at > :now
                        """)
                .bind("now", now)
                .bind("secret", sha256(secret))
                .execute();
        int activated = handle.createUpdate("""
                        UPDATE account
                           SET state = 'ACTIVE', password_hash = :hash, totp_secret_encrypted = :totp,
                               failed_logins = 0, locked_until = NULL, version = version + 1
                         WHERE id = :id AND state = 'PENDING'
                        """)
                .bind("hash", hash)
                .bind("totp", NewTotp.sealed(totp, accountId))
                .bind("id", accountId)
                .execute();
        if (used != 1 || activated != 1) {
            throw linkDoesNotWork();
        }
    }

    private Optional<Found> find(Handle handle, String secret) {
        if (secret.length() != SECRET_LENGTH || !secret.startsWith(PREFIX)) {
            return Optional.empty();
        }
        return handle.createQuery("""
                        SELECT c.account_id, c.expires_at, p.full_name, g.name AS agency_name
                          FROM activation c
                          JOIN account a ON a.id = c.account_id
                          JOIN person p ON p.id = a.person_id
                          JOIN agency g ON g.id = p.agency_id
                         WHERE c.secret_sha256 = :secret AND c.used_at IS NULL AND c.expires_at > :now
                           AND a.state = 'PENDING'
                        """)
                .bind("secret", sha256(secret))
                .bind("now", clock.instant())
                .map((row, context) -> {
                    Account account =
                            AccountRow.byId(handle, row.getLong("account_id")).orElseThrow();
                    return new Found(
                            account.id(),
                            account.personId(),
                            new Activation(
                                    account.username(),
                                    row.getString("full_name"),
                                    row.getString("agency_name"),
                                    account.roles(),
                                    Accounts.needsTotp(account.roles()),
                                    row.getTimestamp("expires_at").toInstant()));
                })
                .findOne();
    }

    private static void insertLink(Handle handle, long accountId, String secret, Instant expiresAt) {
        handle.createUpdate("""
                        INSERT INTO activation (secret_sha256, account_id, expires_at)
                        VALUES (:secret, :account, :expiresAt)
                        """)
                .bind("secret", sha256(secret))
                .bind("account", accountId)
                .bind("expiresAt", expiresAt)
                .execute();
    }

    private String randomSecret() {
        byte[] octets = new byte[SECRET_OCTETS];
        random.nextBytes(octets);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }

    private static RefusedException linkDoesNotWork() {
        return RefusedException.because(
                Problem.NOT_FOUND,
                new Sentence(
                        "Tautan aktivasi ini sudah dipakai atau sudah berakhir. Minta tautan baru.",
                        "This activation link was used or has ended. Ask for a new one."));
    }

    private static byte[] sha256(String secret) {
        return Sha256.of(secret.getBytes(StandardCharsets.US_ASCII));
    }
}
