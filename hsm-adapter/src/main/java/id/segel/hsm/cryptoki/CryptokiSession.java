package id.segel.hsm.cryptoki;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.LongByReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A session of the native binding's own. For one thread at a time. Sessions of one process share the login of their
 * token; the login ends with the last session.
 */
public final class CryptokiSession implements AutoCloseable {
    /** The most objects one search returns. */
    public static final int MAX_OBJECTS = 10_000;

    private static final int MAX_ATTRIBUTE = 64 * 1024;
    private static final int SEARCH_STEP = 100;
    private static final long CKU_SO = 0;
    private static final long CKU_USER = 1;
    private static final long CKR_USER_ALREADY_LOGGED_IN = 0x100;
    private static final long CKR_ATTRIBUTE_SENSITIVE = 0x11;
    private static final long CKR_ATTRIBUTE_TYPE_INVALID = 0x12;
    private static final long CKR_BUFFER_TOO_SMALL = 0x150;

    private final Cryptoki cryptoki;
    private final long slot;
    private final long handle;

    CryptokiSession(Cryptoki cryptoki, long slot, long handle) {
        this.cryptoki = cryptoki;
        this.slot = slot;
        this.handle = handle;
    }

    /** The slot this session was opened in. */
    public long slot() {
        return slot;
    }

    /** Whether this session still exists, is of this slot, and the user is logged in. */
    public boolean loggedIn() {
        Memory info = new Memory(32);
        info.clear();
        if (cryptoki.invoke(NativeFunction.C_GetSessionInfo, handle, info) != 0 || info.getLong(0) != slot) {
            return false;
        }
        long state = info.getLong(8);
        // CKS_RO_USER_FUNCTIONS, CKS_RW_USER_FUNCTIONS
        return state == 1 || state == 3;
    }

    /** C_Login as user. That somebody in this process already is logged in is no error; the PIN is then not looked at. */
    public void login(byte[] pin) {
        Cryptoki.withPin(pin, memory -> {
            long returned = cryptoki.invoke(NativeFunction.C_Login, handle, CKU_USER, memory, (long) pin.length);
            if (returned != CKR_USER_ALREADY_LOGGED_IN) {
                Cryptoki.check("C_Login", returned);
            }
        });
    }

    /**
     * Sets the user PIN of a token just initialised. The security officer is logged in for it and out by closing this
     * session, which must be the token's only one.
     */
    public void initialiseUserPin(byte[] soPin, byte[] userPin) {
        Cryptoki.withPin(soPin, pin -> cryptoki.call(NativeFunction.C_Login, handle, CKU_SO, pin, (long) soPin.length));
        Cryptoki.withPin(userPin, pin -> cryptoki.call(NativeFunction.C_InitPIN, handle, pin, (long) userPin.length));
    }

    /** Handles of the objects that have all these attributes, at most {@link #MAX_OBJECTS}. */
    public List<Long> find(Template template) {
        cryptoki.call(NativeFunction.C_FindObjectsInit, handle, template.block(), (long) template.size());
        try {
            List<Long> found = new ArrayList<>();
            Memory step = new Memory(8L * SEARCH_STEP);
            LongByReference count = new LongByReference();
            do {
                cryptoki.call(NativeFunction.C_FindObjects, handle, step, (long) SEARCH_STEP, count);
                for (long object : step.getLongArray(0, Math.toIntExact(count.getValue()))) {
                    found.add(object);
                }
            } while (count.getValue() > 0 && found.size() < MAX_OBJECTS);
            return found;
        } finally {
            cryptoki.invoke(NativeFunction.C_FindObjectsFinal, handle);
        }
    }

    /** Reads these attributes; what the object does not have or does not show is absent from the result. */
    public Attributes read(long object, long... types) {
        Memory array = new Memory(24L * types.length);
        array.clear();
        for (int i = 0; i < types.length; i++) {
            array.setLong(24L * i, types[i]);
        }
        getAttributeValue(object, array, types.length);
        List<Memory> values = new ArrayList<>();
        for (int i = 0; i < types.length; i++) {
            long length = array.getLong(24L * i + 16);
            // CK_UNAVAILABLE_INFORMATION: not there, or not to be seen
            if (length > 0 && length <= MAX_ATTRIBUTE) {
                Memory value = new Memory(length);
                values.add(value);
                array.setPointer(24L * i + 8, value);
            } else {
                array.setLong(24L * i + 16, 0);
            }
        }
        getAttributeValue(object, array, types.length);
        Map<Long, byte[]> read = new HashMap<>();
        for (int i = 0; i < types.length; i++) {
            long length = array.getLong(24L * i + 16);
            Pointer value = array.getPointer(24L * i + 8);
            if (value != null && length > 0 && length <= MAX_ATTRIBUTE) {
                read.put(types[i], value.getByteArray(0, Math.toIntExact(length)));
            }
        }
        // The values must not be collected before they were read through the array.
        values.forEach(Memory::close);
        return new Attributes(read);
    }

    private void getAttributeValue(long object, Memory array, int count) {
        long returned = cryptoki.invoke(NativeFunction.C_GetAttributeValue, handle, object, array, (long) count);
        if (returned != CKR_ATTRIBUTE_SENSITIVE
                && returned != CKR_ATTRIBUTE_TYPE_INVALID
                && returned != CKR_BUFFER_TOO_SMALL) {
            Cryptoki.check("C_GetAttributeValue", returned);
        }
    }

    /** C_GenerateKeyPair. */
    public KeyPairHandles generateKeyPair(Mechanism mechanism, Template publicKey, Template privateKey) {
        LongByReference publicHandle = new LongByReference();
        LongByReference privateHandle = new LongByReference();
        cryptoki.call(
                NativeFunction.C_GenerateKeyPair,
                handle,
                mechanism.block(),
                publicKey.block(),
                (long) publicKey.size(),
                privateKey.block(),
                (long) privateKey.size(),
                publicHandle,
                privateHandle);
        return new KeyPairHandles(publicHandle.getValue(), privateHandle.getValue());
    }

    /** C_GenerateKey. */
    public long generateKey(Mechanism mechanism, Template template) {
        LongByReference key = new LongByReference();
        cryptoki.call(
                NativeFunction.C_GenerateKey, handle, mechanism.block(), template.block(), (long) template.size(), key);
        return key.getValue();
    }

    /** C_CreateObject. */
    public long create(Template template) {
        LongByReference object = new LongByReference();
        cryptoki.call(NativeFunction.C_CreateObject, handle, template.block(), (long) template.size(), object);
        return object.getValue();
    }

    /** C_DestroyObject. */
    public void destroy(long object) {
        cryptoki.call(NativeFunction.C_DestroyObject, handle, object);
    }

    /** C_SignInit: nothing is signed yet. */
    public void signInit(Mechanism mechanism, long key) {
        cryptoki.call(NativeFunction.C_SignInit, handle, mechanism.block(), key);
    }

    /**
     * C_Sign.
     *
     * @param maximum the longest output there can be, bytes
     */
    public byte[] sign(byte[] data, int maximum) {
        byte[] signature = new byte[maximum];
        LongByReference length = new LongByReference(maximum);
        cryptoki.call(NativeFunction.C_Sign, handle, data, (long) data.length, signature, length);
        long made = length.getValue();
        if (made < 0 || made > maximum) {
            throw new IllegalStateException("C_Sign says it wrote " + made + " bytes into " + maximum + ".");
        }
        return Arrays.copyOf(signature, (int) made);
    }

    /** C_CloseSession; that the session is gone already is no error. */
    @Override
    public void close() {
        cryptoki.invoke(NativeFunction.C_CloseSession, handle);
    }

    /** What C_GenerateKeyPair returns. */
    public record KeyPairHandles(long publicKey, long privateKey) {}
}
