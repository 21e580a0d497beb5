package id.segel.ca.person;

import id.segel.ca.audit.Actor;
import id.segel.ca.audit.AuditAction;
import id.segel.ca.audit.AuditEvent;
import id.segel.ca.audit.AuditLog;
import id.segel.ca.refusal.Problem;
import id.segel.ca.refusal.RefusedException;
import id.segel.ca.refusal.Sentence;
import id.segel.ca.store.Database;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jspecify.annotations.Nullable;

/**
 * Accounts: one per person, made with a chosen password here or without one by {@link Activations}; suspended and
 * released; given roles. Who may do what is decided before a call. Thread-safe.
 */
public final class Accounts {
    private static final Pattern USERNAME = Pattern.compile("[a-z0-9][a-z0-9._-]{2,63}");

    private final Database database;
    private final AuditLog audit;
    private final PersonalDataCipher cipher;
    private final PasswordHasher passwords;
    private final SecureRandom random;

    public Accounts(
            Database database,
            AuditLog audit,
            PersonalDataCipher cipher,
            PasswordHasher passwords,
            SecureRandom random) {
        this.database = database;
        this.audit = audit;
        this.cipher = cipher;
        this.passwords = passwords;
        this.random = random;
    }

    /**
     * Makes an account that can sign in at once. Where a role needs one-time codes, its secret is made and comes back
     * this once.
     *
     * @param password already chosen
     * @throws RefusedException INVALID with every fault; OVERLOADED when too many passwords are being hashed;
     *     TOKEN_AWAY when a secret is needed and cannot be encrypted
     */
    public CreatedAccount create(Actor by, AccountDraft draft, String password) {
        Faults faults = check(draft);
        faults.addAll(passwords.faults("/password", password, draft.username()));
        faults.refuseIfAny();
        String hash = passwords.hash(password);
        @Nullable NewTotp totp = needsTotp(draft.roles()) ? NewTotp.make(cipher, random) : null;
        Account account = inserting(() ->
                database.inTransaction(handle -> insert(handle, audit, by, draft, hash, AccountState.ACTIVE, totp)));
        return new CreatedAccount(account, totp == null ? null : totp.secret());
    }

    public Optional<Account> find(long accountId) {
        return database.read(handle -> AccountRow.byId(handle, accountId));
    }

    public Optional<Account> findByUsername(String username) {
        return database.read(handle -> AccountRow.byUsername(handle, username));
    }

    /** Whether anybody can sign in as administrator; where nobody can, the first one gets a one-time link. */
    public boolean anyAdministrator() {
        return database.read(Administrators::count) > 0;
    }

    /**
     * Suspends an account; its sessions end with the next request.
     *
     * @param version the version seen
     * @param reason 10 to 500 characters
     * @throws RefusedException INVALID (reason), NOT_FOUND, STALE_VERSION; WRONG_STATE also when no administrator would
     *     be left
     */
    public Account suspend(Actor by, long accountId, int version, String reason) {
        return change(StateChange.SUSPEND, AuditAction.ACCOUNT_SUSPENDED, by, accountId, version, reason);
    }

    /** Undoes {@link #suspend}; the same errors. */
    public Account release(Actor by, long accountId, int version, String reason) {
        return change(StateChange.RELEASE, AuditAction.ACCOUNT_RELEASED, by, accountId, version, reason);
    }

    private Account change(StateChange change, AuditAction action, Actor by, long id, int version, String reason) {
        String checked = Reason.checked(reason);
        return database.inTransaction(handle -> {
            Administrators.keepOne(handle, () -> change.apply(handle, StateChange.Table.ACCOUNT, id, version));
            Account account = AccountRow.byId(handle, id).orElseThrow();
            audit.append(handle, event(action, by, account).with("reason", checked));
            return account;
        });
    }

    /**
     * Gives an account exactly these roles; takes effect with its next request. Nobody changes their own.
     *
     * <p>An account without a TOTP secret that gets a role which needs one cannot sign in until it has one: its secret is
     * made here and comes back this once.
     *
     * @param version the version seen
     * @throws RefusedException INVALID, NOT_PERMITTED for the own account, NOT_FOUND, STALE_VERSION; WRONG_STATE when no
     *     administrator would be left; TOKEN_AWAY when a secret may be needed and cannot be encrypted
     */
    public CreatedAccount setRoles(Actor by, long accountId, int version, Set<Role> roles) {
        Faults faults = new Faults();
        checkRoles(faults, roles);
        faults.refuseIfAny();
        if (by.accountId() != null && by.accountId() == accountId) {
            throw RefusedException.because(
                    Problem.NOT_PERMITTED,
                    new Sentence(
                            "Peran sendiri tidak dapat diubah. Minta administrator lain.",
                            "Nobody changes their own roles. Ask another administrator."));
        }
        @Nullable NewTotp made = needsTotp(roles) ? NewTotp.make(cipher, random) : null;
        return database.inTransaction(handle -> {
            Account before =
                    AccountRow.byId(handle, accountId).orElseThrow(() -> RefusedException.because(Problem.NOT_FOUND));
            boolean hasSecret = handle.createQuery(
                            "SELECT totp_secret_encrypted IS NOT NULL FROM account WHERE id = :id")
                    .bind("id", accountId)
                    .mapTo(Boolean.class)
                    .one();
            // A pending account gets its secret when it is activated.
            @Nullable NewTotp totp = !hasSecret && before.state() != AccountState.PENDING ? made : null;
            Administrators.keepOne(handle, () -> replaceRoles(handle, by, before, version, roles, totp));
            Account after = AccountRow.byId(handle, accountId).orElseThrow();
            audit.append(
                    handle,
                    event(AuditAction.ACCOUNT_ROLES_CHANGED, by, after)
                            .with("roles", names(after.roles()))
                            .with("rolesBefore", names(before.roles())));
            return new CreatedAccount(after, totp == null ? null : totp.secret());
        });
    }

    private void replaceRoles(
            Handle handle, Actor by, Account before, int version, Set<Role> roles, @Nullable NewTotp totp) {
        int changed = handle.createUpdate("""
                        UPDATE account
                           SET version = version + 1, totp_secret_encrypted = coalesce(:totp, totp_secret_encrypted)
                         WHERE id = :id AND version = :version
                        """)
                .bind("totp", NewTotp.sealed(totp, before.id()))
                .bind("id", before.id())
                .bind("version", version)
                .execute();
        if (changed == 0) {
            throw RefusedException.because(Problem.STALE_VERSION);
        }
        handle.execute("DELETE FROM account_role WHERE account_id = ?", before.id());
        insertRoles(handle, by, before.id(), roles);
    }

    /** The faults of a draft that can be seen without the database. */
    static Faults check(AccountDraft draft) {
        Faults faults = new Faults();
        if (!USERNAME.matcher(draft.username()).matches()) {
            faults.add(
                    "/username",
                    "account.username",
                    "Nama pengguna 3 sampai 64 karakter: huruf kecil, angka, titik, garis bawah, atau tanda hubung.",
                    "A username has 3 to 64 characters: lower-case letters, digits, dot, underscore or hyphen.");
        }
        checkRoles(faults, draft.roles());
        return faults;
    }

    private static void checkRoles(Faults faults, Set<Role> roles) {
        if (roles.isEmpty()) {
            faults.add(
                    "/roles",
                    "account.roles.none",
                    "Akun harus punya sedikitnya satu peran. Pilih peran.",
                    "An account has at least one role. Choose one.");
        }
        for (Role role : sorted(roles)) {
            for (Role other : sorted(roles)) {
                if (role.compareTo(other) < 0 && role.excludes().contains(other)) {
                    faults.add(
                            "/roles",
                            "account.roles.exclude",
                            "Peran " + role + " dan " + other + " tidak boleh dipegang satu orang. Pilih salah satu.",
                            "The roles " + role + " and " + other + " are not held by one person. Choose one of them.");
                }
            }
        }
    }

    static boolean needsTotp(Set<Role> roles) {
        return roles.stream().anyMatch(Role::needsTotp);
    }

    /** Inserts account, roles and event in the caller's transaction. */
    static Account insert(
            Handle handle,
            AuditLog audit,
            Actor by,
            AccountDraft draft,
            String passwordHash,
            AccountState state,
            @Nullable NewTotp totp) {
        long id = handle.createQuery("SELECT nextval(pg_get_serial_sequence('account', 'id'))")
                .mapTo(Long.class)
                .one();
        handle.createUpdate("""
                        INSERT INTO account (id, person_id, username, password_hash, totp_secret_encrypted, state, created_by_person)
                        VALUES (:id, :personId, :username, :hash, :totp, :state, :createdBy)
                        """)
                .bind("id", id)
                .bind("personId", draft.personId())
                .bind("username", draft.username())
                .bind("hash", passwordHash)
                .bind("totp", NewTotp.sealed(totp, id))
                .bind("state", state)
                .bind("createdBy", by.personId())
                .execute();
        insertRoles(handle, by, id, draft.roles());
        Account account = AccountRow.byId(handle, id).orElseThrow();
        audit.append(
                handle,
                event(AuditAction.ACCOUNT_CREATED, by, account)
                        .with("roles", names(account.roles()))
                        .with("state", state.name())
                        .committingTo("username", account.username()));
        return account;
    }

    /** Turns what the constraints refuse into faults. */
    static <T> T inserting(java.util.function.Supplier<T> insert) {
        try {
            return insert.get();
        } catch (UnableToExecuteStatementException e) {
            throw switch (Database.violatedConstraint(e)) {
                case "username_unique" ->
                    Faults.one(
                            "/username",
                            "account.username.taken",
                            "Nama pengguna ini sudah dipakai. Pilih yang lain.",
                            "This username is taken. Choose another one.");
                case "one_account_per_person" ->
                    Faults.one(
                            "/personId",
                            "account.person.has-one",
                            "Orang ini sudah punya akun. Ubah peran akun itu.",
                            "This person has an account already. Change the roles of that one.");
                case "account_person_id_fkey" ->
                    Faults.one(
                            "/personId",
                            "account.person.unknown",
                            "Orang ini tidak terdaftar. Daftarkan dahulu.",
                            "This person is not registered. Register them first.");
                default -> e;
            };
        }
    }

    private static void insertRoles(Handle handle, Actor by, long accountId, Set<Role> roles) {
        handle.createUpdate("""
                        INSERT INTO account_role (account_id, role, granted_by)
                        SELECT :account, unnest(:roles), :by
                        """)
                .bind("account", accountId)
                .bindArray(
                        "roles",
                        String.class,
                        sorted(roles).stream().map(Role::name).toList())
                .bind("by", by.accountId())
                .execute();
    }

    static AuditEvent event(AuditAction action, Actor by, Account account) {
        return AuditEvent.of(action, by, "account", Long.toString(account.id()));
    }

    private static Set<Role> sorted(Set<Role> roles) {
        return roles.isEmpty() ? roles : EnumSet.copyOf(roles);
    }

    private static String names(Set<Role> roles) {
        return sorted(roles).stream().map(Role::name).collect(Collectors.joining(","));
    }
}
