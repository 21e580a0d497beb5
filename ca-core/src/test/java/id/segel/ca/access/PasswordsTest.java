package id.segel.ca.access;

import static org.assertj.core.api.Assertions.assertThat;

import id.segel.ca.person.PeopleFixture;
import id.segel.ca.refusal.Fault;
import id.segel.ca.refusal.Problem;
import id.segel.ca.refusal.RefusedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PasswordsTest {
    private static final String PASSWORD = "kuda besi terbang tinggi";

    private final Passwords passwords = new Passwords(2, 10, Duration.ofSeconds(30));

    @Test
    void aHashIsArgon2idOf19MiBAndTwoPassesAndFitsItsPasswordAlone() {
        String hash = passwords.hash(PASSWORD);

        assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        assertThat(passwords.hash(PASSWORD)).isNotEqualTo(hash);
        assertThat(passwords.matches(PASSWORD, hash)).isTrue();
        assertThat(passwords.matches(PASSWORD + " ", hash)).isFalse();
        assertThat(passwords.matches("", hash)).isFalse();
        assertThat(passwords.matches("x".repeat(1_000_000), hash)).isFalse();
    }

    @Test
    void aPasswordIsTheSameHoweverItsCharactersAreComposed() {
        assertThat(passwords.matches(
                        "re\u0301sume\u0301 rahasia saya", passwords.hash("r\u00e9sum\u00e9 rahasia saya")))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "sebelas1234, password.length",
        "aaaaaaaaaaaaaa, password.monotonous",
        "katasandiBUDI99, password.contains-username"
    })
    void aWeakPasswordIsNamed(String password, String fault) {
        assertThat(passwords.faults("/password", password, "budi"))
                .extracting(Fault::id)
                .containsExactly(fault);
    }

    @Test
    void aLongPasswordIsFineUpTo200Characters() {
        assertThat(passwords.faults("/password", "abcde".repeat(40), "budi")).isEmpty();
        assertThat(passwords.faults("/password", "abcde".repeat(40) + "f", "budi"))
                .extracting(Fault::id)
                .containsExactly("password.length");
        assertThat(passwords.faults("/password", PASSWORD, "budi")).isEmpty();
    }

    @Test
    void tooManyAtOnceAreRefusedWithATimeToComeBack() throws Exception {
        Passwords narrow = new Passwords(1, 1, Duration.ofMinutes(1));
        String hash = narrow.hash(PASSWORD);
        ExecutorService crowd = Executors.newFixedThreadPool(12);
        List<RefusedException> refusals = new ArrayList<>();
        int answered = 0;
        try {
            List<Future<Boolean>> results = new ArrayList<>();
            List<Callable<Boolean>> all = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                all.add(() -> {
                    try {
                        return narrow.matches(PASSWORD, hash);
                    } catch (RefusedException e) {
                        synchronized (refusals) {
                            refusals.add(e);
                        }
                        return false;
                    }
                });
            }
            results.addAll(crowd.invokeAll(all));
            for (Future<Boolean> result : results) {
                answered += result.get() ? 1 : 0;
            }
        } finally {
            crowd.shutdownNow();
        }

        assertThat(answered + refusals.size()).isEqualTo(12);
        assertThat(answered).isPositive();
        assertThat(refusals).isNotEmpty().allSatisfy(refusal -> {
            assertThat(refusal.problem()).isEqualTo(Problem.OVERLOADED);
            assertThat(refusal.retryAfter()).isPositive();
        });
        assertThat(narrow.matches(PASSWORD, hash)).as("every permit came back").isTrue();
    }

    @Test
    void oneWhoHasWaitedTooLongIsRefused() throws Exception {
        Passwords impatient = new Passwords(1, 100, Duration.ZERO);
        String hash = impatient.hash(PASSWORD);
        ExecutorService crowd = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> results = new ArrayList<>();
            AtomicInteger refused = new AtomicInteger();
            for (int i = 0; i < 8; i++) {
                results.add(crowd.submit(() -> {
                    if (PeopleFixture.refusal(() -> impatient.matches(PASSWORD, hash)) != null) {
                        refused.incrementAndGet();
                    }
                }));
            }
            for (Future<?> result : results) {
                result.get();
            }
            assertThat(refused).hasPositiveValue();
        } finally {
            crowd.shutdownNow();
        }
    }
}
