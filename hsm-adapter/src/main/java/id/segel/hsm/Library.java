package id.segel.hsm;

import id.segel.hsm.cryptoki.Cryptoki;
import id.segel.hsm.cryptoki.CryptokiException;
import id.segel.hsm.cryptoki.ModuleDescription;
import id.segel.hsm.cryptoki.ModuleUnusableException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One PKCS#11 library as all tokens of this process share it: who is in it, and how often it was initialised anew.
 * Whoever calls it, through SunPKCS11 or the native binding, does so between {@link #enter} and {@link #leave}, so that
 * it is finalised only while nobody is in it. Safe for use by many threads.
 */
final class Library {
    private static final Logger LOG = LoggerFactory.getLogger(Library.class);

    /** How long others wait for those inside to come out. They come in milliseconds or they hang. */
    private static final Duration DRAIN_PATIENCE = Duration.ofSeconds(2);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    /** Static because the library is the process's, as {@link Cryptoki} is. */
    private static final Map<Cryptoki, Library> LIBRARIES = new ConcurrentHashMap<>();

    private final Cryptoki cryptoki;
    private final ReentrantReadWriteLock inside = new ReentrantReadWriteLock();
    private final AtomicInteger hanging = new AtomicInteger();
    private volatile long epoch;
    private volatile @Nullable Boolean softHsm;
    private volatile String initialisedWith = "";
    private volatile boolean initialised;
    private volatile long nextTryNanos = System.nanoTime();
    private volatile long pauseNanos;

    private Library(Cryptoki cryptoki) {
        this.cryptoki = cryptoki;
    }

    /**
     * The library at this place, loaded and not yet initialised.
     *
     * @throws TokenException if it is missing or no PKCS#11 library for this machine
     */
    static Library at(Path module, String parameters, Place place) {
        try {
            return LIBRARIES.computeIfAbsent(Cryptoki.load(module, parameters), Library::new);
        } catch (ModuleUnusableException e) {
            throw Failures.token("The PKCS#11 library cannot be used", place, e);
        }
    }

    Cryptoki cryptoki() {
        return cryptoki;
    }

    /** How often it was initialised anew: handles of another epoch are dead, or somebody else's. */
    long epoch() {
        return epoch;
    }

    /** To be called before each stay in the library, once by each thread. */
    void enter() {
        inside.readLock().lock();
    }

    void leave() {
        inside.readLock().unlock();
    }

    /**
     * Initialises it the first time. Never again: what somebody finalised wants {@link #reinitialise}. For a thread that
     * is inside.
     *
     * @throws CryptokiException if it refuses
     */
    synchronized void initialise() {
        if (!initialised) {
            cryptoki.initialise();
            initialised = true;
            if (isSoftHsm()) {
                initialisedWith = SoftHsmDirectory.fingerprint(System.getenv());
            }
        }
    }

    /**
     * Whether initialising it anew could bring a token back: only SoftHSM2 is known to survive that, and it looks at its
     * directory only then. For a thread that is inside.
     *
     * @param lately whether the token worked since the library was last initialised; otherwise it is of use only if the
     *     directory has changed since
     */
    boolean wouldGainByReinitialising(boolean lately) {
        if (!isSoftHsm()) {
            return false;
        }
        String there = SoftHsmDirectory.fingerprint(System.getenv());
        return !there.isEmpty() && (lately || !there.equals(initialisedWith));
    }

    /** Notes that a token was made, so that the directory does not seem changed by somebody else. */
    void tokenMade() {
        initialisedWith = SoftHsmDirectory.fingerprint(System.getenv());
    }

    /**
     * Whether it is SoftHSM2: whose directory wants a lock and free space, and which is known to survive being
     * initialised anew. For a thread that is inside.
     *
     * @throws CryptokiException if the library does not answer
     */
    boolean isSoftHsm() {
        Boolean known = softHsm;
        if (known == null) {
            ModuleDescription description = cryptoki.describe();
            known = description.description().contains("SoftHSM")
                    || description.manufacturer().contains("SoftHSM");
            softHsm = known;
        }
        return known;
    }

    /** A call of some token in this library does not come back. */
    void hangs() {
        hanging.incrementAndGet();
    }

    /** It came back after all. */
    void hangsNoMore() {
        hanging.decrementAndGet();
    }

    /**
     * Initialises the library anew: C_Finalize, C_Initialize, past every old handle. For a thread that is inside; it
     * goes out for the while and waits until everybody else is out. Every token of the library needs a new generation
     * afterwards.
     *
     * @param seen the epoch in which the caller found it lost; if another thread was quicker nothing is done
     * @throws RestartNeededException if only a restart of the process helps
     * @throws TokenException if it was tried a moment ago, or the library refuses
     */
    void reinitialise(long seen, Place place) {
        leave();
        try {
            if (hanging.get() > 0 || !inside.writeLock().tryLock(DRAIN_PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new RestartNeededException(
                        "The library must be initialised anew, which cannot be done while a call to it hangs", place);
            }
            try {
                if (epoch == seen) {
                    initialiseAnew(place);
                }
            } finally {
                inside.writeLock().unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TokenException(
                    "The wait for the library was interrupted", place, null, "It may be tried again.", e);
        } finally {
            enter();
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // written under the lock, read without it
    private void initialiseAnew(Place place) {
        if (!Boolean.TRUE.equals(softHsm)) {
            throw new RestartNeededException(
                    "The library must be initialised anew, which it is not known to survive", place);
        }
        if (pauseNanos != 0 && nextTryNanos - System.nanoTime() > 0) {
            throw new TokenException(
                    "The library was initialised anew a moment ago, and this is not done again at once",
                    place,
                    null,
                    "See that the device is there and whole; the next try is due within "
                            + TimeUnit.NANOSECONDS.toMillis(pauseNanos) + " ms.",
                    null);
        }
        long start = System.nanoTime();
        try {
            if (!cryptoki.reinitialise(true)) {
                throw new RestartNeededException(
                        "The library must be initialised anew, and has given out too many handles for that", place);
            }
            LOG.warn(
                    "The PKCS#11 library {} was initialised anew in {} ms",
                    place.module(),
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
        } catch (CryptokiException e) {
            throw Failures.token("The library could not be initialised anew", place, e);
        } finally {
            // Also after a failure: it may be half done, and then no old handle is good any more.
            epoch++;
            initialisedWith = SoftHsmDirectory.fingerprint(System.getenv());
            pauseNanos = Math.min(LONGEST_PAUSE.toNanos(), Math.max(FIRST_PAUSE.toNanos(), 2 * pauseNanos));
            nextTryNanos = System.nanoTime() + pauseNanos;
        }
    }

    /** A token of it works: the next loss is a new one and need not wait. */
    void works() {
        if (pauseNanos != 0) {
            pauseNanos = 0;
        }
    }
}
