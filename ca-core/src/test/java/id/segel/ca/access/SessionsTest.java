package id.segel.ca.access;

import static id.segel.ca.person.PeopleFixture.OFFICE;
import static id.segel.ca.person.PeopleFixture.PASSWORD;
import static id.segel.ca.person.PeopleFixture.assertRefused;
import static id.segel.ca.person.PeopleFixture.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import id.segel.ca.person.Account;
import id.segel.ca.person.AgencyState;
import id.segel.ca.person.CreatedAccount;
import id.segel.ca.person.Person;
import id.segel.ca.person.Role;
import id.segel.ca.refusal.Problem;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SessionsTest extends SignInFixture {
    @Test
    void anApplicantSignsInWithNameAndPassword() {
        Account account = fixture.account(Role.APPLICANT).account();

        StartedSession started =
                sessions.start(" " + account.username().toUpperCase(Locale.ROOT), PASSWORD, null, SessionKind.BEARER);

        assertThat(started.token()).matches("st_[A-Za-z0-9_-]{43}");
        assertThat(started.username()).isEqualTo(account.username());
        assertThat(started.roles()).containsExactly(Role.APPLICANT);
        assertThat(started.expiresAt()).isEqualTo(fixture.clock.instant().plus(Duration.ofHours(12)));
        assertThat(started.toString()).doesNotContain(started.token()).doesNotContain(started.csrfToken());

        AuthenticatedSession session = sessions.authenticate(started.token()).orElseThrow();
        Person person = fixture.people.find(account.personId()).orElseThrow();
        assertThat(session.actor().accountId()).isEqualTo(account.id());
        assertThat(session.fullName()).isEqualTo(person.fullName());
        assertThat(session.subscriberNumber()).isEqualTo(person.subscriberNumber());
        assertThat(session.kind()).isEqualTo(SessionKind.BEARER);
        assertThat(session.createdAt()).isEqualTo(fixture.clock.instant());
        assertThat(session.idleUntil()).isEqualTo(fixture.clock.instant().plus(Duration.ofMinutes(30)));
        assertThat(session.agencyState()).isEqualTo(AgencyState.ACTIVE);
        assertThat(session.agreementAccepted()).isFalse();
        assertThat(fixture.events("account", Long.toString(account.id())).get(1))
                .contains("session.started")
                .contains("\"kind\":\"BEARER\"");
    }

    @Test
    void aSuspendedAccountOrPersonIsToldWhyAtSignInAndAtTheNextRequest() {
        Account account = fixture.account(Role.APPLICANT).account();
        StartedSession started = start(account, null);

        Account suspended = fixture.accounts.suspend(OFFICE, account.id(), account.version(), REASON);
        assertRefused(Problem.ACCOUNT_NOT_ACTIVE, () -> sessions.authenticate(started.token()));
        assertRefused(Problem.ACCOUNT_NOT_ACTIVE, () -> start(account, null));
        assertSignInFails(account.username(), WRONG, null);
        fixture.accounts.release(OFFICE, account.id(), suspended.version(), REASON);
        assertThat(sessions.authenticate(started.token())).isPresent();

        Person person = fixture.people.find(account.personId()).orElseThrow();
        fixture.people.suspend(OFFICE, person.id(), person.version(), REASON);
        assertThat(refusal(() -> sessions.authenticate(started.token()))
                        .detail()
                        .english())
                .contains("suspended");
        fixture.superuser().useHandle(handle -> handle.execute("UPDATE person SET state = 'RETIRED'"));
        assertThat(refusal(() -> sessions.authenticate(started.token()))
                        .detail()
                        .english())
                .contains("no longer in service");
    }

    @Test
    void rolesAreReadAtEveryRequest() {
        CreatedAccount officer = fixture.account(Role.OFFICER);
        String token = start(officer.account(), code(officer)).token();

        fixture.accounts.setRoles(
                OFFICE, officer.account().id(), officer.account().version(), Set.of(Role.SUPERVISOR, Role.APPLICANT));

        AuthenticatedSession session = sessions.authenticate(token).orElseThrow();
        assertThat(session.roles()).containsExactlyInAnyOrder(Role.SUPERVISOR, Role.APPLICANT);
        assertThat(session.has(Role.OFFICER)).isFalse();
    }

    @Test
    void aSessionEndsWhenIdleAndAtItsLimit() {
        Account account = fixture.account(Role.APPLICANT).account();
        String idle = start(account, null).token();
        fixture.clock.advance(Duration.ofMinutes(29));
        assertThat(sessions.authenticate(idle)).isPresent();
        fixture.clock.advance(Duration.ofMinutes(29));
        assertThat(sessions.authenticate(idle)).as("use kept it alive").isPresent();
        fixture.clock.advance(Duration.ofMinutes(30));
        assertThat(sessions.authenticate(idle)).isEmpty();

        String used = start(account, null).token();
        for (int i = 0; i < 35; i++) {
            fixture.clock.advance(Duration.ofMinutes(20));
            assertThat(sessions.authenticate(used)).isPresent();
        }
        fixture.clock.advance(Duration.ofMinutes(20));
        assertThat(sessions.authenticate(used)).as("12 hours are over").isEmpty();
    }

    @Test
    void useIsWrittenAtMostOnceAMinute() {
        String token = start(fixture.account(Role.APPLICANT).account(), null).token();
        Instant begun = fixture.clock.instant();

        fixture.clock.advance(Duration.ofSeconds(60));
        sessions.authenticate(token);
        assertThat(lastUsedAt()).isEqualTo(begun);
        fixture.clock.advance(Duration.ofSeconds(1));
        sessions.authenticate(token);
        assertThat(lastUsedAt()).isEqualTo(begun.plusSeconds(61));
    }

    private Instant lastUsedAt() {
        return fixture.superuser()
                .withHandle(handle -> handle.createQuery("SELECT last_used_at FROM session")
                        .mapTo(Instant.class)
                        .one());
    }

    @Test
    void aSessionIsEndedOnceAndStaysEnded() {
        Account account = fixture.account(Role.APPLICANT).account();
        String token = start(account, null).token();
        String other = start(account, null).token();

        assertThat(sessions.end(token)).isTrue();
        assertThat(sessions.end(token)).isFalse();
        assertThat(sessions.authenticate(token)).isEmpty();
        assertThat(sessions.authenticate(other)).as("the other one goes on").isPresent();
        assertThat(fixture.events("account", Long.toString(account.id())))
                .filteredOn(event -> event.contains("session.ended"))
                .hasSize(1);
    }

    @Test
    void whatIsNoTokenIsNobody() {
        for (String token :
                List.of("", "st_", "x", "st_" + "A".repeat(43), "st_" + "A".repeat(42), "st_" + "é".repeat(43))) {
            assertThat(sessions.authenticate(token)).isEmpty();
            assertThat(sessions.end(token)).isFalse();
        }
    }

    @Test
    void onlyTheHashOfATokenIsKept() {
        String token = start(fixture.account(Role.APPLICANT).account(), null).token();

        String row = fixture.superuser()
                .withHandle(handle -> handle.createQuery("SELECT s::text FROM session s")
                        .mapTo(String.class)
                        .one());

        assertThat(row).doesNotContain(token).contains(HexFormat.of().formatHex(SessionToken.sha256(token)));
    }

    @Test
    void theCsrfTokenFollowsFromTheTokenAndDoesNotTellIt() throws Exception {
        StartedSession started = start(fixture.account(Role.APPLICANT).account(), null);
        byte[] expected = MessageDigest.getInstance("SHA-256")
                .digest(("segel-csrf" + started.token()).getBytes(StandardCharsets.US_ASCII));

        assertThat(sessions.csrfToken(started.token()))
                .isEqualTo(started.csrfToken())
                .isEqualTo(Base64.getUrlEncoder().withoutPadding().encodeToString(expected));
    }

    @Test
    void acceptingTheAgreementAndSeeingTheProductsShowAtTheNextRequest() {
        Account account = fixture.account(Role.APPLICANT).account();
        String token = start(account, null).token();
        Instant seen = fixture.clock.instant();

        sessions.markProductsSeen(token);
        fixture.agreements.accept(
                sessions.authenticate(token).orElseThrow().actor(),
                fixture.agreements.current().version());
        fixture.clock.advance(Duration.ofMinutes(2));
        sessions.markProductsSeen(token);

        AuthenticatedSession session = sessions.authenticate(token).orElseThrow();
        assertThat(session.productsSeenAt()).as("the first time counts").isEqualTo(seen);
        assertThat(session.agreementAccepted()).isTrue();
        fixture.superuser()
                .useHandle(handle ->
                        handle.execute("INSERT INTO agreement (version, text_id, text_en) VALUES (2, 'dua', 'two')"));
        assertThat(sessions.authenticate(token).orElseThrow().agreementAccepted())
                .as("a newer one is to be accepted anew")
                .isFalse();
    }

    @Test
    void sessionsLongPastAreForgotten() {
        Account account = fixture.account(Role.APPLICANT).account();
        start(account, null);
        fixture.clock.advance(Duration.ofDays(31));
        String fresh = start(account, null).token();

        assertThat(sessions.forgetPast(Duration.ofDays(30))).isEqualTo(1);
        assertThat(sessions.authenticate(fresh)).isPresent();
    }
}
