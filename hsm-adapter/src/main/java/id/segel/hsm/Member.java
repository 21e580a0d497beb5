package id.segel.hsm;

import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One of the tokens that hold the same keys; mostly the only one. Safe for use by many threads. */
final class Member implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Member.class);

    private final Engine engine;
    private final HealthBook health;
    private final TokenMeters meters;
    private final SecureRandom random;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Member(Engine engine, HealthBook health, TokenMeters meters, SecureRandom random) {
        this.engine = engine;
        this.health = health;
        this.meters = meters;
        this.random = random;
    }

    /**
     * @param name tells this member from the others in metrics
     * @param lenient whether a token that does not answer is opened all the same, for the day it does
     */
    static Member open(
            TokenConfiguration configuration,
            String name,
            MeterRegistry registry,
            Clock clock,
            SecureRandom random,
            boolean lenient) {
        Place place = new Place(configuration.module(), null, configuration.label(), null);
        Library library = Library.at(configuration.module(), configuration.moduleParameters(), place);
        HealthBook health = new HealthBook(clock, library, configuration.expectedKeys());
        TokenMeters meters = new TokenMeters(registry, name);
        Login login = new Login(library, configuration.pin(), place);
        Generations generations = new Generations(
                new GenerationBuilder(configuration, library, login, place),
                library,
                configuration.expectedKeys(),
                health,
                random,
                lenient,
                place);
        Operations operations = new Operations(configuration, library, place, health, meters);
        Engine engine = new Engine(
                configuration, place, login, generations, operations, new Healing(generations, health, place));
        meters.gauge("permits.available", "Operations the token could still take at once", operations::available);
        meters.gauge("calls.hanging", "Calls the token has not come back from in time", health::hanging);
        meters.gauge("generation", "Number of the generation of sessions and keys in use", generations::number);
        meters.gauge(
                "last.success.age.seconds",
                "Seconds since the token last did what it was asked",
                health::lastSuccessAge);
        Member member = new Member(engine, health, meters, random);
        member.makeReady(lenient);
        return member;
    }

    private void makeReady(boolean lenient) {
        boolean ready = false;
        try {
            engine.refresh();
            ready = true;
        } catch (PinRefusedException e) {
            throw e;
        } catch (TokenException e) {
            if (!lenient) {
                throw e;
            }
            ready = true;
            LOG.error(
                    "Token \"{}\" is not ready and is tried again when it is needed: {}",
                    engine.configuration().label(),
                    e.getMessage());
        } finally {
            if (!ready) {
                close();
            }
        }
    }

    Engine engine() {
        return engine;
    }

    HealthBook healthBook() {
        return health;
    }

    SecureRandom random() {
        return random;
    }

    TokenHealth health() {
        return health.health(
                engine.configuration().label(), engine.generations().number());
    }

    /** Whether there is hope that it does what it is asked now. */
    boolean works() {
        return health.works();
    }

    Generation generation() {
        return engine.generations().current();
    }

    Place at(String keyLabel) {
        Generation generation = engine.generations().newest();
        Place place = generation == null ? engine.place() : engine.place().slot(generation.slot());
        return place.key(keyLabel);
    }

    /** See {@link Token#challenge}. */
    void challenge() {
        List<String> labels = toChallenge();
        if (labels.isEmpty()) {
            look();
        }
        @Nullable TokenException first = null;
        for (String label : labels) {
            try {
                challenge(new CertifiedKey(engine, label));
            } catch (TokenException e) {
                health.keyFailed(label, e);
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }

    /** The expected keys; where none is named, those that have shown in this generation that they can sign. */
    private List<String> toChallenge() {
        List<String> expected = engine.configuration().expectedKeys();
        Generation generation = engine.generations().newest();
        if (generation == null) {
            return List.of();
        }
        return expected.isEmpty()
                ? generation.signing().values().stream()
                        .filter(entry -> entry.proven().get())
                        .map(Generation.SigningEntry::label)
                        .sorted()
                        .toList()
                : expected;
    }

    /** There is no key to sign with: that the process is logged in to the token must do. */
    private void look() {
        engine.run(Task.of("look", null), generation -> {
            engine.login().ensure(generation.slot());
            return true;
        });
    }

    private void challenge(CertifiedKey key) {
        Challenge challenge = Challenge.fresh(random);
        byte[] answer = key.sign(Challenge.scheme(key.publicKey()), challenge.bytes(), () -> {});
        Generations.requireVerified(
                challenge, key.publicKey(), answer, engine.place().key(key.label()));
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        boolean quiet = engine.operations().drain(engine.configuration().signTimeout());
        engine.login().release(quiet);
        meters.close();
    }
}
