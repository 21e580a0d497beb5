package id.segel.lock;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Fuzz target: all the others, chosen by the first byte, so that a short run needs one JVM only. */
public final class EveryParserFuzz {

    private static final List<ParserFuzzTest.Target> TARGETS =
            ParserFuzzTest.targets().toList();

    private EveryParserFuzz() {}

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length > 0) {
            TARGETS.get((input[0] & 0xff) % TARGETS.size()).method().accept(Arrays.copyOfRange(input, 1, input.length));
        }
    }

    static List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        for (int target = 0; target < TARGETS.size(); target++) {
            for (byte[] own : TARGETS.get(target).seeds().get()) {
                byte[] seed = new byte[1 + own.length];
                seed[0] = (byte) target;
                System.arraycopy(own, 0, seed, 1, own.length);
                seeds.add(seed);
            }
        }
        return seeds;
    }
}
