package id.segel.ca.document;

import id.segel.ca.keyring.TokenNeed;
import id.segel.ca.keyring.WrappingKeys;
import id.segel.ca.refusal.Fault;
import id.segel.ca.refusal.Problem;
import id.segel.ca.refusal.RefusedException;
import id.segel.ca.store.Database;
import id.segel.ca.store.Sha256;
import id.segel.hsm.WrappingKey;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Keeps letters. Sealing and opening ask the data token and therefore happen outside transactions; storing writes one row
 * inside the caller's. Thread-safe.
 */
public final class Letters {
    private final Database web;
    private final WrappingKeys wrappingKeys;
    private final SecureRandom random;
    private final LetterInspector inspector;
    private final LetterConfiguration configuration;

    public Letters(
            Database web,
            WrappingKeys wrappingKeys,
            SecureRandom random,
            LetterInspector inspector,
            LetterConfiguration configuration) {
        this.web = web;
        this.wrappingKeys = wrappingKeys;
        this.random = random;
        this.inspector = inspector;
        this.configuration = configuration;
    }

    /**
     * Judges a file.
     *
     * @return its pages
     * @throws RefusedException TOO_LARGE, or LETTER_REFUSED with every fault
     */
    public int inspect(byte[] file) {
        if (file.length > configuration.maxOctets()) {
            throw RefusedException.because(
                    Problem.TOO_LARGE, List.of(LetterFault.TOO_LARGE.with(file.length, configuration.maxOctets())));
        }
        LetterInspector.Inspection inspection = inspector.inspect(file);
        List<Fault> faults = inspection.faults();
        if (!faults.isEmpty()) {
            throw RefusedException.because(Problem.LETTER_REFUSED, faults);
        }
        return inspection.pages();
    }

    /**
     * Encrypts an inspected file under a fresh key, has the token wrap the key, and reads the result back once.
     *
     * @param version the letter will have
     * @throws RefusedException TOKEN_AWAY when the data token does not answer, OVERLOADED when it is at its limit
     */
    public SealedLetter seal(byte[] file, int pages, int version) {
        Database.requireNoTransaction();
        long id = web.read(handle -> handle.createQuery("SELECT nextval(pg_get_serial_sequence('letter', 'id'))")
                .mapTo(Long.class)
                .one());
        byte[] key = new byte[LetterCipher.KEY_LENGTH];
        random.nextBytes(key);
        try {
            byte[] ciphertext = LetterCipher.encrypt(key, file, LetterCipher.aad("ciphertext", id, version), random);
            WrappingKey wrappingKey = wrappingKeys.current();
            byte[] wrapped = TokenNeed.LETTER_KEPT.ask(
                    () -> wrappingKey.wrap(key, LetterCipher.aad("wrapped_key", id, version)));
            SealedLetter letter = new SealedLetter(
                    id, version, Sha256.of(file), file.length, pages, ciphertext, wrapped, wrappingKey.label());
            if (!Arrays.equals(file, opened(letter, TokenNeed.LETTER_KEPT))) {
                throw new IllegalStateException("a letter does not come back as it was encrypted; it is not stored. "
                        + "Check the data token with `segel doctor`.");
            }
            return letter;
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    /** Writes the row of a sealed letter. */
    public void store(Handle transaction, SealedLetter letter, long applicationId, long accountId, Instant at) {
        transaction
                .createUpdate("""
                        INSERT INTO letter (id, application_id, version, sha256, size_octets, pages, ciphertext,
                                            wrapped_key, wrapping_key_label, uploaded_by, uploaded_at)
                        VALUES (:id, :application, :version, :sha256, :size, :pages, :ciphertext,
                                :wrappedKey, :label, :account, :at)
                        """)
                .bind("id", letter.id())
                .bind("application", applicationId)
                .bind("version", letter.version())
                .bind("sha256", letter.sha256())
                .bind("size", letter.size())
                .bind("pages", letter.pages())
                .bind("ciphertext", letter.ciphertext())
                .bind("wrappedKey", letter.wrappedKey())
                .bind("label", letter.wrappingKeyLabel())
                .bind("account", accountId)
                .bind("at", at)
                .execute();
    }

    /**
     * The file as it was uploaded, compared with the hash that was taken then.
     *
     * @throws RefusedException NOT_FOUND, TOKEN_AWAY when the data token does not answer or this node lacks the key the row
     *     names, OVERLOADED
     * @throws IllegalStateException when the stored row was tampered with
     */
    public byte[] open(long letterId) {
        Database.requireNoTransaction();
        SealedLetter letter = web.read(handle -> handle.createQuery("""
                        SELECT id, version, sha256, size_octets, pages, ciphertext, wrapped_key, wrapping_key_label
                          FROM letter WHERE id = :id
                        """)
                .bind("id", letterId)
                .map((row, context) -> new SealedLetter(
                        row.getLong("id"),
                        row.getInt("version"),
                        row.getBytes("sha256"),
                        row.getInt("size_octets"),
                        row.getInt("pages"),
                        row.getBytes("ciphertext"),
                        row.getBytes("wrapped_key"),
                        row.getString("wrapping_key_label")))
                .findOne()
                .orElseThrow(() -> RefusedException.because(Problem.NOT_FOUND)));
        byte[] file = opened(letter, TokenNeed.LETTER_SHOWN);
        if (!Arrays.equals(letter.sha256(), Sha256.of(file))) {
            throw new IllegalStateException("letter " + letterId + " is not the file whose hash was stored with it");
        }
        return file;
    }

    private byte[] opened(SealedLetter letter, TokenNeed need) {
        WrappingKey wrappingKey = wrappingKeys.of(letter.wrappingKeyLabel(), "letter " + letter.id(), need);
        byte[] key = need.ask(() -> wrappingKey.unwrap(
                letter.wrappedKey(), LetterCipher.aad("wrapped_key", letter.id(), letter.version())));
        try {
            return LetterCipher.decrypt(
                    key, letter.ciphertext(), LetterCipher.aad("ciphertext", letter.id(), letter.version()));
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }
}
