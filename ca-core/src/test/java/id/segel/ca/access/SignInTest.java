package id.segel.ca.access;

import static id.segel.ca.person.PeopleFixture.OFFICE;
import static id.segel.ca.person.PeopleFixture.PASSWORD;
import static id.segel.ca.person.PeopleFixture.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import id.segel.ca.keyring.WrappingKeys;
import id.segel.ca.person.Account;
import id.segel.ca.person.Accounts;
import id.segel.ca.person.CreatedAccount;
import id.segel.ca.person.DataKeys;
import id.segel.ca.person.IndexKeys;
import id.segel.ca.person.PersonalDataCipher;
import id.segel.ca.person.Role;
import id.segel.ca.refusal.Problem;
import id.segel.ca.refusal.RefusedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class SignInTest extends SignInFixture {
    @Test
    void everyWayToFailGetsTheSameAnswer() {
        Account applicant = fixture.account(Role.APPLICANT).account();
        CreatedAccount officer = fixture.account(Role.OFFICER);

        assertSignInFails("tidak.ada", PASSWORD, null);
        assertSignInFails("x".repeat(10_000), PASSWORD, null);
        assertSignInFails("a\0b", PASSWORD, null);
        assertSignInFails("", "", "");
        assertSignInFails(applicant.username(), WRONG, null);
        assertSignInFails(applicant.username(), "", null);
        assertSignInFails(officer.account().username(), PASSWORD, null);
        assertSignInFails(officer.account().username(), PASSWORD, "");
        assertSignInFails(officer.account().username(), PASSWORD, "000000x");
        assertSignInFails(officer.account().username(), WRONG, code(officer));
    }

    @Test
    void anUnknownNameTakesAboutAsLongAsAWrongPassword() {
        Passwords standard = Passwords.standard();
        sessions = sessions(standard);
        Account account = new Accounts(fixture.web, fixture.audit, fixture.cipher, standard, fixture.random)
                .create(OFFICE, fixture.accountDraft(Role.APPLICANT), PASSWORD)
                .account();

        long known = median(account.username());
        long unknown = median("tidak.ada");

        assertThat((double) unknown / known).isBetween(0.5, 2.0);
    }

    private long median(String username) {
        List<Long> times = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            long start = System.nanoTime();
            assertSignInFails(username, WRONG, null);
            times.add(System.nanoTime() - start);
        }
        Collections.sort(times);
        return times.get(3);
    }

    @Test
    void staffNeedACodeAndEachCodeWorksOnce() {
        CreatedAccount officer = fixture.account(Role.OFFICER);
        String code = code(officer);

        assertThat(start(officer.account(), code).roles()).containsExactly(Role.OFFICER);
        assertSignInFails(officer.account().username(), PASSWORD, code);
        fixture.clock.advance(Duration.ofSeconds(30));
        start(officer.account(), code(officer));
    }

    @Test
    void withTheTokenUnpluggedStaffSignInAsBefore() {
        CreatedAccount officer = fixture.account(Role.OFFICER);
        fixture.keys.takeAway();

        assertThat(start(officer.account(), code(officer)).roles()).containsExactly(Role.OFFICER);
    }

    @Test
    void onANodeThatStartedWithoutTheTokenACodeCannotBeCheckedWhoeverGivesItAndApplicantsGoOn() {
        Account applicant = fixture.account(Role.APPLICANT).account();
        CreatedAccount officer = fixture.account(Role.OFFICER);
        fixture.keys.takeAway();
        sessions = new Sessions(
                fixture.web,
                fixture.audit,
                new PersonalDataCipher(
                        fixture.web,
                        WrappingKeys.only(fixture.keys.wrappingKey(DataKeys.WRAPPING)),
                        IndexKeys.only(fixture.keys.macKey(DataKeys.BLIND_INDEX)),
                        fixture.random),
                fixture.passwords,
                totp,
                SessionLimits.standard(),
                fixture.clock,
                fixture.random);
        String staff = officer.account().username();
        long events = fixture.eventCount();

        for (String[] attempt : List.of(
                new String[] {staff, PASSWORD, code(officer)},
                new String[] {staff, WRONG, "123456"},
                new String[] {"tidak.ada", WRONG, "123456"})) {
            RefusedException refused =
                    refusal(() -> sessions.start(attempt[0], attempt[1], attempt[2], SessionKind.COOKIE));
            assertThat(refused.problem()).isEqualTo(Problem.TOKEN_AWAY);
            assertThat(refused.retryAfter()).isPositive();
            assertThat(refused.detail().english()).contains("One-time codes cannot be checked", "nothing is lost");
        }
        assertThat(fixture.eventCount()).as("no failed attempt is counted").isEqualTo(events);
        assertSignInFails(staff, PASSWORD, null);
        assertThat(start(applicant, null).roles()).containsExactly(Role.APPLICANT);
        assertThat(start(applicant, "").roles()).containsExactly(Role.APPLICANT);

        fixture.keys.bringBack();

        assertThat(start(officer.account(), code(officer)).roles()).containsExactly(Role.OFFICER);
    }

    @Test
    void ofManyWhoUseACodeAtOnceExactlyOneGetsIn() throws Exception {
        CreatedAccount officer = fixture.account(Role.OFFICER);
        String code = code(officer);
        ExecutorService many = Executors.newFixedThreadPool(4);
        try {
            Callable<Boolean> enter = () -> refusal(() -> start(officer.account(), code)) == null;
            int entered = 0;
            for (Future<Boolean> result : many.invokeAll(List.of(enter, enter, enter, enter))) {
                entered += result.get() ? 1 : 0;
            }
            assertThat(entered).isEqualTo(1);
        } finally {
            many.shutdownNow();
        }
    }

    @Test
    void staffWithoutASecretCannotSignIn() {
        CreatedAccount officer = fixture.account(Role.OFFICER);
        fixture.superuser().useHandle(handle -> handle.execute("UPDATE account SET totp_secret_encrypted = NULL"));

        assertSignInFails(officer.account().username(), PASSWORD, code(officer));
        assertSignInFails(officer.account().username(), PASSWORD, null);
    }

    @Test
    void fiveFailuresLockForFifteenMinutesAndSayNothing() {
        Account account = fixture.account(Role.APPLICANT).account();
        for (int i = 0; i < 5; i++) {
            assertSignInFails(account.username(), WRONG, null);
        }

        assertSignInFails(account.username(), PASSWORD, null);
        fixture.clock.advance(Duration.ofMinutes(15).minusSeconds(1));
        assertSignInFails(account.username(), PASSWORD, null);
        fixture.clock.advance(Duration.ofSeconds(1));
        start(account, null);
    }

    @Test
    void failuresAreForgottenBySuccessAndCountAnewAfterALock() {
        Account account = fixture.account(Role.APPLICANT).account();
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 4; i++) {
                assertSignInFails(account.username(), WRONG, null);
            }
            start(account, null);
        }
        for (int i = 0; i < 5; i++) {
            assertSignInFails(account.username(), WRONG, null);
        }
        fixture.clock.advance(Duration.ofMinutes(15));
        assertSignInFails(account.username(), WRONG, null);
        start(account, null);
    }

    @Test
    void repeatedRefusalsAreOneEventAMinuteAndALockIsToldOfAtOnce() {
        Account account = fixture.account(Role.APPLICANT).account();
        for (int i = 0; i < 20; i++) {
            assertSignInFails(account.username(), WRONG, null);
        }
        assertSignInFails("tidak.ada", WRONG, null);
        assertSignInFails("tidak.ada.juga", WRONG, null);
        assertThat(refusals(account))
                .hasSize(2)
                .satisfies(events -> assertThat(events.get(0)).contains("\"count\":1,\"locked\":false"))
                .satisfies(events -> assertThat(events.get(1)).contains("\"count\":0,\"locked\":true"));

        sessions.tellOfRefusals();
        assertThat(refusals(account)).as("the minute is not over").hasSize(2);
        fixture.clock.advance(Duration.ofMinutes(1));
        sessions.tellOfRefusals();
        sessions.tellOfRefusals();
        assertThat(refusals(account)).hasSize(3);
        assertThat(refusals(account).get(2)).contains("\"count\":19,\"locked\":false");
        assertThat(fixture.events("account", "unknown"))
                .as("names nobody has are told of together and without the name")
                .hasSize(2)
                .noneMatch(event -> event.contains("tidak.ada"));
    }

    private List<String> refusals(Account account) {
        return fixture.events("account", Long.toString(account.id())).stream()
                .filter(event -> event.contains("session.refused"))
                .toList();
    }
}
