package id.segel.softhsm;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Map;

/**
 * A PKCS#11 module around another one that fails when told to: errors, lost replies, hangs, delays, wrong or short
 * signatures, vanished sessions, a process killed at the worst moment. Written in C ({@code p11fault.c}, which says the
 * whole language of its control file), compiled by gcc at first use.
 *
 * <p>Each instance is a library file of its own, so several work beside each other in one JVM and in children. Faults
 * are set from outside by {@link #control} at any time, in force at the next call of the module.
 *
 * <pre>
 * shim.control("C_Sign error=0x30 count=3");   // three device errors, the operation ended, nothing signed
 * shim.control("C_Sign after error=0x30");      // signed, and the reply lost
 * shim.control("C_Sign hang");                  // until clear()
 * shim.control("C_Sign percent=10 flip");       // one signature in ten is wrong
 * </pre>
 *
 * Safe for use by several threads.
 */
public final class FaultShim implements AutoCloseable {
    private static final int NAME_BYTES = 40;
    private static final int RECORD_BYTES = NAME_BYTES + 3 * Long.BYTES;

    private final Path library;
    private final Path control;
    private final Path counts;
    private final Path module;
    private Instant lastWrite = Instant.EPOCH;

    private FaultShim(Path library, Path control, Path counts, Path module) {
        this.library = library;
        this.control = control;
        this.counts = counts;
        this.module = module;
    }

    /**
     * A shim around {@code module} with its files in {@code directory}, without faults.
     *
     * @throws IllegalStateException when gcc is missing or the files cannot be made
     */
    public static FaultShim around(Path module, Path directory) {
        try {
            Files.createDirectories(directory);
            Path real = directory.toRealPath();
            Path library = real.resolve("p11fault.so");
            FaultShim shim = new FaultShim(
                    library,
                    real.resolve("p11fault.control"),
                    real.resolve("p11fault.counts"),
                    module.toAbsolutePath());
            Files.copy(CompiledC.library("p11fault.c"), library, StandardCopyOption.REPLACE_EXISTING);
            // The library finds this file beside itself: Java cannot set variables of its own process.
            Files.writeString(
                    real.resolve("p11fault.so.conf"),
                    "P11FAULT_MODULE=" + shim.module + "\nP11FAULT_CONTROL=" + shim.control + "\nP11FAULT_COUNTS="
                            + shim.counts + "\n");
            shim.clear();
            return shim;
        } catch (IOException e) {
            throw new IllegalStateException("Cannot make the PKCS#11 shim in " + directory + ": " + e.getMessage(), e);
        }
    }

    /** @return path of the PKCS#11 module to load instead of the real one */
    public Path library() {
        return library;
    }

    /** @return the variables that make {@code deploy/run} and its children use this shim */
    public Map<String, String> environment() {
        return Map.of(
                "SEGEL_PKCS11_LIBRARY", library.toString(),
                "P11FAULT_MODULE", module.toString(),
                "P11FAULT_CONTROL", control.toString(),
                "P11FAULT_COUNTS", counts.toString());
    }

    /**
     * Replaces all faults. A line that was in force already begins anew. None = no faults; calls that hang go on.
     *
     * @param faults lines of the language in {@code p11fault.c}
     */
    public synchronized void control(String... faults) {
        StringBuilder text = new StringBuilder();
        // Each setting gets a number: the shim remembers by its text how often a line was applied.
        long number = ChronoUnit.NANOS.between(Instant.EPOCH, Instant.now());
        for (String fault : faults) {
            text.append(fault).append(" id=").append(number++).append('\n');
        }
        try {
            Path work = control.resolveSibling("p11fault.control.new");
            Files.writeString(work, text, StandardCharsets.US_ASCII);
            // The shim looks at the time of the last change, and two changes must not look like one.
            Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
            lastWrite = now.isAfter(lastWrite) ? now : lastWrite.plus(1, ChronoUnit.MICROS);
            Files.setLastModifiedTime(work, FileTime.from(lastWrite));
            Files.move(work, control, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new IllegalStateException("Cannot write " + control + ": " + e.getMessage(), e);
        }
    }

    /** No more faults. */
    public void clear() {
        control();
    }

    /** @return how often {@code function} was called by the application, for example {@code C_Sign} */
    public long calls(String function) {
        return counter(function, 0);
    }

    /** @return how often a fault was put into {@code function} */
    public long injected(String function) {
        return counter(function, 1);
    }

    /** @return how many calls of {@code function} hang right now */
    public long hanging(String function) {
        return counter(function, 2);
    }

    /** The counts are a file the shim has mapped: always true, also after its process was killed. */
    private long counter(String function, int column) {
        try {
            if (!Files.exists(counts)) {
                return 0;
            }
            ByteBuffer records = ByteBuffer.wrap(Files.readAllBytes(counts)).order(ByteOrder.nativeOrder());
            byte[] name = Arrays.copyOf(function.getBytes(StandardCharsets.US_ASCII), NAME_BYTES);
            for (int at = 0; at + RECORD_BYTES <= records.capacity(); at += RECORD_BYTES) {
                byte[] here = new byte[NAME_BYTES];
                records.get(at, here);
                if (Arrays.equals(here, name)) {
                    return records.getLong(at + NAME_BYTES + column * Long.BYTES);
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("Cannot read " + counts + ": " + e.getMessage(), e);
        }
        throw new IllegalArgumentException("There is no PKCS#11 function " + function);
    }

    /** Lets calls that hang go on. The library itself stays loaded for as long as its process wants. */
    @Override
    public void close() {
        clear();
    }
}
