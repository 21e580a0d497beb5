package id.segel.api.doctor;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import java.util.OptionalInt;

/** What the kernel says of its clock: adjtimex(2) with no change asked for. */
final class KernelClock {
    /** sizeof(struct timex) on 64-bit Linux. */
    private static final int TIMEX = 208;

    private static final int STATUS = 40;
    private static final int STA_UNSYNC = 0x40;

    private KernelClock() {}

    /** 1 if somebody keeps it right, 0 if not, empty if this machine does not tell. */
    static OptionalInt synchronised() {
        if (!"Linux".equals(System.getProperty("os.name"))) {
            return OptionalInt.empty();
        }
        try (Memory timex = new Memory(TIMEX)) {
            timex.clear();
            int state = Function.getFunction("c", "adjtimex").invokeInt(new Object[] {timex});
            if (state < 0) {
                return OptionalInt.empty();
            }
            return OptionalInt.of((timex.getInt(STATUS) & STA_UNSYNC) == 0 ? 1 : 0);
        } catch (UnsatisfiedLinkError e) {
            return OptionalInt.empty();
        }
    }
}
