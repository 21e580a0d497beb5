package id.segel.hsm;

import id.segel.hsm.Generation.SigningEntry;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The generation in use, and how the next one comes to be: built by one thread while the others wait for it, swapped
 * in only after every expected key has answered its challenge. Building on account of failures backs off, because every
 * generation costs memory that SunPKCS11 never gives back.
 */
final class Generations {
    private static final Logger LOG = LoggerFactory.getLogger(Generations.class);
    private static final long FIRST_DELAY_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final long LONGEST_DELAY_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final GenerationBuilder builder;
    private final Library library;
    private final List<String> expectedKeys;
    private final HealthBook health;
    private final SecureRandom random;
    private final Place place;
    private final ReentrantLock building = new ReentrantLock();

    private volatile @Nullable Generation current;
    private volatile long buildsBegun;
    private volatile long delayNanos;
    private long number;
    private long currentBegun;
    private volatile long workedEpoch = -1;
    private long lastEpoch;
    private volatile @Nullable TokenException lastFailure;
    private final boolean lenient;
    private long notBeforeNanos = System.nanoTime();

    /**
     * @param lenient whether there may be none for a while: the first is then tried like any other
     */
    Generations(
            GenerationBuilder builder,
            Library library,
            List<String> expectedKeys,
            HealthBook health,
            SecureRandom random,
            boolean lenient,
            Place place) {
        this.builder = builder;
        this.library = library;
        this.expectedKeys = expectedKeys;
        this.health = health;
        this.random = random;
        this.lenient = lenient;
        this.place = place;
    }

    /**
     * The newest, which may be of another epoch of the library: good to look at, not to sign with.
     *
     * @throws TokenException before the first
     */
    Generation current() {
        Generation generation = current;
        if (generation == null) {
            TokenException failure = lastFailure;
            throw new TokenException(
                    failure == null
                            ? "The token is not ready yet"
                            : "The token has not been ready since this process started: " + failure.what(),
                    place,
                    failure == null ? null : failure.ckr(),
                    failure == null ? "Wait until it is open." : failure.remedy(),
                    failure);
        }
        return generation;
    }

    /** The newest, null before the first. */
    @Nullable
    Generation newest() {
        return current;
    }

    /** One to work with: the current one if there is one and it is of this epoch, otherwise a new one. */
    Generation usable(long deadlineNanos) {
        Generation generation = current;
        return generation != null && isCurrent(generation) ? generation : renew(generation, deadlineNanos);
    }

    /** Whether it is the newest and its handles still mean what they did. */
    @SuppressWarnings("ReferenceEquality") // this very generation, not one like it
    boolean isCurrent(Generation generation) {
        return current == generation && generation.epoch() == library.epoch();
    }

    /** Number of the current generation, 0 before the first. */
    long number() {
        Generation generation = current;
        return generation == null ? 0 : generation.number();
    }

    /** Work done by the current generation: the next failure is a new one and need not wait. */
    void worked() {
        if (delayNanos != 0) {
            delayNanos = 0;
        }
        if (workedEpoch != library.epoch()) {
            workedEpoch = library.epoch();
        }
        library.works();
    }

    /** A generation that is not the failed one (null: there has been none): somebody else's or a new one. */
    @SuppressWarnings("ReferenceEquality") // this very generation, not one like it
    Generation renew(@Nullable Generation failed, long deadlineNanos) {
        lock(deadlineNanos);
        try {
            Generation now = current;
            if (now != null && now != failed && isCurrent(now)) {
                return now;
            }
            // A library initialised anew on account of another token says nothing against this one.
            boolean sameEpoch = lastEpoch == library.epoch();
            if (sameEpoch && delayNanos != 0 && notBeforeNanos - System.nanoTime() > 0) {
                throw tooSoon(lastFailure);
            }
            return build();
        } finally {
            building.unlock();
        }
    }

    /** A generation begun after this call; callers at the same time share one. */
    Generation rebuild(long deadlineNanos) {
        long begunBefore = buildsBegun;
        lock(deadlineNanos);
        try {
            return currentBegun > begunBefore ? current() : build();
        } finally {
            building.unlock();
        }
    }

    /** Nothing was tried: what failed a moment ago is known already. */
    static final class TooSoonException extends TokenException {
        private static final long serialVersionUID = 1L;

        TooSoonException(
                String what, Place place, @Nullable String ckr, String remedy, @Nullable TokenException failure) {
            super(what, place, ckr, remedy, failure);
        }
    }

    private TokenException tooSoon(@Nullable TokenException failure) {
        return new TooSoonException(
                failure == null
                        ? "The token failed again so soon after it was made ready anew that this is not tried at once"
                        : "The token could not be made ready a moment ago and this is not tried again at once: "
                                + failure.what(),
                place,
                failure == null ? null : failure.ckr(),
                (failure == null ? "" : failure.remedy() + " ") + "The next try is due within "
                        + TimeUnit.NANOSECONDS.toMillis(delayNanos) + " ms.",
                failure);
    }

    private void lock(long deadlineNanos) {
        // Outside the library: who builds may have to wait until nobody is inside.
        library.leave();
        try {
            if (building.tryLock(Math.max(0, deadlineNanos - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            library.enter();
        }
        throw new TokenException(
                "The token is being made ready by another call, which has not come back",
                place,
                null,
                "See that the device answers; restart this process if it does and this stays.",
                null);
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // written under the lock, read without it
    private Generation build() {
        long begun = ++buildsBegun;
        long start = System.nanoTime();
        Generation before = current;
        try {
            Generation built = built(before != null || lenient);
            for (String label : expectedKeys) {
                proveExpected(built, label);
            }
            number = built.number();
            current = built;
            currentBegun = begun;
            lastFailure = null;
            health.succeeded(null);
            LOG.info(
                    "Token \"{}\" is ready: generation {}, slot {}, {} signing keys, {} ms",
                    place.token(),
                    built.number(),
                    built.slot(),
                    built.signing().size(),
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
            return built;
        } catch (TokenException e) {
            lastFailure = e;
            health.tokenFailed(e);
            throw e;
        } finally {
            lastEpoch = library.epoch();
            delayNanos = before == null && !lenient
                    ? 0
                    : Math.min(LONGEST_DELAY_NANOS, Math.max(FIRST_DELAY_NANOS, 2 * delayNanos));
            notBeforeNanos = System.nanoTime() + delayNanos;
        }
    }

    private Generation built(boolean mayReinitialise) {
        try {
            return builder.build(number + 1, workedEpoch == library.epoch());
        } catch (GenerationBuilder.LibraryLostException e) {
            if (!mayReinitialise) {
                throw e;
            }
            LOG.warn(
                    "Token \"{}\" is lost to this process, its library is initialised anew: {}",
                    place.token(),
                    e.getMessage());
            library.reinitialise(library.epoch(), place);
            return builder.build(number + 1, workedEpoch == library.epoch());
        }
    }

    private void proveExpected(Generation built, String label) {
        Place at = place.slot(built.slot()).key(label);
        SigningEntry entry = built.signing().get(label);
        if (entry == null) {
            throw KeyRefusals.explain(built, label, KeyInfo.Kind.SIGNING, at);
        }
        try {
            prove(built, entry);
        } catch (TokenException e) {
            health.keyFailed(label, e);
            throw e;
        } catch (Exception e) {
            TokenException failure = Failures.token("The key did not answer its challenge", at, e);
            health.keyFailed(label, failure);
            throw failure;
        }
        health.succeeded(label);
    }

    /**
     * Has the key sign a challenge, unless it did so in this generation already.
     *
     * @throws TokenException if its certificate's public key does not verify the answer
     * @throws Exception whatever the token threw
     */
    void prove(Generation generation, SigningEntry entry) throws Exception {
        if (entry.proven().get()) {
            return;
        }
        Challenge challenge = Challenge.fresh(random);
        byte[] answer;
        try (PreparedSignature signature = ProviderSignature.prepare(
                generation.provider(), entry, Challenge.scheme(entry.publicKey()), challenge.bytes())) {
            answer = signature.complete();
        }
        requireVerified(
                challenge,
                entry.publicKey(),
                answer,
                place.slot(generation.slot()).key(entry.label()));
        entry.proven().set(true);
    }

    static void requireVerified(Challenge challenge, java.security.PublicKey key, byte[] answer, Place at) {
        if (!challenge.verifies(key, answer)) {
            throw new TokenException(
                    "The key's answer to its challenge does not verify with its certificate's public key",
                    at,
                    null,
                    "The certificate beside the key belongs to another key, or the token computes wrongly. Store the "
                            + "right certificate; if it is right, take the token out of service.",
                    null);
        }
    }
}
