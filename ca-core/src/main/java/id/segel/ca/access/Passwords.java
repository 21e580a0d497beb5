package id.segel.ca.access;

import id.segel.ca.person.PasswordHasher;
import id.segel.ca.refusal.Fault;
import id.segel.ca.refusal.Problem;
import id.segel.ca.refusal.RefusedException;
import id.segel.ca.refusal.Sentence;
import id.segel.ca.store.Database;
import java.text.Normalizer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;

/**
 * Hashes and compares passwords with Argon2id (RFC 9106): 19 MiB, 2 passes, 1 lane, 16 octets of salt, 32 of hash (OWASP's
 * first choice for interactive sign-in). A fair permit count bounds how many are worked on and how many wait, because
 * each costs memory and a core, and anybody may ask. Thread-safe.
 */
public final class Passwords implements PasswordHasher {
    /** The shortest password, in characters. */
    public static final int SHORTEST = 12;

    /** The longest password, in characters. */
    public static final int LONGEST = 200;

    private static final int MEMORY_KIB = 19 * 1024;
    private static final int PASSES = 2;
    private static final int LANES = 1;
    private static final int SALT_OCTETS = 16;
    private static final int HASH_OCTETS = 32;
    private static final int FEWEST_DIFFERENT = 5;
    private static final Duration RETRY = Duration.ofSeconds(2);

    private final Argon2PasswordEncoder argon2;
    private final Semaphore permits;
    private final int mostWaiting;
    private final Duration longestWait;
    private final String nobody;

    /**
     * @param permits how many are hashed at once, 1 or more
     * @param mostWaiting how many may wait for their turn
     * @param longestWait how long one waits
     */
    public Passwords(int permits, int mostWaiting, Duration longestWait) {
        this(
                permits,
                mostWaiting,
                longestWait,
                new Argon2PasswordEncoder(SALT_OCTETS, HASH_OCTETS, LANES, MEMORY_KIB, PASSES));
    }

    /** With parameters of the tests' own, which hash often and guard nothing. */
    Passwords(int permits, int mostWaiting, Duration longestWait, Argon2PasswordEncoder argon2) {
        if (permits < 1 || mostWaiting < 0 || longestWait.isNegative()) {
            throw new IllegalArgumentException("passwords: permits " + permits + ", waiting " + mostWaiting + ", wait "
                    + longestWait + "; give at least one permit and nothing negative");
        }
        this.permits = new Semaphore(permits, true);
        this.mostWaiting = mostWaiting;
        this.longestWait = longestWait;
        this.argon2 = argon2;
        this.nobody = argon2.encode("the password of nobody");
    }

    /** One permit for each core and at most a hundred waiting for at most two seconds. */
    public static Passwords standard() {
        return new Passwords(Runtime.getRuntime().availableProcessors(), 100, Duration.ofSeconds(2));
    }

    @Override
    public List<Fault> faults(String pointer, String password, String username) {
        List<Fault> faults = new ArrayList<>();
        String prepared = prepared(password);
        int length = prepared.codePointCount(0, prepared.length());
        if (length < SHORTEST || length > LONGEST) {
            faults.add(new Fault(
                    pointer,
                    "password.length",
                    new Sentence(
                            "Kata sandi " + length + " karakter; pakai 12 sampai 200 karakter.",
                            "The password is " + length + " characters long; use 12 to 200 characters.")));
        }
        if (prepared.codePoints().distinct().count() < FEWEST_DIFFERENT) {
            faults.add(new Fault(
                    pointer,
                    "password.monotonous",
                    new Sentence(
                            "Kata sandi hanya memakai beberapa karakter. Pakai sedikitnya 5 karakter yang berbeda.",
                            "The password uses too few characters. Use at least 5 different ones.")));
        }
        if (!username.isEmpty() && prepared.toLowerCase(Locale.ROOT).contains(username.toLowerCase(Locale.ROOT))) {
            faults.add(new Fault(
                    pointer,
                    "password.contains-username",
                    new Sentence(
                            "Kata sandi memuat nama pengguna. Pilih yang lain.",
                            "The password contains the username. Choose another one.")));
        }
        return faults;
    }

    @Override
    public String hash(String password) {
        return underPermit(() -> argon2.encode(prepared(password)));
    }

    /**
     * Whether this is the password of the hash. Takes about as long whatever the answer is.
     *
     * @throws RefusedException OVERLOADED when too many wait for their turn
     */
    boolean matches(String password, String hash) {
        // A longer one cannot have been chosen; it is not worth its normalisation, but its time.
        String bounded = password.length() > 2 * LONGEST ? "" : prepared(password);
        return underPermit(() -> argon2.matches(bounded, hash));
    }

    /** Takes the time of {@link #matches} for a name nobody has. */
    void matchesNobody(String password) {
        matches(password, nobody);
    }

    private <T> T underPermit(Supplier<T> work) {
        Database.requireNoTransaction();
        if (permits.getQueueLength() >= mostWaiting && permits.availablePermits() == 0) {
            throw overloaded();
        }
        try {
            if (!permits.tryAcquire(longestWait.toNanos(), TimeUnit.NANOSECONDS)) {
                throw overloaded();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw overloaded();
        }
        try {
            return work.get();
        } finally {
            permits.release();
        }
    }

    private static RefusedException overloaded() {
        return RefusedException.because(Problem.OVERLOADED).retryAfter(RETRY);
    }

    /** The same password however the keyboard composes its characters (RFC 8265 4.2.2: NFC). */
    private static String prepared(String password) {
        return Normalizer.normalize(password, Normalizer.Form.NFC);
    }
}
