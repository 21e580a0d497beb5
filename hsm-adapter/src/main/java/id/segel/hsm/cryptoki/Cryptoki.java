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
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A PKCS#11 library in this process. One object per library for the life of the JVM; safe for use by many threads, but
 * for {@link #reinitialise}. Every function throws {@link CryptokiException} when the library returns something else
 * than CKR_OK.
 *
 * <p>Works beside SunPKCS11 in the same process: whichever comes second is told CKR_CRYPTOKI_ALREADY_INITIALIZED and
 * goes on.
 */
public final class Cryptoki {
    /** The most slots looked at. */
    private static final int MAX_SLOTS = 4096;

    private static final int MAX_MECHANISMS = 4096;

    /** Handles that may have been given out since one was last seen here. */
    private static final long UNSEEN_HANDLES = 10_000;

    /** The highest handle to get past by opening and closing sessions; SoftHSM2 takes about a second for it. */
    private static final int MAX_BURNED = 200_000;

    private static final int RTLD_NOW_LOCAL = 2;
    private static final long CKF_OS_LOCKING_OK = 2;
    private static final long CKR_CRYPTOKI_NOT_INITIALIZED = 0x190;
    private static final long CKR_CRYPTOKI_ALREADY_INITIALIZED = 0x191;

    /** Static on purpose, the only such state here: an unreferenced library is unloaded, and the JVM crashes. */
    private static final Map<Path, Cryptoki> LOADED = new ConcurrentHashMap<>();

    private final NativeLibrary library;
    private final Pointer functionList;
    private final Map<NativeFunction, Function> functions = new EnumMap<>(NativeFunction.class);
    private final String parameters;
    private final AtomicLong highestHandle = new AtomicLong();

    private Cryptoki(NativeLibrary library, String parameters) {
        this.library = library;
        this.parameters = parameters;
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
     * Loads the library once.
     *
     * @param module a file
     * @param parameters what a library that takes parameters is given when it is initialised, such as NSS softokn's
     *     {@code configdir='sql:/directory'}; empty for one that takes none
     * @throws ModuleUnusableException if it cannot be read, is not a PKCS#11 library for this machine, or is loaded
     *     with other parameters already
     */
    public static Cryptoki load(Path module, String parameters) {
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
        Cryptoki loaded = LOADED.computeIfAbsent(file, path -> open(path, parameters));
        if (!loaded.parameters.equals(parameters)) {
            throw new ModuleUnusableException(
                    file + " is in use with other parameters. Give all tokens of one library the same.", null);
        }
        return loaded;
    }

    private static Cryptoki open(Path file, String parameters) {
        try {
            return new Cryptoki(
                    NativeLibrary.getInstance(file.toString(), Map.of(Library.OPTION_OPEN_FLAGS, RTLD_NOW_LOCAL)),
                    parameters);
        } catch (UnsatisfiedLinkError e) {
            throw new ModuleUnusableException(
                    file + " is not a PKCS#11 library this machine can load: " + e.getMessage(), e);
        }
    }

    /** C_Initialize; that the library is initialised already is no error. */
    public void initialise() {
        // CK_C_INITIALIZE_ARGS, with room for NSS's form of it: the parameters where others have pReserved.
        try (Memory arguments = new Memory(56);
                Memory text = new Memory(4L * parameters.length() + 1)) {
            arguments.clear();
            arguments.setLong(32, CKF_OS_LOCKING_OK);
            if (!parameters.isEmpty()) {
                text.setString(0, parameters, StandardCharsets.UTF_8.name());
                arguments.setPointer(40, text);
            }
            initialise(arguments);
        }
    }

    private void initialise(Memory arguments) {
        long returned = invoke(NativeFunction.C_Initialize, arguments);
        if (returned != CKR_CRYPTOKI_ALREADY_INITIALIZED) {
            check("C_Initialize", returned);
        }
    }

    /**
     * C_Finalize, unless somebody did, and C_Initialize. Every handle there was is dead afterwards.
     *
     * <p>Nobody may be in the library meanwhile, through this object or another way: finalising under load crashed the
     * JVM each time it was tried.
     *
     * @param pastOldHandles whether to open and close sessions until their handles are above every one seen before. A
     *     library that counts handles from 1 again would otherwise let what is left of an old session close a new one,
     *     or an old key sign with another.
     * @return false, and nothing was done, if that would take too many sessions
     */
    public boolean reinitialise(boolean pastOldHandles) {
        if (pastOldHandles) {
            noteHandles();
            if (highestHandle.get() + UNSEEN_HANDLES > MAX_BURNED) {
                return false;
            }
        }
        long returned = invoke(NativeFunction.C_Finalize, Pointer.NULL);
        if (returned != CKR_CRYPTOKI_NOT_INITIALIZED) {
            check("C_Finalize", returned);
        }
        initialise();
        if (pastOldHandles) {
            burn(highestHandle.get() + UNSEEN_HANDLES);
        }
        return true;
    }

    /** Handles given to SunPKCS11 are not seen here; they are of the same count as those of a session opened now. */
    private void noteHandles() {
        try {
            tokens().stream()
                    .findFirst()
                    .ifPresent(token -> openSession(token.slot()).close());
        } catch (CryptokiException e) {
            // Finalised already, or no token answers: the handles seen so far and the margin have to do.
            return;
        }
    }

    private void burn(long past) {
        List<TokenDescription> tokens = tokens();
        // Bounded also for a library that does not count its handles upwards.
        for (int i = 0; !tokens.isEmpty() && i < 2 * MAX_BURNED && highestHandle.get() <= past; i++) {
            openSession(tokens.get(0).slot()).close();
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
        return slotsWithToken().tokens();
    }

    /**
     * What is in the slots.
     *
     * @param tokens that answered
     * @param silent by slot id, the return value where a token did not tell of itself, such as CKR_TOKEN_NOT_RECOGNIZED
     */
    public record Slots(List<TokenDescription> tokens, Map<Long, String> silent) {
        public Slots {
            tokens = List.copyOf(tokens);
            silent = Map.copyOf(silent);
        }
    }

    /** Looks into every slot that has a token. One that does not tell of itself does not hide the others. */
    public Slots slotsWithToken() {
        List<TokenDescription> tokens = new ArrayList<>();
        Map<Long, String> silent = new TreeMap<>();
        for (long slot : slots()) {
            try {
                tokens.add(token(slot));
            } catch (CryptokiException e) {
                if (e.ckr().equals("CKR_CRYPTOKI_NOT_INITIALIZED")) {
                    throw e;
                }
                silent.put(slot, e.ckr());
            }
        }
        return new Slots(tokens, silent);
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
                memory(info.getLong(176)),
                version(info, 184),
                version(info, 186));
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
        highestHandle.accumulateAndGet(handle.getValue(), Math::max);
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
