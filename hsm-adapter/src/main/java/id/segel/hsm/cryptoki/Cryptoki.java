package id.segel.hsm.cryptoki;

import com.sun.jna.Function;
import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A PKCS#11 library in this process, initialised. One object per library for the life of the JVM; safe for use by many
 * threads. Every function throws {@link CryptokiException} when the library returns something else than CKR_OK.
 *
 * <p>Works beside SunPKCS11 in the same process: whichever comes second is told CKR_CRYPTOKI_ALREADY_INITIALIZED and
 * goes on.
 */
public final class Cryptoki {
    /** The most slots looked at. */
    private static final int MAX_SLOTS = 4096;

    private static final int MAX_MECHANISMS = 4096;
    private static final int RTLD_NOW_LOCAL = 2;
    private static final long CKF_OS_LOCKING_OK = 2;
    private static final long CKR_CRYPTOKI_ALREADY_INITIALIZED = 0x191;

    /** Static on purpose, the only such state here: an unreferenced library is unloaded, and the JVM crashes. */
    private static final Map<Path, Cryptoki> LOADED = new ConcurrentHashMap<>();

    private final NativeLibrary library;
    private final Pointer functionList;
    private final Map<NativeFunction, Function> functions = new EnumMap<>(NativeFunction.class);

    private Cryptoki(NativeLibrary library) {
        this.library = library;
        PointerByReference list = new PointerByReference();
        check("C_GetFunctionList", library.getFunction("C_GetFunctionList").invokeLong(new Object[] {list}));
        this.functionList = list.getValue();
        for (NativeFunction function : NativeFunction.values()) {
            // CK_FUNCTION_LIST: CK_VERSION padded to a pointer, then the functions in the standard's order.
            Pointer address = functionList.getPointer(8 + 8L * function.index());
            functions.put(function, Function.getFunction(address));
        }
    }

    /**
     * Loads the library once and initialises it if nobody has.
     *
     * @param module a file
     * @throws ModuleUnusableException if it cannot be read or is not a PKCS#11 library for this machine
     * @throws CryptokiException if it refuses to be initialised
     */
    public static Cryptoki load(Path module) {
        if (Native.LONG_SIZE != 8 || Native.POINTER_SIZE != 8) {
            throw new ModuleUnusableException(
                    "PKCS#11 libraries are used here on 64-bit Linux only; this machine has " + Native.LONG_SIZE * 8
                            + "-bit longs.",
                    null);
        }
        Path file;
        try {
            file = module.toRealPath();
        } catch (IOException e) {
            throw new ModuleUnusableException("There is no readable file " + module + ".", e);
        }
        return LOADED.computeIfAbsent(file, Cryptoki::open);
    }

    private static Cryptoki open(Path file) {
        try {
            Cryptoki cryptoki = new Cryptoki(
                    NativeLibrary.getInstance(file.toString(), Map.of(Library.OPTION_OPEN_FLAGS, RTLD_NOW_LOCAL)));
            cryptoki.initialise();
            return cryptoki;
        } catch (UnsatisfiedLinkError e) {
            throw new ModuleUnusableException(
                    file + " is not a PKCS#11 library this machine can load: " + e.getMessage(), e);
        }
    }

    private void initialise() {
        Memory arguments = new Memory(48);
        arguments.clear();
        arguments.setLong(32, CKF_OS_LOCKING_OK);
        long returned = invoke(NativeFunction.C_Initialize, arguments);
        if (returned != CKR_CRYPTOKI_ALREADY_INITIALIZED) {
            check("C_Initialize", returned);
        }
    }

    /** C_GetInfo. */
    public ModuleDescription describe() {
        Memory info = new Memory(88);
        info.clear();
        call(NativeFunction.C_GetInfo, info);
        return new ModuleDescription(text(info, 48, 32), text(info, 2, 32), version(info, 80), version(info, 0));
    }

    /** Every slot that has a token, with its token. A slot whose token does not answer is left out. */
    public List<TokenDescription> tokens() {
        List<TokenDescription> tokens = new ArrayList<>();
        for (long slot : slots()) {
            try {
                tokens.add(token(slot));
            } catch (CryptokiException e) {
                if (!e.ckr().startsWith("CKR_TOKEN_NOT") && !e.ckr().startsWith("CKR_DEVICE")) {
                    throw e;
                }
            }
        }
        return tokens;
    }

    private long[] slots() {
        // The number of slots can grow between the two calls: ask once, with room for all that is looked at.
        Memory ids = new Memory(8L * MAX_SLOTS);
        LongByReference count = new LongByReference(MAX_SLOTS);
        // SoftHSM2 refreshes its list of slots only on the call without a buffer.
        call(NativeFunction.C_GetSlotList, (byte) 1, Pointer.NULL, new LongByReference());
        call(NativeFunction.C_GetSlotList, (byte) 1, ids, count);
        return ids.getLongArray(0, Math.toIntExact(count.getValue()));
    }

    /** C_GetTokenInfo. */
    public TokenDescription token(long slot) {
        Memory info = new Memory(208);
        info.clear();
        call(NativeFunction.C_GetTokenInfo, slot, info);
        return new TokenDescription(
                slot,
                text(info, 0, 32),
                text(info, 32, 32),
                text(info, 64, 16),
                text(info, 80, 16),
                TokenFlag.names(info.getLong(96)),
                known(info.getLong(104)),
                known(info.getLong(112)),
                memory(info.getLong(160)),
                memory(info.getLong(176)));
    }

    /** Names of the mechanisms of a slot, sorted. */
    public List<String> mechanisms(long slot) {
        LongByReference count = new LongByReference(MAX_MECHANISMS);
        Memory types = new Memory(8L * MAX_MECHANISMS);
        call(NativeFunction.C_GetMechanismList, slot, types, count);
        Set<String> names = new TreeSet<>();
        for (long type : types.getLongArray(0, Math.toIntExact(count.getValue()))) {
            names.add(Names.mechanism(type));
        }
        return List.copyOf(names);
    }

    /** C_InitToken: makes the token in this slot anew under this label. Whatever it held is gone. */
    public void initialiseToken(long slot, byte[] soPin, String label) {
        byte[] padded = new byte[32];
        Arrays.fill(padded, (byte) ' ');
        byte[] utf8 = label.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(utf8, 0, padded, 0, Math.min(utf8.length, padded.length));
        withPin(soPin, pin -> call(NativeFunction.C_InitToken, slot, pin, (long) soPin.length, padded));
    }

    /** C_OpenSession, read and write. */
    public CryptokiSession openSession(long slot) {
        LongByReference handle = new LongByReference();
        // CKF_SERIAL_SESSION | CKF_RW_SESSION
        call(NativeFunction.C_OpenSession, slot, 6L, Pointer.NULL, Pointer.NULL, handle);
        return new CryptokiSession(this, slot, handle.getValue());
    }

    void call(NativeFunction function, Object... arguments) {
        check(function.name(), invoke(function, arguments));
    }

    long invoke(NativeFunction function, Object... arguments) {
        Function callable = functions.get(function);
        if (callable == null) {
            throw new IllegalStateException(function + " is not in " + library);
        }
        return callable.invokeLong(arguments);
    }

    Pointer functionList() {
        return functionList;
    }

    static void check(String function, long returned) {
        if (returned != 0) {
            throw new CryptokiException(function, returned);
        }
    }

    /** Gives the PIN to a call and wipes the native copy. The caller wipes its own. */
    static void withPin(byte[] pin, java.util.function.Consumer<Memory> call) {
        try (Memory memory = new Memory(Math.max(1, pin.length))) {
            memory.write(0, pin, 0, pin.length);
            try {
                call.accept(memory);
            } finally {
                memory.clear();
            }
        }
    }

    private static String text(Pointer base, long offset, int length) {
        String text = new String(base.getByteArray(offset, length), StandardCharsets.UTF_8);
        int zero = text.indexOf('\0');
        return (zero < 0 ? text : text.substring(0, zero)).strip();
    }

    private static String version(Pointer base, long offset) {
        return (base.getByte(offset) & 0xff) + "." + (base.getByte(offset + 1) & 0xff);
    }

    /** CK_EFFECTIVELY_INFINITE is 0 and CK_UNAVAILABLE_INFORMATION -1: neither is a number of sessions. */
    private static long known(long count) {
        return count <= 0 ? -1 : count;
    }

    private static long memory(long bytes) {
        return bytes < 0 ? -1 : bytes;
    }
}
