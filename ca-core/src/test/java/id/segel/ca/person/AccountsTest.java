package id.segel.ca.person;

import static id.segel.ca.person.PeopleFixture.OFFICE;
import static id.segel.ca.person.PeopleFixture.PASSWORD;
import static id.segel.ca.person.PeopleFixture.assertRefused;
import static id.segel.ca.person.PeopleFixture.faults;
import static org.assertj.core.api.Assertions.assertThat;

import id.segel.ca.audit.Actor;
import id.segel.ca.refusal.Problem;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccountsTest {
    private static final String REASON = "Pegawai pindah instansi";

    private PeopleFixture fixture;

    @BeforeEach
    void open() {
        fixture = PeopleFixture.open();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private static Actor actor(CreatedAccount created) {
        return Actor.account(created.account().id(), created.account().personId());
    }

    @Test
    void anApplicantNeedsNoSecretAndStaffGetOne() {
        CreatedAccount applicant = fixture.account(Role.APPLICANT);
        CreatedAccount officer = fixture.account(Role.OFFICER, Role.APPLICANT);

        assertThat(applicant.totpSecret()).isNull();
        assertThat(officer.totpSecret()).isNotNull();
        assertThat(officer.account().roles()).containsExactlyInAnyOrder(Role.OFFICER, Role.APPLICANT);
        assertThat(fixture.accounts.find(officer.account().id())).contains(officer.account());
        assertThat(fixture.accounts.findByUsername(officer.account().username()))
                .contains(officer.account());
    }

    @Test
    void theDatabaseHoldsNeitherPasswordNorSecret() {
        CreatedAccount officer = fixture.account(Role.OFFICER);
        TotpSecret secret = Objects.requireNonNull(officer.totpSecret());

        String row = fixture.superuser()
                .withHandle(handle -> handle.createQuery(
                                "SELECT a::text || encode(totp_secret_encrypted, 'escape') FROM account a WHERE id = :id")
                        .bind("id", officer.account().id())
                        .mapTo(String.class)
                        .one());

        assertThat(row).contains("$argon2id$").doesNotContain(PASSWORD).doesNotContain(secret.base32());
        assertThat(secret.toString()).isEqualTo("[REDACTED]");
        assertThat(secret.base32()).matches("[A-Z2-7]{32}");
        assertThat(TotpSecret.ofBase32(secret.base32()).octets()).isEqualTo(secret.octets());
    }

    @Test
    void whoMadeAnAccountIsKept() {
        CreatedAccount admin = fixture.account(Role.ADMIN);
        CreatedAccount made = fixture.accounts.create(actor(admin), fixture.accountDraft(Role.APPLICANT), PASSWORD);

        assertThat(made.account().createdByPersonId()).isEqualTo(admin.account().personId());
        assertThat(fixture.events("account", Long.toString(made.account().id())))
                .singleElement()
                .asString()
                .contains("\"account\":" + admin.account().id())
                .contains("\"roles\":\"APPLICANT\"")
                .doesNotContain(made.account().username());
    }

    @Test
    void everyFaultOfAnAccountIsNamedAtOnce() {
        AccountDraft draft =
                new AccountDraft(fixture.person().id(), "Budi Santoso", Set.of(Role.ADMIN, Role.OFFICER, Role.AUDITOR));

        assertThat(faults(() -> fixture.accounts.create(OFFICE, draft, "pendek")))
                .containsExactly(
                        "/username account.username",
                        "/roles account.roles.exclude",
                        "/roles account.roles.exclude",
                        "/roles account.roles.exclude",
                        "/password password.length");
        assertThat(faults(() -> fixture.accounts.create(
                        OFFICE, new AccountDraft(draft.personId(), "budi", Set.of()), PASSWORD)))
                .containsExactly("/roles account.roles.none");
    }

    @Test
    void aUsernameIsTakenOnceAPersonHasOneAccountAndMustExist() {
        Account account = fixture.account(Role.APPLICANT).account();

        assertThat(faults(() -> fixture.accounts.create(
                        OFFICE,
                        new AccountDraft(fixture.person().id(), account.username(), Set.of(Role.APPLICANT)),
                        PASSWORD)))
                .containsExactly("/username account.username.taken");
        assertThat(faults(() -> fixture.accounts.create(
                        OFFICE, new AccountDraft(account.personId(), "nama.lain", Set.of(Role.APPLICANT)), PASSWORD)))
                .containsExactly("/personId account.person.has-one");
        assertThat(faults(() -> fixture.accounts.create(
                        OFFICE, new AccountDraft(Long.MAX_VALUE, "nama.lain", Set.of(Role.APPLICANT)), PASSWORD)))
                .containsExactly("/personId account.person.unknown");
    }

    @ParameterizedTest
    @CsvSource({"ADMIN, OFFICER", "ADMIN, SUPERVISOR", "AUDITOR, OFFICER", "AUDITOR, SUPERVISOR", "AUDITOR, ADMIN"})
    void rolesThatWatchEachOtherAreNotHeldByOnePerson(Role one, Role other) {
        Account account = fixture.account(Role.APPLICANT).account();

        assertThat(faults(() -> fixture.accounts.setRoles(OFFICE, account.id(), account.version(), Set.of(one, other))))
                .containsExactly("/roles account.roles.exclude");
    }

    @Test
    void newRolesReplaceTheOldAndBringASecretWhereOneIsNeeded() {
        Account account = fixture.account(Role.APPLICANT).account();

        CreatedAccount officer = fixture.accounts.setRoles(
                OFFICE, account.id(), account.version(), Set.of(Role.OFFICER, Role.SUPERVISOR));
        assertThat(officer.account().roles()).containsExactlyInAnyOrder(Role.OFFICER, Role.SUPERVISOR);
        assertThat(officer.totpSecret()).isNotNull();

        CreatedAccount auditor = fixture.accounts.setRoles(
                OFFICE, account.id(), officer.account().version(), Set.of(Role.AUDITOR));
        assertThat(auditor.totpSecret()).as("it has one already").isNull();
        assertRefused(
                Problem.STALE_VERSION,
                () -> fixture.accounts.setRoles(OFFICE, account.id(), account.version(), Set.of(Role.APPLICANT)));
        assertThat(fixture.events("account", Long.toString(account.id())).get(2))
                .contains("\"roles\":\"AUDITOR\"")
                .contains("\"rolesBefore\":\"OFFICER,SUPERVISOR\"");
    }

    @Test
    void nobodyChangesTheirOwnRoles() {
        CreatedAccount admin = fixture.account(Role.ADMIN);

        assertRefused(
                Problem.NOT_PERMITTED,
                () -> fixture.accounts.setRoles(
                        actor(admin), admin.account().id(), admin.account().version(), Set.of(Role.OFFICER)));
    }

    @Test
    void theLastAdministratorStaysWhateverWayIsTried() {
        assertThat(fixture.accounts.anyAdministrator()).isFalse();
        Account admin = fixture.account(Role.ADMIN).account();
        assertThat(fixture.accounts.anyAdministrator()).isTrue();
        Person person = fixture.people.find(admin.personId()).orElseThrow();

        assertRefused(Problem.WRONG_STATE, () -> fixture.accounts.suspend(OFFICE, admin.id(), admin.version(), REASON));
        assertRefused(Problem.WRONG_STATE, () -> fixture.people.suspend(OFFICE, person.id(), person.version(), REASON));
        assertRefused(
                Problem.WRONG_STATE,
                () -> fixture.accounts.setRoles(OFFICE, admin.id(), admin.version(), Set.of(Role.OFFICER)));
        assertThat(fixture.accounts.find(admin.id())).contains(admin);

        fixture.account(Role.ADMIN);
        assertThat(fixture.accounts
                        .suspend(OFFICE, admin.id(), admin.version(), REASON)
                        .state())
                .isEqualTo(AccountState.SUSPENDED);
    }

    @Test
    void twoAdministratorsCannotSuspendEachOtherAtOnce() throws Exception {
        CreatedAccount one = fixture.account(Role.ADMIN);
        CreatedAccount other = fixture.account(Role.ADMIN);
        ExecutorService two = Executors.newFixedThreadPool(2);
        try {
            Callable<Boolean> first = () -> suspends(one, other);
            Callable<Boolean> second = () -> suspends(other, one);
            int done = 0;
            for (Future<Boolean> result : two.invokeAll(List.of(first, second))) {
                done += result.get() ? 1 : 0;
            }
            assertThat(done).isEqualTo(1);
        } finally {
            two.shutdownNow();
        }
        assertThat(fixture.accounts.anyAdministrator()).isTrue();
    }

    private boolean suspends(CreatedAccount by, CreatedAccount account) {
        return PeopleFixture.refusal(() -> fixture.accounts.suspend(
                        actor(by), account.account().id(), account.account().version(), REASON))
                == null;
    }

    @Test
    void suspendingAndReleasingAnAccountAreAudited() {
        Account account = fixture.account(Role.APPLICANT).account();

        Account suspended = fixture.accounts.suspend(OFFICE, account.id(), account.version(), REASON);
        Account released = fixture.accounts.release(OFFICE, account.id(), suspended.version(), REASON);

        assertThat(suspended.state()).isEqualTo(AccountState.SUSPENDED);
        assertThat(released.state()).isEqualTo(AccountState.ACTIVE);
        assertThat(fixture.events("account", Long.toString(account.id()))).hasSize(3);
        assertRefused(
                Problem.WRONG_STATE, () -> fixture.accounts.release(OFFICE, account.id(), released.version(), REASON));
    }
}
