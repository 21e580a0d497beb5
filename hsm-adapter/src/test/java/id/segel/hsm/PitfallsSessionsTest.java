package id.segel.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import id.segel.hsm.cryptoki.SessionLoss;
import id.segel.softhsm.FaultShim;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.Signature;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows of docs/hsm-pitfalls.md about sessions and logins: what a plain use of SunPKCS11 makes of each, and the adapter. */
class PitfallsSessionsTest {
    @TempDir
    private static Path directory = Path.of("");

    private final String label = TestTokens.create();
    private final AtomicInteger permits = new AtomicInteger();
    private final FaultShim shim = FaultShim.around(TestTokens.softHsm(), directory.resolve(label));
    private Token token = TestTokens.open(label);

    @BeforeEach
    void makeTheKey() {
        TestTokens.certifiedKey(token, "kunci", KeySpec.EC_P256);
        token.close();
        token = open(4);
    }

    private Token open(int places) {
        TokenConfiguration plain = TestTokens.configuration(label, "kunci");
        return TestTokens.open(
                TestTokens.through(
                        shim.library(),
                        TestTokens.tight(plain, places, Duration.ofSeconds(10), Duration.ofSeconds(10))),
                new SimpleMeterRegistry());
    }

    @AfterEach
    void close() {
        shim.close();
        token.close();
    }

    private NaiveSigner naive(String... more) throws Exception {
        return NaiveSigner.open(shim.library(), label, more).key("kunci");
    }

    private boolean adapterSigns() {
        SigningKey key = token.signingKey("kunci");
        byte[] signature = key.sign(SignatureScheme.ECDSA_SHA256, NaiveSigner.MESSAGE, permits::incrementAndGet);
        return NaiveSigner.verifies(key.publicKey(), signature);
    }

    @Test
    void p03_closeAllSessionsBehindTheProviderIsForEverForANaiveUseAndAPauseForTheAdapter() throws Exception {
        NaiveSigner naive = naive();
        naive.sign();

        SessionLoss.strike(TestTokens.softHsm(), label);

        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(naive::sign).rootCause().hasMessageContaining("CKR_SESSION_HANDLE_INVALID");
        }
        assertThatThrownBy(() -> naive.key("kunci").sign())
                .rootCause()
                .hasMessageContaining("CKR_SESSION_HANDLE_INVALID");
        assertThatThrownBy(naive::reload).rootCause().hasMessageContaining("CKR_SESSION_HANDLE_INVALID");
        assertThatThrownBy(naive::logoutAndLogin).rootCause().hasMessageContaining("CKR_SESSION_HANDLE_INVALID");

        long begun = System.nanoTime();
        assertThat(adapterSigns()).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
        assertThat(permits).hasValue(1);
        assertThatThrownBy(naive::sign).rootCause().hasMessageContaining("CKR_SESSION_HANDLE_INVALID");
    }

    @Test
    void p05_aLogoutOfADiscardedProviderKillsTheKeysOfItsSuccessorAndTheAdapterFetchesThemAgain() throws Exception {
        NaiveSigner discarded = naive();
        NaiveSigner naive = naive();
        naive.sign();

        discarded.provider().logout();

        assertThatThrownBy(naive::sign).rootCause().hasMessageContaining("CKR_OBJECT_HANDLE_INVALID");
        naive.logoutAndLogin();
        assertThatThrownBy(naive::sign).rootCause().hasMessageContaining("CKR_OBJECT_HANDLE_INVALID");

        assertThat(adapterSigns()).isTrue();
        naive.provider().logout();
        assertThat(adapterSigns()).isTrue();
        assertThat(permits).hasValue(2);
        // It never logs out itself, not even to end: the login is the process's.
        long logouts = shim.calls("C_Logout");
        token.refresh();
        token.close();
        assertThat(shim.calls("C_Logout")).isEqualTo(logouts);
    }

    @Test
    void p12_destroyTokenAfterLogoutTakesAllServicesFromTheProviderAndTheAdapterIsNotConfiguredSo() throws Exception {
        NaiveSigner naive = naive("destroyTokenAfterLogout = true");
        naive.sign();

        naive.provider().logout();

        assertThatThrownBy(() -> naive.provider().login(null, naive.withPin()))
                .hasMessageContaining("No token present");
        assertThatThrownBy(naive::sign).isInstanceOf(NoSuchAlgorithmException.class);

        assertThat(adapterSigns()).isTrue();
        assertThat(permits).hasValue(1);
    }

    @Test
    void p13_beyondTheTokensSessionsANaiveUseFailsAtOnceAndTheAdapterWaitsForAPlace() throws Exception {
        token.close();
        SessionLoss.strike(shim.library(), label);
        shim.control("C_OpenSession sessions=4", "C_GetTokenInfo sessions=4");
        NaiveSigner naive = naive();
        List<Signature> abandoned = new ArrayList<>();
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 5; i++) {
                        abandoned.add(naive.begin());
                    }
                })
                .satisfies(thrown -> assertThat(thrown).hasStackTraceContaining("Could not obtain session"));
        assertThat(abandoned).hasSizeLessThanOrEqualTo(4);
        SessionLoss.strike(shim.library(), label);

        assertThatThrownBy(() -> open(4))
                .isInstanceOf(TokenException.class)
                .hasMessageContaining("permits is 4, but the token allows 4 sessions")
                .hasMessageContaining("at most 2");
        token = open(2);
        assertThat(inThreads(8, 25, this::adapterSigns)).isEqualTo(8 * 25);
        assertThat(permits).hasValue(8 * 25);
        assertThat(token.health().generation()).isEqualTo(1);
    }

    @Test
    void p14_eachNewProviderIsKeptForEverAndTheAdapterBacksOffInsteadOfMakingMany() throws Exception {
        List<WeakReference<Provider>> discarded = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            discarded.add(new WeakReference<>(naive().provider()));
        }
        for (int i = 0; i < 5; i++) {
            System.gc();
        }
        assertThat(discarded).noneMatch(provider -> provider.get() == null);

        long made = shim.calls("C_GetMechanismList");
        token.refresh();
        long perProvider = shim.calls("C_GetMechanismList") - made;
        assertThat(perProvider).isPositive();
        made += perProvider;
        shim.control("C_SignInit error=0x30");
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(1500);
        AtomicInteger refused = new AtomicInteger();
        inThreads(4, 1, () -> {
            while (System.nanoTime() < end) {
                try {
                    adapterSigns();
                } catch (SigningNotStartedException e) {
                    refused.incrementAndGet();
                }
            }
            return true;
        });
        // At once, after 250 ms, after 500 more; the next would be 1 s later.
        assertThat(shim.calls("C_GetMechanismList") - made).isBetween(2 * perProvider, 4 * perProvider);
        assertThat(refused).hasValueGreaterThan(20);
        assertThat(permits).hasValue(0);

        shim.clear();
        await().ignoreExceptionsInstanceOf(SigningNotStartedException.class).until(this::adapterSigns);
    }

    /** How often the work came out true. */
    private static int inThreads(int count, int times, java.util.concurrent.Callable<Boolean> work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(count);
        try {
            List<Future<Integer>> results = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                results.add(threads.submit(() -> {
                    int good = 0;
                    for (int n = 0; n < times; n++) {
                        good += work.call() ? 1 : 0;
                    }
                    return good;
                }));
            }
            int good = 0;
            for (Future<Integer> result : results) {
                good += result.get(60, TimeUnit.SECONDS);
            }
            return good;
        } finally {
            threads.shutdownNow();
        }
    }
}
