package id.segel.ca.access;

import id.segel.ca.audit.Actor;
import id.segel.ca.audit.AuditAction;
import id.segel.ca.audit.AuditEvent;
import id.segel.ca.audit.AuditLog;
import id.segel.ca.person.AccountState;
import id.segel.ca.person.PersonState;
import id.segel.ca.person.PersonalDataCipher;
import id.segel.ca.refusal.Problem;
import id.segel.ca.refusal.RefusedException;
import id.segel.ca.refusal.Sentence;
import id.segel.ca.store.Database;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Sessions: started with name, password and code; known by their token at every request; ended by their owner, by time,
 * or because the account or its person is no longer active. Thread-safe; any node serves any session.
 */
public final class Sessions {
    private static final Duration TOUCH = Duration.ofMinutes(1);
    private static final int LONGEST_USERNAME = 64;
    /** Stands for every name that no account has. */
    private static final long UNKNOWN = -1;

    private final Database database;
    private final AuditLog audit;
    private final PersonalDataCipher cipher;
    private final Passwords passwords;
    private final Totp totp;
    private final SessionLimits limits;
    private final Clock clock;
    private final SecureRandom random;
    private final RefusalCounter refusals = new RefusalCounter();

    public Sessions(
            Database database,
            AuditLog audit,
            PersonalDataCipher cipher,
            Passwords passwords,
            Totp totp,
            SessionLimits limits,
            Clock clock,
            SecureRandom random) {
        this.database = database;
        this.audit = audit;
        this.cipher = cipher;
        this.passwords = passwords;
        this.totp = totp;
        this.limits = limits;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Starts a session.
     *
     * @param otp the one-time code, needed for every role but APPLICANT and wherever the account has a secret
     * @throws RefusedException SIGN_IN_FAILED, and nothing more, for an unknown name, a wrong password, a missing, wrong
     *     or used code, and a locked account; ACCOUNT_NOT_ACTIVE when all is right but the account or its person is
     *     suspended; OVERLOADED when too many sign in at once; TOKEN_AWAY for whoever gives a code, as long as the key
     *     of the secrets was never had
     */
    public StartedSession start(String username, String password, @Nullable String otp, SessionKind kind) {
        boolean withCode = otp != null && !otp.isBlank();
        if (withCode) {
            // Before the name is looked up and the password compared: the answer tells of neither.
            cipher.requireSecrets();
        }
        String name = username.strip().toLowerCase(Locale.ROOT);
        Optional<Credentials> found = name.length() > LONGEST_USERNAME || name.indexOf('\0') >= 0
                ? Optional.empty()
                : database.read(handle -> Credentials.of(handle, name));
        if (found.isEmpty()) {
            passwords.matchesNobody(password);
            throw refused(UNKNOWN, now());
        }
        Credentials credentials = found.get();
        boolean right = passwords.matches(password, credentials.passwordHash());
        Instant now = now();
        OptionalLong step = step(credentials, withCode ? otp : null, now);
        if (!right || credentials.lockedAt(now) || (credentials.needsCode() && step.isEmpty())) {
            throw refused(credentials.accountId(), now);
        }
        requireActiveToStart(credentials, now);
        String token = SessionToken.random(random);
        Instant expiresAt = now.plus(limits.absolute());
        boolean started = database.inTransaction(handle -> {
            if (!take(handle, credentials, step.orElse(0), now)) {
                return false;
            }
            insert(handle, credentials.accountId(), token, kind, now, expiresAt);
            Actor actor = Actor.account(credentials.accountId(), credentials.personId());
            audit.append(
                    handle,
                    event(AuditAction.SESSION_STARTED, actor, credentials.accountId())
                            .with("kind", kind.name()));
            return true;
        });
        if (!started) {
            throw refused(credentials.accountId(), now);
        }
        return new StartedSession(
                token,
                csrfToken(token),
                kind,
                credentials.accountId(),
                credentials.personId(),
                name,
                credentials.roles(),
                expiresAt);
    }

    private void requireActiveToStart(Credentials credentials, Instant now) {
        try {
            requireActive(credentials.accountState(), credentials.personState());
        } catch (RefusedException e) {
            int told = refusals.add(credentials.accountId(), now);
            if (told > 0) {
                audit.refused(
                        database.jdbi(),
                        refusal(credentials.accountId(), told)
                                .with("locked", false)
                                .with("notActive", true));
            }
            throw e;
        }
    }

    private OptionalLong step(Credentials credentials, @Nullable String otp, Instant now) {
        byte[] secret = credentials.totpSecret();
        if (secret == null || otp == null) {
            return OptionalLong.empty();
        }
        return totp.step(cipher.totpSecret(credentials.accountId(), secret), otp.strip(), now);
    }

    /** Uses up the code and forgets the failures, unless somebody was quicker: with the code, the lock or the password. */
    private static boolean take(Handle handle, Credentials credentials, long step, Instant now) {
        return handle.createUpdate("""
                                UPDATE account
                                   SET failed_logins = 0, locked_until = NULL,
                                       totp_last_step = greatest(totp_last_step, :step)
                                 WHERE id = :id AND password_hash = :hash
                                   AND (locked_until IS NULL OR locked_until <= :now)
                                   AND (:step = 0 OR totp_last_step < :step)
                                """)
                        .bind("id", credentials.accountId())
                        .bind("hash", credentials.passwordHash())
                        .bind("now", now)
                        .bind("step", step)
                        .execute()
                == 1;
    }

    private static void insert(
            Handle handle, long accountId, String token, SessionKind kind, Instant now, Instant expiresAt) {
        handle.createUpdate("""
                        INSERT INTO session (token_sha256, account_id, kind, created_at, last_used_at, expires_at)
                        VALUES (:token, :account, :kind, :now, :now, :expiresAt)
                        """)
                .bind("token", SessionToken.sha256(token))
                .bind("account", accountId)
                .bind("kind", kind)
                .bind("now", now)
                .bind("expiresAt", expiresAt)
                .execute();
    }

    /** Counts the failure, locks the account where it was one too many, and tells the log at most once a minute. */
    private RefusedException refused(long accountId, Instant now) {
        int told = refusals.add(accountId, now);
        database.useTransaction(handle -> {
            boolean locked = countFailure(handle, accountId, now);
            if (told > 0 || locked) {
                audit.append(handle, refusal(accountId, told).with("locked", locked));
            }
        });
        return RefusedException.because(Problem.SIGN_IN_FAILED);
    }

    /**
     * For an unknown name it runs likewise and meets no row. What the row's commit costs more than none is lost in the
     * time of the hash, and nobody can measure it more than a few times before the account is locked.
     */
    private boolean countFailure(Handle handle, long accountId, Instant now) {
        return handle.createQuery("""
                        UPDATE account
                           SET failed_logins = CASE WHEN locked_until IS NULL THEN failed_logins + 1 ELSE 1 END,
                               locked_until = CASE
                                   WHEN (CASE WHEN locked_until IS NULL THEN failed_logins + 1 ELSE 1 END) >= :most
                                   THEN cast(:until AS timestamptz) END
                         WHERE id = :id AND (locked_until IS NULL OR locked_until <= :now)
                        RETURNING locked_until IS NOT NULL
                        """)
                .bind("id", accountId)
                .bind("now", now)
                .bind("most", limits.failures())
                .bind("until", now.plus(limits.lock()))
                .mapTo(Boolean.class)
                .findOne()
                .orElse(false);
    }

    private static AuditEvent refusal(long accountId, int count) {
        return AuditEvent.of(
                        AuditAction.SESSION_REFUSED,
                        Actor.anonymous(),
                        "account",
                        accountId == UNKNOWN ? "unknown" : Long.toString(accountId))
                .with("count", count);
    }

    /** Tells the log of refusals that were counted and not told of yet; called once a minute, and at the end. */
    public void tellOfRefusals() {
        Map<Long, Integer> due = refusals.takeDue(now());
        if (!due.isEmpty()) {
            database.useTransaction(handle -> audit.appendAll(
                    handle,
                    due.entrySet().stream()
                            .map(entry ->
                                    refusal(entry.getKey(), entry.getValue()).with("locked", false))
                            .toList()));
        }
    }

    /**
     * Who holds this token. One indexed query; the time of use is written at most once a minute.
     *
     * @return empty when there is no such session, or it was ended, idle for too long, or past its end
     * @throws RefusedException ACCOUNT_NOT_ACTIVE when the session is good but the account or its person is not, saying
     *     which
     */
    public Optional<AuthenticatedSession> authenticate(String token) {
        if (!SessionToken.hasForm(token)) {
            return Optional.empty();
        }
        byte[] hash = SessionToken.sha256(token);
        Instant now = now();
        Optional<SessionRow> found =
                database.read(handle -> SessionRow.live(handle, hash, now, now.minus(limits.idle())));
        if (found.isEmpty()) {
            return Optional.empty();
        }
        SessionRow row = found.get();
        requireActive(row.accountState(), row.personState());
        if (row.lastUsedAt().isBefore(now.minus(TOUCH))) {
            touch(hash, now);
        }
        return Optional.of(row.session(limits.idle()));
    }

    private void touch(byte[] hash, Instant now) {
        database.read(handle -> handle.createUpdate("""
                        UPDATE session SET last_used_at = :now
                         WHERE token_sha256 = :token AND ended_at IS NULL AND last_used_at < :before
                        """)
                .bind("now", now)
                .bind("token", hash)
                .bind("before", now.minus(TOUCH))
                .execute());
    }

    private static void requireActive(AccountState account, PersonState person) {
        if (person == PersonState.RETIRED) {
            throw RefusedException.because(
                    Problem.ACCOUNT_NOT_ACTIVE,
                    new Sentence(
                            "Anda tercatat tidak lagi bertugas. Hubungi pengelola instansi Anda.",
                            "You are recorded as no longer in service. Ask your agency's administrator."));
        }
        if (person != PersonState.ACTIVE || account == AccountState.SUSPENDED) {
            throw RefusedException.because(
                    Problem.ACCOUNT_NOT_ACTIVE,
                    new Sentence(
                            "Akun Anda sedang ditangguhkan. Hubungi pengelola instansi Anda.",
                            "Your account is suspended. Ask your agency's administrator."));
        }
        if (account != AccountState.ACTIVE) {
            throw RefusedException.because(Problem.ACCOUNT_NOT_ACTIVE);
        }
    }

    /** The token that proves that a changing request comes from a page of ours: base64url of SHA-256, 43 characters. */
    public String csrfToken(String token) {
        return SessionToken.csrf(token);
    }

    /**
     * Ends a session; ending it again is no change and no event.
     *
     * @return whether it was there and had not been ended
     */
    public boolean end(String token) {
        if (!SessionToken.hasForm(token)) {
            return false;
        }
        return database.inTransaction(handle -> {
            Optional<Actor> owner = handle.createQuery("""
                            UPDATE session s SET ended_at = :now
                              FROM account a
                             WHERE s.token_sha256 = :token AND s.ended_at IS NULL AND a.id = s.account_id
                            RETURNING a.id, a.person_id
                            """)
                    .bind("now", now())
                    .bind("token", SessionToken.sha256(token))
                    .map((row, context) -> Actor.account(row.getLong("id"), row.getLong("person_id")))
                    .findOne();
            owner.ifPresent(
                    actor -> audit.append(handle, event(AuditAction.SESSION_ENDED, actor, actor.requireAccountId())));
            return owner.isPresent();
        });
    }

    /** Keeps when the products were first shown in this session: the procedure's first step ends there. */
    public void markProductsSeen(String token) {
        if (!SessionToken.hasForm(token)) {
            return;
        }
        database.read(handle -> handle.createUpdate("""
                        UPDATE session SET products_seen_at = :now
                         WHERE token_sha256 = :token AND ended_at IS NULL AND products_seen_at IS NULL
                        """)
                .bind("now", now())
                .bind("token", SessionToken.sha256(token))
                .execute());
    }

    /**
     * Deletes sessions that ended long ago; the log keeps that they were.
     *
     * @return how many
     */
    public int forgetPast(Duration kept) {
        return database.read(handle -> handle.createUpdate("DELETE FROM session WHERE expires_at < :before")
                .bind("before", now().minus(kept))
                .execute());
    }

    private static AuditEvent event(AuditAction action, Actor actor, long accountId) {
        return AuditEvent.of(action, actor, "account", Long.toString(accountId));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
