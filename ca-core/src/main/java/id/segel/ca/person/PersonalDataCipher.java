package id.segel.ca.person;

import id.segel.ca.keyring.TokenNeed;
import id.segel.ca.keyring.WrappedRow;
import id.segel.ca.keyring.WrappingKeys;
import id.segel.ca.refusal.RefusedException;
import id.segel.ca.store.Database;
import id.segel.hsm.MacKey;
import id.segel.hsm.WrappingKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Encrypts single values for columns and makes the blind indexes by which they are found. Thread-safe.
 *
 * <p>Data keys are rows of {@code data_key}, wrapped in the data token. Each is unwrapped once, when {@link #prepare} or
 * somebody first needs it, and kept in memory, so that reading a person does not ask the token; no lock is held while the
 * token is asked, and two who need the same key at once unwrap it twice. A ciphertext is the key's id (4 octets,
 * big-endian), an IV (12 random octets), and what AES-256-GCM gives (NIST SP 800-38D, 16-octet tag), bound to table,
 * column, row and version. A blind index is HMAC-SHA256, in the token, of the value's kind, NUL, and the normalised value.
 */
public final class PersonalDataCipher {
    static final int ID_OCTETS = 4;
    static final int IV_OCTETS = 12;
    private static final Logger LOG = LoggerFactory.getLogger(PersonalDataCipher.class);
    private static final int KEY_OCTETS = 32;
    private static final int TAG_BITS = 128;
    private static final int NONE = -1;

    private final Database database;
    private final WrappingKeys wrappingKeys;
    private final IndexKeys indexKeys;
    private final SecureRandom random;
    private final Map<Integer, SecretKeySpec> keys = new ConcurrentHashMap<>();
    private volatile int activeKey = NONE;

    /**
     * Asks neither database nor token.
     *
     * @param database as the web role
     * @param wrappingKeys the data token's wrapping keys
     * @param indexKeys the data token's blind-index keys
     */
    public PersonalDataCipher(Database database, WrappingKeys wrappingKeys, IndexKeys indexKeys, SecureRandom random) {
        this.database = database;
        this.wrappingKeys = wrappingKeys;
        this.indexKeys = indexKeys;
        this.random = random;
    }

    /**
     * Unwraps every data key that is not in memory yet; makes the first one where there is none. Called again and again
     * until it comes back.
     *
     * @throws RefusedException TOKEN_AWAY, OVERLOADED, DATABASE_AWAY
     */
    public void prepare() {
        sealer(TokenNeed.PERSONAL_DATA_SHOWN);
        for (WrappedRow row : database.read(ColumnKeys::all)) {
            try {
                key(Math.toIntExact(row.id()), TokenNeed.PERSONAL_DATA_SHOWN);
            } catch (IllegalStateException e) {
                LOG.error("a data key that is not active cannot be had: {}", e.getMessage());
            }
        }
    }

    /**
     * Makes sure that one-time codes can be checked. Asked before anything is known of who signs in, so that the answer
     * tells nothing about the account.
     *
     * @throws RefusedException TOKEN_AWAY, OVERLOADED
     */
    public void requireSecrets() {
        sealer(TokenNeed.SIGN_IN_CODE);
    }

    /** Makes sure that what is encrypted can be read; the same errors. */
    void requireReadable() {
        sealer(TokenNeed.PERSONAL_DATA_SHOWN);
    }

    /**
     * What encrypts, taken before a transaction in which values are written.
     *
     * @throws RefusedException TOKEN_AWAY, OVERLOADED; only as long as the active key is not in memory
     */
    ColumnSealer sealer(TokenNeed need) {
        int active = activeKey;
        if (active == NONE) {
            active = Math.toIntExact(database.read(ColumnKeys::active)
                    .orElseGet(() -> makeKey(need))
                    .id());
            SecretKeySpec key = key(active, need);
            activeKey = active;
            return new ColumnSealer(active, key, random);
        }
        return new ColumnSealer(active, key(active, need), random);
    }

    /**
     * Decrypts what a {@link ColumnSealer} made for the same place.
     *
     * @throws RefusedException TOKEN_AWAY, OVERLOADED; only as long as its key is not in memory
     * @throws IllegalStateException naming the place, when the value was altered or moved, or its key is unknown
     */
    String decrypt(EncryptedColumn column, long rowId, byte[] encrypted, TokenNeed need) {
        if (encrypted.length < ID_OCTETS + IV_OCTETS + TAG_BITS / 8) {
            throw altered(column, rowId, null);
        }
        ByteBuffer in = ByteBuffer.wrap(encrypted);
        int keyId = in.getInt();
        byte[] iv = new byte[IV_OCTETS];
        in.get(iv);
        byte[] sealed = new byte[in.remaining()];
        in.get(sealed);
        return new String(
                run(Cipher.DECRYPT_MODE, key(keyId, need), iv, column, rowId, sealed), StandardCharsets.UTF_8);
    }

    /**
     * An account's TOTP secret, for comparing a code with it.
     *
     * @param encrypted {@code account.totp_secret_encrypted} of that account
     * @throws RefusedException TOKEN_AWAY, OVERLOADED; only as long as its key is not in memory
     * @throws IllegalStateException when the value was altered or moved, or its key is unknown
     */
    public TotpSecret totpSecret(long accountId, byte[] encrypted) {
        return TotpSecret.ofBase32(
                decrypt(EncryptedColumn.ACCOUNT_TOTP_SECRET, accountId, encrypted, TokenNeed.SIGN_IN_CODE));
    }

    /** The blind index of a normalised value under one key; 32 octets. Asks the token, so never inside a transaction. */
    byte[] blindIndex(MacKey key, PersonalField field, String normalised, TokenNeed need) {
        return need.ask(() -> key.mac((field.wireName() + '\0' + normalised).getBytes(StandardCharsets.UTF_8)));
    }

    /** The keys of blind indexes. */
    IndexKeys indexKeys() {
        return indexKeys;
    }

    private SecretKeySpec key(int id, TokenNeed need) {
        SecretKeySpec known = keys.get(id);
        if (known != null) {
            return known;
        }
        WrappedRow row = database.read(handle -> ColumnKeys.byId(handle, id))
                .orElseThrow(
                        () -> new IllegalStateException("the data key " + id + " is not in data_key; restore the row"));
        SecretKeySpec unwrapped = unwrap(row, need);
        keys.put(id, unwrapped);
        return unwrapped;
    }

    static byte[] run(int mode, SecretKeySpec key, byte[] iv, EncryptedColumn column, long rowId, byte[] input) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, iv));
            cipher.updateAAD(column.aad(rowId));
            return cipher.doFinal(input);
        } catch (AEADBadTagException e) {
            throw altered(column, rowId, e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has AES-GCM", e);
        }
    }

    private static IllegalStateException altered(EncryptedColumn column, long rowId, @Nullable Throwable cause) {
        return new IllegalStateException(
                "the value in " + column.place() + " of row " + rowId
                        + " does not decrypt: it was altered or moved; restore the row from a backup",
                cause);
    }

    /** Makes a key; where another node was quicker, its key stands and this one is forgotten. */
    private WrappedRow makeKey(TokenNeed need) {
        WrappingKey wrappingKey = wrappingKeys.current();
        int id = database.read(ColumnKeys::nextId);
        byte[] plain = new byte[KEY_OCTETS];
        random.nextBytes(plain);
        WrappedRow made = need.ask(() -> {
            byte[] wrapped = wrappingKey.wrap(plain, ColumnKeys.aad(id));
            if (!MessageDigest.isEqual(plain, wrappingKey.unwrap(wrapped, ColumnKeys.aad(id)))) {
                throw new IllegalStateException(
                        "a data key does not come back as it was wrapped; it is not stored. Check"
                                + " the data token with `segel doctor`.");
            }
            return new WrappedRow(id, wrappingKey.label(), wrapped, ColumnKeys.aad(id));
        });
        Arrays.fill(plain, (byte) 0);
        database.useTransaction(transaction -> ColumnKeys.insert(transaction, made));
        return database.read(ColumnKeys::active)
                .orElseThrow(() -> new IllegalStateException("no data key is active; set one row of data_key active"));
    }

    private SecretKeySpec unwrap(WrappedRow row, TokenNeed need) {
        WrappingKey wrappingKey = wrappingKeys.of(row.label(), "the data key " + row.id(), need);
        byte[] plain = need.ask(() -> wrappingKey.unwrap(row.wrapped(), row.aad()));
        if (plain.length != KEY_OCTETS) {
            throw new IllegalStateException("the data key " + row.id() + " is of " + plain.length + " octets, not 32");
        }
        SecretKeySpec unwrapped = new SecretKeySpec(plain, "AES");
        Arrays.fill(plain, (byte) 0);
        return unwrapped;
    }
}
