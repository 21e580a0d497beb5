package id.segel.hsm;

import id.segel.hsm.cryptoki.Cryptoki;
import id.segel.hsm.cryptoki.CryptokiSession;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A token, found by its label and open for use: named keys that sign, wrap and authenticate, their making, and their
 * health. Safe for use by many threads.
 *
 * <p>The token heals what it can: when its sessions or login are lost, the keys handed out go on working through a new
 * generation of them. Open each token once per process; for SoftHSM2 the token directory is held against other
 * processes from {@link #open} to {@link #close}.
 *
 * <p>The token's login is the process's: while any session of this process is logged in to a token, a PIN given to
 * {@link #open} for it is not looked at (PKCS #11 2.40, C_Login).
 *
 * <p>Every method that asks the token throws {@link TokenBusyException} if no place came free, and
 * {@link TokenException} if the token failed.
 */
public final class Token implements AutoCloseable {
    /** How long opening and refreshing may take; the first one in a JVM loads SunPKCS11. */
    private static final Duration REFRESH_TIMEOUT = Duration.ofSeconds(60);

    /** How long making a key may take; an RSA-4096 key takes hardware minutes at worst. */
    private static final Duration CEREMONY_TIMEOUT = Duration.ofMinutes(5);

    private final Engine engine;
    private final HealthBook health;
    private final TokenMeters meters;
    private final SecureRandom random;
    private final Ceremony ceremony;
    private final @Nullable SoftHsmDirectory directory;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Token(
            TokenConfiguration configuration,
            MeterRegistry registry,
            Clock clock,
            SecureRandom random,
            Cryptoki cryptoki,
            @Nullable SoftHsmDirectory directory) {
        Place place = new Place(configuration.module(), null, configuration.label(), null);
        this.random = random;
        this.directory = directory;
        this.health = new HealthBook(clock, configuration.expectedKeys());
        this.meters = new TokenMeters(registry, configuration.label());
        this.ceremony = new Ceremony(random, place);
        Login login = new Login(cryptoki, configuration.pin(), directory, place);
        Generations generations = new Generations(
                new GenerationBuilder(configuration, login, place),
                configuration.expectedKeys(),
                health,
                random,
                place);
        Operations operations = new Operations(configuration, place, health, meters);
        this.engine = new Engine(
                configuration, place, login, generations, operations, new Healing(generations, health, place));
        meters.gauge("permits.available", "Operations the token could still take at once", operations::available);
        meters.gauge("generation", "Number of the generation of sessions and keys in use", generations::number);
        meters.gauge(
                "last.success.age.seconds",
                "Seconds since the token last did what it was asked",
                health::lastSuccessAge);
    }

    /**
     * Finds the token, logs in, judges its keys and has every expected one answer a challenge.
     *
     * @throws PinRefusedException if the token refuses the PIN; it is not tried again
     * @throws TokenException for every other reason, which its message names with what to do
     */
    public static Token open(TokenConfiguration configuration, MeterRegistry meters) {
        return open(configuration, meters, Clock.systemUTC(), new SecureRandom());
    }

    static Token open(TokenConfiguration configuration, MeterRegistry meters, Clock clock, SecureRandom random) {
        Place place = new Place(configuration.module(), null, configuration.label(), null);
        Cryptoki cryptoki = Modules.load(place);
        SoftHsmDirectory directory = Modules.hold(cryptoki, place);
        Token token = new Token(configuration, meters, clock, random, cryptoki, directory);
        boolean ready = false;
        try {
            token.refresh();
            ready = true;
            return token;
        } finally {
            if (!ready) {
                token.close();
            }
        }
    }

    /**
     * Makes a new token in a free slot: C_InitToken, then the user PIN.
     *
     * @param label 1 to 32 bytes of UTF-8
     * @throws TokenException if a token of this label exists, or no slot is free
     */
    public static void initialise(Path module, String label, Pin soPin, Pin userPin) {
        Modules.initialise(module, label, soPin, userPin);
    }

    /** Whether the library shows a token of this label. Does not log in. */
    public static boolean exists(Path module, String label) {
        return Modules.exists(module, label);
    }

    /** What the library says of itself, its slots and their mechanisms. Does not log in. */
    public static ModuleInfo module(Path module) {
        return Modules.describe(module);
    }

    /** What the token is for. */
    public TokenPurpose purpose() {
        return engine.configuration().purpose();
    }

    /** The token's label. */
    public String label() {
        return engine.configuration().label();
    }

    /** Every private and secret key, also those refused, as they were when the current generation was made. */
    public List<KeyInfo> keys() {
        return engine.generations().current().keys();
    }

    /** Whether a private or secret key of this label was there when the current generation was made, usable or not. */
    public boolean hasKey(String label) {
        return engine.generations().current().info(label) != null;
    }

    /**
     * A key to sign with, after it answered a challenge.
     *
     * @throws TokenException if it is absent or refused, with the reason and the remedy
     */
    public SigningKey signingKey(String label) {
        CertifiedKey key = new CertifiedKey(engine, label);
        key.prove();
        return key;
    }

    /**
     * A key to wrap with.
     *
     * @throws TokenException if it is absent or refused, with the reason and the remedy
     */
    public WrappingKey wrappingKey(String label) {
        Generation generation = engine.generations().current();
        if (!generation.wrapping().containsKey(label)) {
            throw KeyRefusals.explain(generation, label, KeyInfo.Kind.WRAPPING, at(generation, label));
        }
        return new GcmKey(engine, label, random);
    }

    /**
     * A key to authenticate with.
     *
     * @throws TokenException if it is absent or refused, with the reason and the remedy
     */
    public MacKey macKey(String label) {
        Generation generation = engine.generations().current();
        if (!generation.mac().containsKey(label)) {
            throw KeyRefusals.explain(generation, label, KeyInfo.Kind.MAC, at(generation, label));
        }
        return new HmacKey(engine, label);
    }

    private Place at(Generation generation, String label) {
        return engine.place().slot(generation.slot()).key(label);
    }

    /**
     * Makes a key pair in the token: private, sensitive, never extractable, for signing only, with a random CKA_ID of
     * 20 bytes. Attributes are read back, and a key that came out otherwise is destroyed.
     *
     * @param label 1 to 64 characters, used by nothing else on the token
     * @throws TokenException if the label is taken or the token does not make the key as asked
     */
    public NewKey generateKeyPair(String label, KeySpec spec) {
        Ceremony.Made made = ceremony(Task.of("generate", label), session -> ceremony.keyPair(session, label, spec));
        refresh();
        return new NewKey(
                label, made.id(), made.publicKey(), new UncertifiedKey(engine, label, made.id(), made.publicKey()));
    }

    /**
     * Makes an AES-256 key that encrypts and decrypts and does nothing else, sensitive and never extractable.
     *
     * @throws TokenException if the label is taken or the token does not make the key as asked
     */
    public void generateWrappingKey(String label) {
        ceremony(Task.of("generate", label), session -> {
            ceremony.wrappingKey(session, label);
            return true;
        });
        refresh();
    }

    /**
     * Makes a 32-byte secret for HMAC-SHA256 that does nothing else, sensitive and never extractable.
     *
     * @throws TokenException if the label is taken or the token does not make the key as asked
     */
    public void generateMacKey(String label) {
        ceremony(Task.of("generate", label), session -> {
            ceremony.macKey(session, label);
            return true;
        });
        refresh();
    }

    /**
     * Puts a certificate beside a key, in place of an older one, and makes a new generation that knows it.
     *
     * @param certificateDer one certificate, DER
     * @throws TokenException if the key is absent, or the certificate's public key is not the key's
     */
    public void storeCertificate(String keyLabel, byte[] certificateDer) {
        ceremony(Task.of("certificate", keyLabel), session -> {
            TokenKey key = Ceremony.find(session, keyLabel);
            if (key == null) {
                Generation generation = engine.generations().current();
                throw KeyRefusals.explain(generation, keyLabel, KeyInfo.Kind.SIGNING, at(generation, keyLabel));
            }
            ceremony.storeCertificate(session, key, certificateDer);
            return true;
        });
        refresh();
    }

    /** Work of the ceremony in a session of the native binding. */
    @FunctionalInterface
    private interface CeremonyWork<T> {
        T in(CryptokiSession session);
    }

    private <T> T ceremony(Task task, CeremonyWork<T> work) {
        return engine.operations().run(task, CEREMONY_TIMEOUT, commitment -> {
            long slot = engine.generations().current().slot();
            try (CryptokiSession session = engine.login().session(slot)) {
                return work.in(session);
            }
        });
    }

    /** How the token fares, from what is known: cheap, never asks the token, never throws. */
    public TokenHealth health() {
        return health.health(label(), engine.generations().number());
    }

    /**
     * Has every expected key sign {@code "segel-challenge-v1" 0x00 nonce(32)} and verifies it in software with the
     * public key of its certificate. Every key is tried, also after one failed; health knows of each.
     *
     * @throws TokenException the first failure, the others suppressed
     */
    public void challenge() {
        @Nullable TokenException first = null;
        for (String label : engine.configuration().expectedKeys()) {
            try {
                challenge(new CertifiedKey(engine, label));
            } catch (TokenException e) {
                health.keyFailed(label, String.valueOf(e.getMessage()));
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

    private void challenge(CertifiedKey key) {
        Challenge challenge = Challenge.fresh(random);
        byte[] answer = key.sign(Challenge.scheme(key.publicKey()), challenge.bytes(), () -> {});
        Generations.requireVerified(
                challenge, key.publicKey(), answer, engine.place().key(key.label()));
    }

    /**
     * Makes a new generation: the slot is looked up, keys are read and judged again, expected keys answer. Calls at
     * the same time share one. If it fails, the generation in use stays.
     */
    public void refresh() {
        engine.operations().run(Task.of("refresh", null), REFRESH_TIMEOUT, commitment -> {
            long deadline = System.nanoTime() + REFRESH_TIMEOUT.toNanos();
            return engine.generations().rebuild(deadline).number();
        });
    }

    /** Takes no more work, waits for what is under way, and lets the token directory go. Never logs out. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        if (engine.operations().drain(engine.configuration().signTimeout())) {
            engine.login().release();
        }
        meters.close();
        if (directory != null) {
            directory.close();
        }
    }
}
