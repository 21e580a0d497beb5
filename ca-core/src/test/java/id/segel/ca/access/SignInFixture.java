package id.segel.ca.access;

import static id.segel.ca.person.PeopleFixture.PASSWORD;
import static id.segel.ca.person.PeopleFixture.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import id.segel.ca.person.Account;
import id.segel.ca.person.CreatedAccount;
import id.segel.ca.person.PeopleFixture;
import id.segel.ca.person.TotpSecret;
import id.segel.ca.refusal.Problem;
import id.segel.ca.refusal.RefusedException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Sessions upon a database of their own, and accounts to sign in with. */
abstract class SignInFixture {
    static final String REASON = "Pegawai pindah instansi";
    static final String WRONG = "bukan kata sandinya";

    final Totp totp = new Totp();
    PeopleFixture fixture;
    Sessions sessions;

    @BeforeEach
    void open() {
        fixture = PeopleFixture.open();
        sessions = sessions(fixture.passwords);
    }

    Sessions sessions(Passwords passwords) {
        return new Sessions(
                fixture.web,
                fixture.audit,
                fixture.cipher,
                passwords,
                totp,
                SessionLimits.standard(),
                fixture.clock,
                fixture.random);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    String code(CreatedAccount account) {
        TotpSecret secret = Objects.requireNonNull(account.totpSecret());
        return totp.code(secret, fixture.clock.instant());
    }

    StartedSession start(Account account, @Nullable String otp) {
        return sessions.start(account.username(), PASSWORD, otp, SessionKind.COOKIE);
    }

    void assertSignInFails(String username, String password, @Nullable String otp) {
        RefusedException refused = refusal(() -> sessions.start(username, password, otp, SessionKind.COOKIE));
        assertThat(refused).isNotNull();
        assertThat(refused.problem()).isEqualTo(Problem.SIGN_IN_FAILED);
        assertThat(refused.detail()).as("nothing more is said").isEqualTo(Problem.SIGN_IN_FAILED.sentence());
        assertThat(refused.retryAfter()).isNull();
    }
}
