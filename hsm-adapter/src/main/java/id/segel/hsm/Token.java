package id.segel.hsm;

import id.segel.hsm.cryptoki.CryptokiSession;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
    /** How long making a key may take; an RSA-4096 key takes hardware minutes at worst. */
    private static final Duration CEREMONY_TIMEOUT = Duration.ofMinutes(5);

    private final Replicas replicas;
    private final Ceremony ceremony;

    private Token(Replicas replicas, SecureRandom random) {
        this.replicas = replicas;
        this.ceremony = new Ceremony(random, replicas.first().engine().place());
    }

    /**
     * Finds the token, logs in, judges its keys and has every expected one answer a challenge.
     *
     * @throws PinRefusedException if the token refuses the PIN; it is not tried again
     * @throws TokenException for every other reason, which its message names with what to do
     */
    public static Token open(TokenConfiguration configuration, MeterRegistry meters) {
        return open(List.of(configuration), meters);
    }

    /**
     * Opens several tokens that hold the same keys under the same labels, as the vendor's cloning makes them, as if they
     * were one: keys are used in turn, and what one does not begin another does.
     *
     * @param replicas at least one; purpose and expected keys are those of the first
     * @throws TokenException if one of them cannot be opened
     */
    public static Token open(List<TokenConfiguration> replicas, MeterRegistry meters) {
        SecureRandom random = new SecureRandom();
        return new Token(Replicas.open(replicas, meters, Clock.systemUTC(), random, false), random);
    }

    /**
     * Like {@link #open(List, MeterRegistry)}, but a token that does not answer is no error: its keys come when it does,
     * and until then their use throws and health says why.
     *
     * @throws PinRefusedException if a token refuses the PIN
     * @throws TokenException if a library is missing or cannot be loaded
     */
    public static Token openWhenever(List<TokenConfiguration> replicas, MeterRegistry meters) {
        SecureRandom random = new SecureRandom();
        return new Token(Replicas.open(replicas, meters, Clock.systemUTC(), random, true), random);
    }

    static Token open(TokenConfiguration configuration, MeterRegistry meters, Clock clock, SecureRandom random) {
        return new Token(Replicas.open(List.of(configuration), meters, clock, random, false), random);
    }

    /**
     * Makes a new token in a free slot: C_InitToken, then the user PIN.
     *
     * @param label 1 to 32 bytes of UTF-8
     * @throws TokenException if a token of this label exists, or no slot is free
     */
    public static void initialise(Path module, String label, Pin soPin, Pin userPin) {
        Modules.initialise(module, "", label, soPin, userPin);
    }

    /** Whether the library shows a token of this label. Does not log in. */
    public static boolean exists(Path module, String label) {
        return Modules.exists(module, "", label);
    }

    /** What the library says of itself, its slots and their mechanisms. Does not log in. */
    public static ModuleInfo module(Path module) {
        return module(module, "");
    }

    /**
     * What the library says of itself, its slots and their mechanisms. Does not log in.
     *
     * @param parameters see {@link TokenConfiguration#moduleParameters}
     */
    public static ModuleInfo module(Path module, String parameters) {
        return Modules.describe(module, parameters);
    }

    /** What the token is for. */
    public TokenPurpose purpose() {
        return replicas.first().engine().configuration().purpose();
    }

    /** The token's label; of several, the first one's. */
    public String label() {
        return replicas.first().engine().configuration().label();
    }

    /** Every private and secret key, also those refused, as they were when the current generation was made. */
    public List<KeyInfo> keys() {
        return replicas.generation().keys();
    }

    /** Whether a private or secret key of this label was there when the current generation was made, usable or not. */
    public boolean hasKey(String label) {
        return replicas.generation().info(label) != null;
    }

    /**
     * A key to sign with, after it answered a challenge. Of a token that was opened by {@link #openWhenever} and is not
     * ready yet the key is had all the same, and answers its challenge before it first signs.
     *
     * @throws TokenException if it is absent or refused, with the reason and the remedy
     */
    public SigningKey signingKey(String label) {
        return replicas.signingKey(label);
    }

    /**
     * The key to sign with whose certificate has this public key, whatever its label.
     *
     * @param publicKey SubjectPublicKeyInfo, DER
     * @throws TokenException if no usable key has it
     */
    public SigningKey signingKey(byte[] publicKey) {
        Generation generation = replicas.generation();
        for (Generation.SigningEntry entry : generation.signing().values()) {
            if (java.util.Arrays.equals(entry.publicKey().getEncoded(), publicKey)) {
                return signingKey(entry.label());
            }
        }
        throw new TokenException(
                "No usable key of the token has this public key",
                replicas.first().engine().place().slot(generation.slot()),
                null,
                "Store the key's certificate beside it, or open the token that holds it.",
                null);
    }

    /**
     * A key to wrap with.
     *
     * @throws TokenException if it is absent or refused, with the reason and the remedy; not of a token that was opened by
     *     {@link #openWhenever} and is not ready yet
     */
    public WrappingKey wrappingKey(String label) {
        return replicas.wrappingKey(label);
    }

    /**
     * A key to authenticate with.
     *
     * @throws TokenException if it is absent or refused, with the reason and the remedy; not of a token that was opened by
     *     {@link #openWhenever} and is not ready yet
     */
    public MacKey macKey(String label) {
        return replicas.macKey(label);
    }

    /**
     * Makes a key pair in the token: private, sensitive, never extractable, for signing only, with a random CKA_ID of
     * 20 bytes. Attributes are read back, and a key that came out otherwise is destroyed.
     *
     * @param label 1 to 64 characters, used by nothing else on the token
     * @throws TokenException if the label is taken or the token does not make the key as asked
     */
    public NewKey generateKeyPair(String label, KeySpec spec) {
        return generateKeyPair(label, spec, null);
    }

    /**
     * As {@link #generateKeyPair(String, KeySpec)}, under a CKA_ID the caller knows beforehand.
     *
     * @param id 1 to 20 bytes that nothing on the token has, null for 20 random ones
     */
    public NewKey generateKeyPair(String label, KeySpec spec, byte @Nullable [] id) {
        Ceremony.Made made =
                ceremony(Task.of("generate", label), session -> ceremony.keyPair(session, label, spec, id));
        refresh();
        return new NewKey(
                label,
                made.id(),
                made.publicKey(),
                new UncertifiedKey(replicas.only().engine(), label, made.id(), made.publicKey()));
    }

    /**
     * Makes an AES-256 key that encrypts and decrypts and does nothing else, sensitive and never extractable.
     *
     * @throws TokenException if the label is taken or the token does not make the key as asked
     */
    public void generateWrappingKey(String label) {
        generateWrappingKey(label, null);
    }

    /**
     * As {@link #generateWrappingKey(String)}, under a CKA_ID the caller knows beforehand.
     *
     * @param id 1 to 20 bytes that nothing on the token has, null for 20 random ones
     */
    public void generateWrappingKey(String label, byte @Nullable [] id) {
        ceremony(Task.of("generate", label), session -> {
            ceremony.wrappingKey(session, label, id);
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
        generateMacKey(label, null);
    }

    /**
     * As {@link #generateMacKey(String)}, under a CKA_ID the caller knows beforehand.
     *
     * @param id 1 to 20 bytes that nothing on the token has, null for 20 random ones
     */
    public void generateMacKey(String label, byte @Nullable [] id) {
        ceremony(Task.of("generate", label), session -> {
            ceremony.macKey(session, label, id);
            return true;
        });
        refresh();
    }

    /**
     * Puts a certificate beside a key, in place of an older one, and makes a new generation that knows it. Of several
     * tokens each gets it that answers; one that does not keeps the older one, which speaks of the same key.
     *
     * @param certificateDer one certificate, DER
     * @throws TokenException if the key is absent, or the certificate's public key is not the key's
     */
    public void storeCertificate(String keyLabel, byte[] certificateDer) {
        replicas.each(member -> {
            ceremony(member, Task.of("certificate", keyLabel), session -> {
                TokenKey key = Ceremony.find(session, keyLabel);
                if (key == null) {
                    throw KeyRefusals.explain(member.generation(), keyLabel, KeyInfo.Kind.SIGNING, member.at(keyLabel));
                }
                ceremony.storeCertificate(session, key, certificateDer);
                return true;
            });
            member.engine().refresh();
        });
    }

    /** A random CKA_ID of 20 bytes that nothing on the token has now. */
    public byte[] freeId() {
        return ceremony(Task.of("inspect", null), ceremony::freeId);
    }

    /** Whether anything on the token, key or certificate, has this label now. */
    public boolean holdsLabel(String label) {
        return ceremony(Task.of("inspect", label), session -> Ceremony.holdsLabel(session, label));
    }

    /** Whether anything on the token, key or certificate, has this CKA_ID now. */
    public boolean holdsId(byte[] id) {
        return ceremony(Task.of("inspect", null), session -> Ceremony.holdsId(session, id));
    }

    /**
     * The public half of the key pair of this label as the token shows it now, also of one without a certificate; null
     * if there is no such key or the token does not show it.
     */
    public @Nullable PublicKey publicKey(String label) {
        return ceremony(Task.of("inspect", label), session -> {
                    TokenKey key = Ceremony.find(session, label);
                    return Optional.ofNullable(key == null ? null : key.publicKey());
                })
                .orElse(null);
    }

    /** Every object of this CKA_ID with its attributes, read from the token now. */
    public List<ObjectAttributes> attributes(byte[] id) {
        return ceremony(Task.of("inspect", null), session -> ObjectAttributes.read(session, id));
    }

    /**
     * Destroys a key that has no certificate, by its CKA_ID: what a ceremony made that did not come to its end.
     *
     * @return how many objects were destroyed, 0 if there is nothing of this CKA_ID
     * @throws TokenException if a certificate stands beside the key; nothing is destroyed
     */
    public int destroyUncertified(byte[] id) {
        int destroyed = ceremony(Task.of("destroy", null), session -> ceremony.destroy(session, id));
        refresh();
        return destroyed;
    }

    /** What the token's library says of itself and of every slot. */
    public ModuleInfo library() {
        TokenConfiguration configuration = replicas.first().engine().configuration();
        return Modules.describe(configuration.module(), configuration.moduleParameters());
    }

    /** Work of the ceremony in a session of the native binding. */
    @FunctionalInterface
    private interface CeremonyWork<T> {
        T in(CryptokiSession session);
    }

    private <T> T ceremony(Task task, CeremonyWork<T> work) {
        return ceremony(replicas.only(), task, work);
    }

    private static <T> T ceremony(Member member, Task task, CeremonyWork<T> work) {
        Engine engine = member.engine();
        return engine.operations().run(task, CEREMONY_TIMEOUT, commitment -> {
            long slot = engine.generations()
                    .usable(System.nanoTime() + CEREMONY_TIMEOUT.toNanos())
                    .slot();
            try (CryptokiSession session = engine.login().session(slot)) {
                return work.in(session);
            }
        });
    }

    /** How the token fares, from what is known: cheap, never asks the token, never throws. */
    public TokenHealth health() {
        return replicas.health();
    }

    /**
     * Has every expected key sign {@code "segel-challenge-v1" 0x00 nonce(32)} and verifies it in software with the
     * public key of its certificate. Every key is tried, also after one failed; health knows of each. Of several tokens
     * each is asked, and one that answers is enough.
     *
     * @throws TokenException the first failure, the others suppressed
     */
    public void challenge() {
        replicas.challenge();
    }

    /**
     * Makes a new generation: the slot is looked up, keys are read and judged again, expected keys answer. Calls at
     * the same time share one. If it fails, the generation in use stays.
     */
    public void refresh() {
        replicas.refresh();
    }

    /** Takes no more work, waits for what is under way, and lets the token directory go. Never logs out. */
    @Override
    public void close() {
        replicas.close();
    }
}
