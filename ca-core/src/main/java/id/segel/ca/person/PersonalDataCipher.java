package id.segel.ca.person;

import id.segel.ca.refusal.Problem;
import id.segel.ca.refusal.RefusedException;
import id.segel.ca.store.Database;
import id.segel.hsm.MacKey;
import id.segel.hsm.TokenBusyException;
import id.segel.hsm.TokenException;
import id.segel.hsm.WrappingKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts single values for columns and makes the blind indexes by which they are found. Thread-safe.
 *
 * <p>Data keys are rows of {@code data_key}, wrapped in the data token; they are unwrapped once, when this is opened, and
 * kept in memory, so that reading a person does not ask the token. A ciphertext is the key's id (4 octets, big-endian),
 * an IV (12 random octets), and what AES-256-GCM gives (NIST SP 800-38D, 16-octet tag), bound to table, column, row and
 * version. A blind index is HMAC-SHA256, in the token, of the value's kind, NUL, and the normalised value.
 */
public final class PersonalDataCipher {
    private static final String PURPOSE = "COLUMN";
    private static final int KEY_OCTETS = 32;
    private static final int ID_OCTETS = 4;
    private static final int IV_OCTETS = 12;
    private static final int TAG_BITS = 128;

    @SuppressWarnings("ArrayRecordComponent") // Nobody compares wrapped keys.
    private record DataKey(int id, byte[] wrapped, String wrappingKeyLabel, boolean active) {}

    private final Database database;
    private final WrappingKey wrappingKey;
    private final MacKey indexKey;
    private final SecureRandom random;
    private final Map<Integer, SecretKeySpec> keys = new ConcurrentHashMap<>();
    private final int activeKey;

    private PersonalDataCipher(Database database, WrappingKey wrappingKey, MacKey indexKey, SecureRandom random) {
        this.database = database;
        this.wrappingKey = wrappingKey;
        this.indexKey = indexKey;
        this.random = random;
        if (readKeys().stream().noneMatch(DataKey::active)) {
            makeKey();
        }
        int active = -1;
        for (DataKey key : readKeys()) {
            keys.put(key.id(), unwrap(key));
            if (key.active()) {
                active = key.id();
            }
        }
        if (active < 0) {
            throw new IllegalStateException("no data key is active; set one row of data_key active");
        }
        this.activeKey = active;
    }

    /**
     * Unwraps the data keys; makes the first one on first use.
     *
     * @param database as the web role
     * @param wrappingKey the data token's wrapping key
     * @param indexKey the data token's blind-index key
     * @throws TokenException when the token is away
     * @throws IllegalStateException when a data key was wrapped by another key or does not unwrap
     */
    public static PersonalDataCipher open(
            Database database, WrappingKey wrappingKey, MacKey indexKey, SecureRandom random) {
        return new PersonalDataCipher(database, wrappingKey, indexKey, random);
    }

    /** Encrypts a value for its place. */
    byte[] encrypt(EncryptedColumn column, long rowId, String value) {
        byte[] iv = new byte[IV_OCTETS];
        random.nextBytes(iv);
        byte[] sealed =
                run(Cipher.ENCRYPT_MODE, key(activeKey), iv, column, rowId, value.getBytes(StandardCharsets.UTF_8));
        return ByteBuffer.allocate(ID_OCTETS + IV_OCTETS + sealed.length)
                .putInt(activeKey)
                .put(iv)
                .put(sealed)
                .array();
    }

    /**
     * Decrypts what {@link #encrypt} made for the same place.
     *
     * @throws IllegalStateException naming the place, when the value was altered or moved, or its key is unknown
     */
    String decrypt(EncryptedColumn column, long rowId, byte[] encrypted) {
        if (encrypted.length < ID_OCTETS + IV_OCTETS + TAG_BITS / 8) {
            throw altered(column, rowId, null);
        }
        ByteBuffer in = ByteBuffer.wrap(encrypted);
        int keyId = in.getInt();
        byte[] iv = new byte[IV_OCTETS];
        in.get(iv);
        byte[] sealed = new byte[in.remaining()];
        in.get(sealed);
        return new String(run(Cipher.DECRYPT_MODE, key(keyId), iv, column, rowId, sealed), StandardCharsets.UTF_8);
    }

    /**
     * An account's TOTP secret, for comparing a code with it.
     *
     * @param encrypted {@code account.totp_secret_encrypted} of that account
     * @throws IllegalStateException when the value was altered or moved, or its key is unknown
     */
    public TotpSecret totpSecret(long accountId, byte[] encrypted) {
        return TotpSecret.ofBase32(decrypt(EncryptedColumn.ACCOUNT_TOTP_SECRET, accountId, encrypted));
    }

    /** The blind index of a normalised value; 32 octets. Asks the token, so never inside a transaction. */
    byte[] blindIndex(PersonalField field, String normalised) {
        Database.requireNoTransaction();
        try {
            return indexKey.mac((field.wireName() + '\0' + normalised).getBytes(StandardCharsets.UTF_8));
        } catch (TokenBusyException e) {
            throw refused(Problem.OVERLOADED, Duration.ofSeconds(2), e);
        } catch (TokenException e) {
            throw refused(Problem.TOKEN_AWAY, Duration.ofSeconds(10), e);
        }
    }

    /** The label of the key that makes the blind indexes, kept beside them. */
    String blindIndexKeyLabel() {
        return indexKey.label();
    }

    private static RefusedException refused(Problem problem, Duration retryAfter, TokenException cause) {
        RefusedException refused = RefusedException.because(problem).retryAfter(retryAfter);
        refused.initCause(cause);
        return refused;
    }

    private SecretKeySpec key(int id) {
        SecretKeySpec known = keys.get(id);
        if (known != null) {
            return known;
        }
        // Another node may have made a key since this one started.
        for (DataKey key : readKeys()) {
            if (key.id() == id) {
                SecretKeySpec unwrapped = unwrap(key);
                keys.put(id, unwrapped);
                return unwrapped;
            }
        }
        throw new IllegalStateException("the data key " + id + " is not in data_key; restore the row");
    }

    private byte[] run(int mode, SecretKeySpec key, byte[] iv, EncryptedColumn column, long rowId, byte[] input) {
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

    private List<DataKey> readKeys() {
        return database.read(handle -> handle.createQuery("""
                        SELECT id, wrapped, wrapping_key_label, active
                          FROM data_key
                         WHERE purpose = :purpose
                         ORDER BY id
                        """)
                .bind("purpose", PURPOSE)
                .map((row, context) -> new DataKey(
                        row.getInt("id"),
                        row.getBytes("wrapped"),
                        row.getString("wrapping_key_label"),
                        row.getBoolean("active")))
                .list());
    }

    /** Makes a key; where another node was quicker, its key stands and this one is forgotten. */
    private void makeKey() {
        Database.requireNoTransaction();
        int id = database.read(handle -> handle.createQuery("SELECT nextval(pg_get_serial_sequence('data_key', 'id'))")
                .mapTo(Integer.class)
                .one());
        byte[] plain = new byte[KEY_OCTETS];
        random.nextBytes(plain);
        byte[] wrapped = wrappingKey.wrap(plain, aad(id));
        Arrays.fill(plain, (byte) 0);
        database.useTransaction(handle -> handle.createUpdate("""
                        INSERT INTO data_key (id, purpose, wrapped, wrapping_key_label)
                        OVERRIDING SYSTEM VALUE
                        VALUES (:id, :purpose, :wrapped, :label)
                        ON CONFLICT (purpose) WHERE active DO NOTHING
                        """)
                .bind("id", id)
                .bind("purpose", PURPOSE)
                .bind("wrapped", wrapped)
                .bind("label", wrappingKey.label())
                .execute());
    }

    private SecretKeySpec unwrap(DataKey key) {
        if (!key.wrappingKeyLabel().equals(wrappingKey.label())) {
            throw new IllegalStateException("the data key " + key.id() + " was wrapped by \"" + key.wrappingKeyLabel()
                    + "\", and the service is configured with \"" + wrappingKey.label()
                    + "\"; configure the wrapping key that made it");
        }
        Database.requireNoTransaction();
        byte[] plain = wrappingKey.unwrap(key.wrapped(), aad(key.id()));
        if (plain.length != KEY_OCTETS) {
            throw new IllegalStateException("the data key " + key.id() + " is of " + plain.length + " octets, not 32");
        }
        SecretKeySpec unwrapped = new SecretKeySpec(plain, "AES");
        Arrays.fill(plain, (byte) 0);
        return unwrapped;
    }

    private static byte[] aad(int id) {
        return ("data_key\0wrapped\0" + id + '\0' + PURPOSE).getBytes(StandardCharsets.UTF_8);
    }
}
